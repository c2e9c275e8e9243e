#include <array>
#include <string>
#include <utility>

#include "providers/mock/operations.h"
#include "providers/mock/place.h"
#include "sim/airflow/airflow.h"
#include "sim/kubernetes/kubernetes.h"
#include "sim/world/footing.h"

// What is done about a zone inside its region.
namespace blackstart::mock {
namespace {

using sim::BoundStep;
using sim::Lack;
using sim::Stage;

recovery::Result not_yet(std::string reason) {
  return {.answer = recovery::Answer::transient, .reason = std::move(reason)};
}

void evacuate(Stage& stage, const BoundStep& step) { shift_away(stage, site_of(stage, step)); }

void fail_over(Stage& stage, const BoundStep& step) {
  fail_over_database(stage, site_of(stage, step));
}

recovery::Result look_at_database(const Stage& stage, const BoundStep& step) {
  using State = sim::DatabaseCopies::State;
  switch (stage.world.platform.sites[site_of(stage, step)].database.state) {
    case State::serving:
      return {};
    case State::waiting:
      return not_yet("no standby can take over; it waits for its zone");
    case State::destroyed:
      return {.answer = recovery::Answer::permanent,
              .reason = "every copy of the database is destroyed"};
    default:
      return not_yet("the standby is taking over");
  }
}

void replace_pods(Stage& stage, const BoundStep& step) {
  replace_stuck_pods(stage, site_of(stage, step));
}

recovery::Result look_at_deployment(const Stage& stage, const BoundStep& step) {
  const sim::InstanceId primary = stage.world.primary_of[step.deployment];
  const sim::Footing footing = sim::footing_of(stage.setup, stage.world, primary);
  if (!footing.database) return not_yet("its database cannot be reached");
  if (stage.world.is_sleeping(primary)) return {};
  if (footing.schedulers == 0) return not_yet("no scheduler runs");
  if (!footing.api_server) return not_yet("no API server runs");
  if (footing.launch_zones.empty() || footing.workers_max == 0)
    return not_yet("there is no room for its workers");
  if (!stage.world.is_scheduling(primary)) return not_yet("its scheduler is starting");
  if (sim::misses_workers(stage, primary)) return not_yet("no worker has come for one it lost");
  return {};
}

constexpr std::array kRows = {
    sim::Operation{.name = "zone.evacuate",
                   .does = "a zonal shift: nothing is started in zones that do not fare well, and "
                           "what can still move leaves them",
                   .target = "cluster",
                   .in_place = true,
                   .regional_service = "kubernetes",
                   .admit = needs_cluster,
                   .complete = evacuate,
                   .undoes = {Lack::platform}},
    sim::Operation{.name = "database.fail_over",
                   .does =
                       "the synchronous standby in another zone becomes the primary, unless the "
                       "primary's zone fares well",
                   .target = "cluster",
                   .in_place = true,
                   .regional_service = "database",
                   .admit = needs_cluster,
                   .complete = fail_over,
                   .answer = look_at_database,
                   .undoes = {Lack::platform}},
    sim::Operation{.name = "stuck_pods.replace",
                   .does = "gives up the pods on nodes that do not answer, stateful ones and their "
                           "zonal volumes too",
                   .target = "cluster",
                   .in_place = true,
                   .regional_service = "kubernetes",
                   .admit = needs_cluster,
                   .complete = replace_pods,
                   .undoes = {Lack::platform}},
    sim::Operation{.name = "deployment.check",
                   .does = "its scheduler, database and API server stand and workers have room",
                   .target = "deployment",
                   .in_place = true,
                   .answer = look_at_deployment},
};

}  // namespace

std::span<const sim::Operation> zone_operations() { return kRows; }

}  // namespace blackstart::mock
