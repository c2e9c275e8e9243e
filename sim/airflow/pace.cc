#include "sim/airflow/pace.h"

#include <algorithm>

#include "sim/airflow/access.h"
#include "sim/airflow/airflow.h"
#include "sim/airflow/backlog.h"
#include "sim/airflow/durations.h"
#include "sim/kubernetes/zones.h"

namespace blackstart::sim {
namespace {

constexpr std::uint16_t kUsualPace = 100;  // hundredths

auto place_of(std::vector<NewEnd>& ends, std::uint32_t task) {
  return std::ranges::lower_bound(ends, task, {}, &NewEnd::task);
}

// Of an earlier try nothing is left to be put off.
bool is_of(const NewEnd& end, std::uint32_t task, const TaskRow& row) {
  return end.task == task && end.generation == row.generation;
}

Instant planned_end(Stage& stage, std::uint32_t task, Duration at_normal_pace,
                    std::uint16_t hundredths) {
  const TaskRow& row = stage.world.tasks[task];
  std::vector<NewEnd>& ends = stage.world.new_ends;
  const auto place = place_of(ends, task);
  if (place != ends.end() && is_of(*place, task, row)) return place->at;
  return row.since + at_normal_pace * hundredths / 100;
}

void put_off(Stage& stage, std::uint32_t task, Instant until) {
  const std::uint32_t generation = stage.world.tasks[task].generation;
  std::vector<NewEnd>& ends = stage.world.new_ends;
  const auto place = place_of(ends, task);
  const NewEnd end{.task = task, .generation = generation, .at = until};
  if (place != ends.end() && place->task == task)
    *place = end;
  else
    ends.insert(place, end);
  stage.schedule(until, {.kind = EventKind::task_ends, .a = task, .b = generation});
}

bool is_slow(const Footing& footing) {
  return std::ranges::any_of(footing.slowdown,
                             [](std::uint16_t pace) { return pace > kUsualPace; });
}

std::uint32_t fault_that_slows(const Stage& stage, InstanceId id, std::uint32_t zone) {
  const RegionId region = stage.world.sites[stage.world.instances[id].site].region;
  const ZoneId here = zone_id(stage.setup.world, region, zone);
  for (const Impairment& each : stage.world.impairments.active()) {
    const bool slows =
        each.facet == Facet::compute || each.facet == Facet::disks || each.facet == Facet::packets;
    const bool is_here = (each.domain == Domain::zone && each.id == here) ||
                         (each.domain == Domain::region && each.id == region);
    if (slows && is_here) return each.fault;
  }
  return kNone;
}

}  // namespace

void change_pace(Stage& stage, InstanceId id, const Footing& before, const Footing& after) {
  Slowness& slowness = stage.world.schedulers[id].slowness;
  if (!is_slow(after))
    slowness = Slowness::none;
  else if (slowness == Slowness::none)
    slowness = Slowness::unmet;
  for_each_task(stage, id, [&](std::uint32_t task) {
    const TaskRow& row = stage.world.tasks[task];
    const std::uint16_t was = before.slowdown[row.zone], is = after.slowdown[row.zone];
    const bool is_at_work = row.state == TaskState::running && has_worker(row);
    const Run& run = run_of(stage, task);
    if (!is_at_work || was == is || row.lacks_need || layout_of(stage, run, task).is_deferrable)
      return;
    if (is > was) slowness = Slowness::met;
    const Instant end = planned_end(stage, task, task_duration(stage, run, task), was);
    const Instant begun = std::max(stage.now, row.since);
    put_off(stage, task, begun + (end - begun) * is / was);
  });
}

void meet_slowness(Stage& stage, InstanceId id, std::uint32_t zone) {
  Slowness& slowness = stage.world.schedulers[id].slowness;
  if (slowness != Slowness::unmet || stage.world.footings[id].slowdown[zone] <= kUsualPace) return;
  slowness = Slowness::met;
  const DeploymentId deployment = stage.world.instances[id].deployment;
  if (stage.world.primary_of[deployment] != id) return;
  stage.record(Happening::deployment_hit, deployment, fault_that_slows(stage, id, zone), 1);
  await_success(stage, id);
  watch_backlog(stage, id);
}

bool is_put_off(Stage& stage, std::uint32_t task) {
  std::vector<NewEnd>& ends = stage.world.new_ends;
  if (ends.empty()) return false;
  const auto place = place_of(ends, task);
  if (place == ends.end() || !is_of(*place, task, stage.world.tasks[task])) return false;
  if (place->at > stage.now) return true;
  ends.erase(place);
  return false;
}

}  // namespace blackstart::sim
