#include <array>

#include "providers/mock/operations.h"
#include "providers/mock/place.h"
#include "sim/airflow/airflow.h"
#include "sim/airflow/needs.h"
#include "sim/kubernetes/members.h"
#include "sim/protection/edits.h"
#include "sim/world/holding.h"

namespace blackstart::mock {
namespace {

using sim::Admission;
using sim::BoundStep;
using sim::DataClass;
using sim::DeploymentSpec;
using sim::Happening;
using sim::InstanceId;
using sim::ItemId;
using sim::ItemSpec;
using sim::Lack;
using sim::Provenance;
using sim::Stage;

const DeploymentSpec& spec_of(const Stage& stage, const BoundStep& step) {
  return stage.setup.world.deployments[step.deployment];
}

InstanceId primary_of(const Stage& stage, const BoundStep& step) {
  return stage.world.primary_of[step.deployment];
}

template <class Wanted>
void hold_where(Stage& stage, const BoundStep& step, Wanted&& wanted) {
  for (const ItemId item : spec_of(stage, step).items) {
    if (wanted(stage.setup.world.items[item])) {
      sim::hold_at_instance(stage.setup, stage.world, primary_of(stage, step), item);
    }
  }
}

// Every DAG has a flag in the metadata database; in a new one it says "paused".
void create_pause_flags(Stage& stage, const BoundStep& step) {
  for (const ItemId item : spec_of(stage, step).items) {
    if (stage.setup.world.items[item].data_class == DataClass::pause_flag) {
      sim::recreate_at_instance(stage, primary_of(stage, step), item);
    }
  }
}

bool is_in_use(const Stage& stage, sim::SiteId site, InstanceId by_others_than) {
  bool is_any = false;
  sim::for_each_instance(stage.world, site, [&](InstanceId id) {
    const sim::Instance& instance = stage.world.instances[id];
    is_any = is_any || (id != by_others_than && !instance.is_discarded &&
                        stage.world.primary_of[instance.deployment] == id);
  });
  return is_any && stage.world.site_is_up(site);
}

// The new place takes the old one's: what customers had made in the old network by hand is not
// carried over. Where others work on in the old one it stays, until the last of them has left.
void leave_old_site(Stage& stage, InstanceId old, InstanceId fresh) {
  const sim::SiteId from = stage.world.instances[old].site;
  const sim::SiteId to = stage.world.instances[fresh].site;
  const bool is_replaced =
      from != to && stage.world.sites[from].cluster == stage.world.sites[to].cluster;
  if (is_replaced && !is_in_use(stage, from, old)) sim::lose_site(stage, from);
}

void make_primary(Stage& stage, const BoundStep& step, InstanceId fresh) {
  const InstanceId old = primary_of(stage, step);
  leave_old_site(stage, old, fresh);
  stage.world.primary_of[step.deployment] = fresh;
  stage.record(Happening::primary_changed, step.deployment, fresh);
  sim::lose_instance(stage, old);
}

Admission needs_ready_cluster(const Stage& stage, const BoundStep& step) {
  const sim::ClusterId cluster = spec_of(stage, step).cluster;
  const sim::Site& site = stage.world.sites[stage.world.site_of[cluster]];
  const bool is_ready = site.region == step.region && site.is_created && site.node_pools > 0 &&
                        site.has_database && site.has_log_bucket;
  if (is_ready) return {};
  return {.kind = Admission::Kind::permanent,
          .reason = "cluster '" + stage.setup.world.clusters[cluster].name + "' is not ready in " +
                    stage.setup.world.regions[step.region].name + " yet"};
}

// The new Deployment begins with an empty metadata database, and from here on it is the one that
// counts.
void create_deployment(Stage& stage, const BoundStep& step) {
  const sim::SiteId site = stage.world.site_of[spec_of(stage, step).cluster];
  const InstanceId fresh = sim::add_instance(stage.setup, stage.world, step.deployment, site);
  stage.record(Happening::instance_created, fresh);
  make_primary(stage, step, fresh);
}

Admission needs_twin(const Stage& stage, const BoundStep& step) {
  const InstanceId twin = stage.world.twin_of[step.deployment];
  if (twin != sim::kNone && !stage.world.instances[twin].is_discarded) return {};
  return {.kind = Admission::Kind::permanent,
          .reason = "'" + spec_of(stage, step).name + "' has no twin"};
}

void activate_twin(Stage& stage, const BoundStep& step) {
  make_primary(stage, step, stage.world.twin_of[step.deployment]);
  create_pause_flags(stage, step);
}

bool is_secret(const ItemSpec& item) {
  return item.data_class == DataClass::environment_variable &&
         item.provenance == Provenance::secret;
}

bool comes_with_environment(const ItemSpec& item) {
  return item.data_class == DataClass::environment_variable ||
         item.provenance == Provenance::environment;
}

void restore_environment(Stage& stage, const BoundStep& step) {
  hold_where(stage, step, comes_with_environment);
}

void apply_environment(Stage& stage, const BoundStep& step) {
  hold_where(stage, step,
             [](const ItemSpec& item) { return comes_with_environment(item) && !is_secret(item); });
}

void reenter_secrets(Stage& stage, const BoundStep& step) { hold_where(stage, step, is_secret); }

void restore_alert_emails(Stage& stage, const BoundStep& step) {
  hold_where(stage, step,
             [](const ItemSpec& item) { return item.data_class == DataClass::alert_email; });
}

// With the code come the things the code brings, and DAGs that are paused at creation.
void deploy_image(Stage& stage, const BoundStep& step) {
  hold_where(stage, step, [](const ItemSpec& item) {
    return item.data_class == DataClass::image || item.data_class == DataClass::dag_bundle ||
           item.provenance == Provenance::image || item.provenance == Provenance::secrets_backend;
  });
  create_pause_flags(stage, step);
  const InstanceId primary = primary_of(stage, step);
  stage.world.instances[primary].has_image = true;
  sim::launch(stage, primary);
}

// What was there: not what had been deleted before, nor what is made for the first time later.
template <DataClass data_class>
void reenter(Stage& stage, const BoundStep& step) {
  for (const ItemId item : spec_of(stage, step).items) {
    const ItemSpec& spec = stage.setup.world.items[item];
    const bool is_missed = sim::existed_then(stage.setup, stage.world, item, stage.now);
    if (spec.data_class == data_class && spec.provenance == Provenance::ui && is_missed) {
      sim::recreate_at_instance(stage, primary_of(stage, step), item);
    }
  }
  sim::look_again(stage, primary_of(stage, step));
}

Admission needs_code(const Stage& stage, const BoundStep& step) {
  if (stage.world.instances[primary_of(stage, step)].has_image) return {};
  return {.kind = Admission::Kind::permanent,
          .reason = "'" + spec_of(stage, step).name + "' has no code deployed yet"};
}

// Of one that hibernates there is no web server to work in.
Admission needs_web_server(const Stage& stage, const BoundStep& step) {
  if (!stage.world.is_sleeping(primary_of(stage, step))) return {};
  return {.kind = Admission::Kind::transient,
          .reason = "'" + spec_of(stage, step).name + "' hibernates"};
}

Admission needs_code_and_web_server(const Stage& stage, const BoundStep& step) {
  const Admission admission = needs_code(stage, step);
  return admission.kind == Admission::Kind::accepted ? needs_web_server(stage, step) : admission;
}

// A database that begins empty knows of no DAG that had been unpaused.
Admission needs_flags(const Stage& stage, const BoundStep& step) {
  const sim::Instance& primary = stage.world.instances[primary_of(stage, step)];
  if (primary.has_restored_database || primary.is_unpaused) return needs_code(stage, step);
  return {.kind = Admission::Kind::permanent,
          .reason = "'" + spec_of(stage, step).name + "' has no metadata restored yet"};
}

void unpause(Stage& stage, const BoundStep& step) {
  const InstanceId primary = primary_of(stage, step);
  if (stage.world.instances[primary].is_unpaused) return;
  stage.record(Happening::dags_unpaused, primary);
  sim::unpause_dags(stage, primary);
}

recovery::Result verify(const Stage& stage, const BoundStep& step) {
  const InstanceId primary = primary_of(stage, step);
  const DeploymentSpec& spec = spec_of(stage, step);
  if (stage.world.is_sleeping(primary)) return {};  // nothing of it runs that could be verified
  for (std::uint32_t dag = 0; dag < spec.dags.size(); ++dag) {
    if (sim::unmet_need(stage.setup, stage.world, primary, dag) != nullptr) {
      return {.answer = recovery::Answer::transient,
              .reason = "DAG '" + spec.dags[dag].name + "' cannot reach what it needs"};
    }
  }
  if (stage.world.instances[primary].has_succeeded || spec.dags.empty()) return {};
  return {.answer = recovery::Answer::transient, .reason = "no task has succeeded yet"};
}

constexpr sim::Operation on_deployment(std::string_view name, std::string_view does,
                                       sim::Lacks undoes,
                                       void (*complete)(Stage&, const BoundStep&),
                                       Admission (*admit)(const Stage&,
                                                          const BoundStep&) = nullptr) {
  return {.name = name,
          .does = does,
          .target = "deployment",
          .global_service = "control_plane",
          .in_place = true,
          .admit = admit,
          .complete = complete,
          .undoes = undoes};
}

constexpr std::array kRows = {
    on_deployment("deployment.create", "a Deployment with an empty metadata database",
                  {Lack::place}, create_deployment, needs_ready_cluster),
    on_deployment("environment_variables.restore",
                  "environment variables, secret ones included: the vendor's own procedure",
                  {Lack::environment_variable, Lack::secret}, restore_environment),
    on_deployment("environment_variables.apply",
                  "environment variables from a team's own files, which hold no value of a secret "
                  "one",
                  {Lack::environment_variable}, apply_environment),
    on_deployment("environment_secrets.reenter",
                  "a person enters the values of secret environment variables", {Lack::secret},
                  reenter_secrets),
    on_deployment("image.deploy", "image and DAG bundle; schedulers start, DAGs are paused",
                  {Lack::code}, deploy_image),
    on_deployment("alert_emails.restore", "alert e-mail addresses", {}, restore_alert_emails),
    on_deployment("connections.reenter", "a person enters the connections that were made in the UI",
                  {Lack::connection}, reenter<DataClass::connection>, needs_web_server),
    on_deployment("variables.reenter", "a person enters the variables that were made in the UI",
                  {Lack::variable}, reenter<DataClass::variable>, needs_web_server),
    on_deployment("pools.reenter", "a person enters the pools that were made in the UI",
                  {Lack::pool}, reenter<DataClass::pool>, needs_web_server),
    sim::Operation{.name = "dags.unpause",
                   .does = "a person unpauses the DAGs",
                   .target = "deployment",
                   .in_place = true,
                   .admit = needs_code_and_web_server,
                   .complete = unpause,
                   .undoes = {Lack::unpausing}},
    on_deployment("pause_flags.restore",
                  "the pause flags as they were restored: what had run before runs again",
                  {Lack::unpausing}, unpause, needs_flags),
    sim::Operation{.name = "deployment.verify",
                   .does = "every DAG reaches what it needs and a task has succeeded; of one that "
                           "hibernates nothing is asked",
                   .target = "deployment",
                   .in_place = true,
                   .answer = verify},
    on_deployment("twin.activate",
                  "the twin becomes the primary; its metadata database is its own, and empty",
                  {Lack::place, Lack::code, Lack::unpausing}, activate_twin, needs_twin),
};

}  // namespace

std::span<const sim::Operation> deployment_operations() { return kRows; }

}  // namespace blackstart::mock
