#include "sim/calls.h"

#include <algorithm>
#include <string>
#include <utility>

#include "sim/fault/health.h"
#include "sim/kubernetes/kubernetes.h"
#include "sim/random.h"

namespace blackstart::sim {
namespace {

Admission unavailable(const Setup& setup, ServiceId service) {
  const ServiceSpec& spec = setup.world.services[service];
  const bool has_home = spec.region != kNone && !spec.is_regional;
  const std::string where = has_home ? " (" + setup.world.regions[spec.region].name + ")" : "";
  return {.kind = Admission::Kind::transient,
          .reason = spec.name + where + " is unavailable",
          .service = service};
}

ClusterId cluster_of(const WorldSpec& spec, const BoundStep& step) {
  return step.deployment == kNone ? step.cluster : spec.deployments[step.deployment].cluster;
}

// The site that a step is about, where it stands in the step's region: its cluster's or the twin's.
SiteId site_where_it_acts(const Stage& stage, const BoundStep& step) {
  const ClusterId cluster = cluster_of(stage.setup.world, step);
  if (cluster == kNone) return kNone;
  for (const ClusterId each : {cluster, stage.setup.world.clusters[cluster].twin}) {
    if (each == kNone) continue;
    const SiteId site = stage.world.site_of[each];
    if (stage.world.sites[site].region == step.region) return site;
  }
  return kNone;
}

// Of what must be up where it acts, what is not; empty: all is up.
std::string what_is_down(const Stage& stage, const Attempt& attempt) {
  if (!attempt.operation.in_place) return "";
  const WorldSpec& spec = stage.setup.world;
  const BoundStep& step = attempt.step;
  if (!stage.world.region_is_up(step.region)) return spec.regions[step.region].name;
  const SiteId site = site_where_it_acts(stage, step);
  if (site != kNone && !stage.world.site_is_up(site))
    return "cluster '" + spec.clusters[stage.world.sites[site].cluster].name + "'";
  if (step.deployment != kNone && !stage.world.deployment_is_up(step.deployment))
    return "'" + spec.deployments[step.deployment].name + "'";
  return "";
}

// Its own luck, anew at each attempt.
double uniform_for(const Stage& stage, std::uint64_t purpose, const Attempt& attempt) {
  return uniform({.seed = stage.seed,
                  .purpose = purpose,
                  .entity = attempt.luck,
                  .attempt = attempt.id.attempt});
}

// Whether this call is among the share that is refused.
bool is_refused(const Stage& stage, double share, std::uint64_t purpose, const Attempt& attempt) {
  if (share <= 0 || share >= 1) return share >= 1;
  return uniform_for(stage, purpose, attempt) < share;
}

Admission admit(const Stage& stage, const Attempt& attempt) {
  static const std::uint64_t kGlobal = hash_name("refused by a global control plane");
  static const std::uint64_t kRegional = hash_name("refused by a region's control plane");
  const BoundStep& step = attempt.step;
  const auto refuses = [&](ServiceId service, std::uint64_t purpose) {
    if (service == kNone) return false;
    const double share = service_error_share(stage.setup.world, stage.world, service);
    return is_refused(stage, share, purpose, attempt);
  };
  if (refuses(attempt.global_service, kGlobal))
    return unavailable(stage.setup, attempt.global_service);
  if (std::string down = what_is_down(stage, attempt); !down.empty())
    return {.kind = Admission::Kind::transient, .reason = std::move(down) + " is unavailable"};
  if (refuses(step.regional_service, kRegional))
    return unavailable(stage.setup, step.regional_service);
  return attempt.operation.admit == nullptr ? Admission{} : attempt.operation.admit(stage, step);
}

recovery::Answered refuse(Stage& stage, const recovery::CallId& call, Admission admission) {
  stage.record(Happening::call_refused, call.mission, call.step, admission.service,
               stage.world.intern_reason(admission.reason));
  const bool may_pass = admission.kind == Admission::Kind::transient;
  return {.call = call,
          .result = {.answer = may_pass ? recovery::Answer::transient : recovery::Answer::permanent,
                     .reason = std::move(admission.reason)}};
}

// What its control planes add; a call is as slow as they are when it is made.
double slowness(const Stage& stage, const Attempt& attempt) {
  double factor = 1;
  for (const ServiceId service : {attempt.global_service, attempt.step.regional_service}) {
    if (service != kNone) factor *= service_latency(stage.setup.world, stage.world, service);
  }
  return factor;
}

// A person does one thing after the other: they begin when they have responded and what they are
// doing is finished.
Instant due(Stage& stage, const Attempt& attempt) {
  static const std::uint64_t kLatency = hash_name("latency");
  static const std::uint64_t kResponse = hash_name("response");
  // Draws are looked up, not taken from a stream: one that is not needed need not be made.
  const auto lasts = [&](const Distribution& distribution, std::uint64_t purpose) {
    return distribution.draw(distribution.is_constant() ? 0.5
                                                        : uniform_for(stage, purpose, attempt));
  };
  const BoundStep& step = attempt.step;
  const Duration work =
      stretched(lasts(step.timing->distribution, kLatency), slowness(stage, attempt));
  if (step.person == kNone) return stage.now + work;
  const Duration response = lasts(stage.setup.people[step.person].responds.distribution, kResponse);
  Instant& busy_until = stage.world.busy_until[step.person];
  const Instant begins = std::max(stage.now + response, busy_until);
  busy_until = begins + work;
  stage.record(Happening::person_engaged, attempt.id.mission, attempt.id.step, step.person,
               (begins - stage.now).count());
  return busy_until;
}

void begin_job(Stage& stage, const Attempt& attempt) {
  attempt.job.state = Job::State::under_way;
  attempt.job.attempt = attempt.id.attempt;
  if (attempt.operation.begin != nullptr) attempt.operation.begin(stage, attempt.step);
  stage.schedule(due(stage, attempt), {.kind = EventKind::call_ends,
                                       .a = attempt.id.mission,
                                       .b = attempt.id.step,
                                       .c = attempt.id.attempt});
}

// What a step about a cluster or a Deployment changes stands in that cluster or in its twin.
void reconcile_after(Stage& stage, const BoundStep& step) {
  const ClusterId cluster = cluster_of(stage.setup.world, step);
  if (cluster == kNone) return reconcile(stage);
  const ClusterId twin = stage.setup.world.clusters[cluster].twin;
  for (SiteId site = 0; site < stage.world.sites.size(); ++site) {
    const ClusterId here = stage.world.sites[site].cluster;
    if (here == cluster || here == twin) reconcile(stage, site);
  }
}

}  // namespace

std::optional<recovery::Answered> take_call(Stage& stage, const Attempt& attempt) {
  if (attempt.is_done_once && attempt.job.state == Job::State::under_way) {
    attempt.job.attempt = attempt.id.attempt;
    return std::nullopt;
  }
  if (attempt.is_done_once && attempt.job.state == Job::State::done)
    return recovery::Answered{.call = attempt.id};
  Admission admission = admit(stage, attempt);
  switch (admission.kind) {
    case Admission::Kind::accepted:
      begin_job(stage, attempt);
      return std::nullopt;
    case Admission::Kind::silent:
      return std::nullopt;
    case Admission::Kind::transient:
    case Admission::Kind::permanent:
      break;
  }
  return refuse(stage, attempt.id, std::move(admission));
}

recovery::Answered end_call(Stage& stage, const Attempt& attempt) {
  Job& job = attempt.job;
  const Operation& operation = attempt.operation;
  const recovery::CallId asked{attempt.id.mission, attempt.id.step,
                               std::max(job.attempt, attempt.id.attempt)};
  job.state = Job::State::none;
  if (std::string down = what_is_down(stage, attempt); !down.empty()) {
    if (operation.give_up != nullptr) operation.give_up(stage, attempt.step);
    return refuse(
        stage, asked,
        {.kind = Admission::Kind::transient, .reason = std::move(down) + " failed meanwhile"});
  }
  if (operation.complete != nullptr) {
    operation.complete(stage, attempt.step);
    reconcile_after(stage, attempt.step);
  }
  recovery::Answered answered{.call = asked};
  if (operation.answer != nullptr) answered.result = operation.answer(stage, attempt.step);
  if (answered.result.answer == recovery::Answer::ok) job.state = Job::State::done;
  return answered;
}

}  // namespace blackstart::sim
