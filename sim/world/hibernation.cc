#include "sim/world/hibernation.h"

#include <algorithm>
#include <optional>

#include "sim/airflow/airflow.h"
#include "sim/fault/health.h"
#include "sim/stage.h"

namespace blackstart::sim {
namespace {

// The latest of their ticks says; who would sleep and wake at once is awake.
bool sleeps_by_schedule(const DeploymentSpec& spec, Instant at) {
  Instant slept = kNever, woke = kNever;
  for (const HibernationSchedule& schedule : spec.hibernation_schedules) {
    slept = std::max(slept, schedule.sleeps_at.latest_at(at));
    woke = std::max(woke, schedule.wakes_at.latest_at(at));
  }
  return slept > woke;
}

std::optional<Instant> next_turn(const DeploymentSpec& spec, Instant after) {
  std::optional<Instant> next;
  for (const HibernationSchedule& schedule : spec.hibernation_schedules) {
    const Instant own =
        std::min(schedule.sleeps_at.next_after(after), schedule.wakes_at.next_after(after));
    next = std::min(next.value_or(own), own);
  }
  return next;
}

bool can_work(const Stage& stage, InstanceId id) {
  const Footing footing = footing_of(stage.setup, stage.world, id);
  return footing.database && footing.schedulers > 0 && footing.workers_max > 0 &&
         stage.world.instances[id].is_unpaused;
}

// What keeps a primary from working that would wake now.
const Impairment* in_its_way(const Stage& stage, InstanceId id) {
  if (can_work(stage, id)) return nullptr;
  const auto& active = stage.world.impairments.active();
  const RegionId region = stage.world.sites[stage.world.instances[id].site].region;
  const auto is_its_own = [&](const Impairment& each) {
    const bool is_nearby =
        each.domain == Domain::zone && stage.setup.world.zones[each.id].region == region;
    return is_nearby || befalls_instance(stage.world, each, id);
  };
  const auto found = std::ranges::find_if(active, is_its_own);
  if (found != active.end()) return &*found;
  return active.empty() ? nullptr : &active.front();  // it is being rebuilt elsewhere
}

void renew_footings_of(Stage& stage, DeploymentId deployment) {
  for (InstanceId id = 0; id < stage.world.instances.size(); ++id) {
    if (stage.world.instances[id].deployment == deployment) renew_footing(stage, id);
  }
}

void wake(Stage& stage, DeploymentId deployment) {
  const InstanceId primary = stage.world.primary_of[deployment];
  const Impairment* impairment = in_its_way(stage, primary);
  if (impairment == nullptr) return;
  stage.record(Happening::deployment_hit, deployment, impairment->fault);
  await_success(stage, primary);
}

}  // namespace

bool sleeps_at_start(const DeploymentSpec& spec, Instant starts_at) {
  return spec.is_hibernating || sleeps_by_schedule(spec, starts_at);
}

recovery::Duration time_awake(const DeploymentSpec& spec, Instant starts_at, Instant until) {
  recovery::Duration awake{};
  bool sleeps = sleeps_at_start(spec, starts_at);
  for (Instant from = starts_at; from < until;) {
    const Instant turn = std::min(next_turn(spec, from).value_or(until), until);
    if (!sleeps) awake += turn - from;
    from = turn;
    sleeps = sleeps_by_schedule(spec, from);
  }
  return awake;
}

void plan_hibernation(Stage& stage, DeploymentId deployment) {
  if (const auto next = next_turn(stage.setup.world.deployments[deployment], stage.now))
    stage.schedule(*next, {.kind = EventKind::hibernation_turns, .a = deployment});
}

void on_hibernation_turn(Stage& stage, DeploymentId deployment) {
  plan_hibernation(stage, deployment);
  const bool sleeps = sleeps_by_schedule(stage.setup.world.deployments[deployment], stage.now);
  if (stage.world.sleeps[deployment] == static_cast<std::uint8_t>(sleeps)) return;
  stage.world.sleeps[deployment] = sleeps;
  stage.record(sleeps ? Happening::deployment_sleeps : Happening::deployment_wakes, deployment);
  if (!sleeps) wake(stage, deployment);
  renew_footings_of(stage, deployment);
}

}  // namespace blackstart::sim
