#pragma once

#include "sim/stage.h"
#include "sim/world/list.h"

// Where things lie: the one place that knows how instances, DAGs, runs and tasks find each other.
namespace blackstart::sim {

inline const DeploymentSpec& spec_of(const Stage& stage, InstanceId id) {
  return stage.setup.world.deployments[stage.world.instances[id].deployment];
}
inline const Profile& profile_of(const Stage& stage, InstanceId id) {
  return stage.world.layout->profile(stage.world.instances[id].places);
}
inline DagState& dag_state(Stage& stage, InstanceId id, std::uint32_t dag) {
  return stage.world.dags[stage.world.instances[id].dags + dag];
}
inline DagState& dag_state(Stage& stage, const Run& run) {
  return dag_state(stage, run.instance, run.dag);
}
inline LaneState& lane_state(Stage& stage, InstanceId id, std::uint32_t lane) {
  return stage.world.lanes[stage.world.instances[id].lanes + lane];
}
inline PoolState& pool_state(Stage& stage, InstanceId id, std::uint32_t pool) {
  return stage.world.pools[stage.world.instances[id].pools + pool];
}
inline WorkerQueueState& queue_state(Stage& stage, InstanceId id, std::uint32_t queue) {
  return stage.world.queues[stage.world.instances[id].queues + queue];
}
inline const DagLayout& dag_layout(const Stage& stage, InstanceId id, std::uint32_t dag) {
  return stage.world.layout->dag(stage.world.instances[id].places.dags + dag);
}
inline const DagLayout& layout_of(const Stage& stage, const Run& run) {
  return dag_layout(stage, run.instance, run.dag);
}
inline const QueueLayout& queue_layout(const Stage& stage, InstanceId id, std::uint32_t queue) {
  return stage.world.queues[stage.world.instances[id].queues + queue].layout;
}
inline Run& run_of(Stage& stage, std::uint32_t task) {
  return stage.world.runs[stage.world.tasks[task].run];
}
inline const TaskLayout& layout_of(const World& world, const Run& run, std::uint32_t task) {
  return world.layout->task(run.first_layout + (task - run.first_task));
}
inline const TaskLayout& layout_of(const Stage& stage, const Run& run, std::uint32_t task) {
  return layout_of(stage.world, run, task);
}
inline std::uint32_t lane_of(const Stage& stage, const Run& run, std::uint32_t task) {
  return run.first_lane + layout_of(stage, run, task).lane;
}
inline const TaskSpec& spec_of_task(const Stage& stage, const Run& run, std::uint32_t task) {
  return spec_of(stage, run.instance).dags[run.dag].tasks[task - run.first_task];
}
inline const LaneLayout& lane_layout(const Stage& stage, InstanceId id, std::uint32_t lane) {
  return stage.world.lanes[stage.world.instances[id].lanes + lane].layout;
}

inline void log_run(Stage& stage, const Run& run, Work what) {
  stage.world.logs[run.instance].append(
      spec_of(stage, run.instance), {.at = stage.now, .run = run.number, .task = 0, .what = what});
}
inline void log_task(Stage& stage, const Run& run, std::uint32_t task, Work what) {
  stage.world.logs[run.instance].append(
      spec_of(stage, run.instance),
      {.at = stage.now,
       .run = run.number,
       .task = static_cast<std::uint16_t>(task - run.first_task),
       .what = what,
       .has_no_bucket = !stage.world.footings[run.instance].object_store});
}

// Calls visit(task) for every task of the instance's unfinished runs.
template <class Visit>
void for_each_task(const World& world, InstanceId id, Visit&& visit) {
  const std::uint32_t dags = world.instances[id].places.dags;
  for (std::uint32_t run = world.schedulers[id].first_run; run != kNone;) {
    const std::uint32_t next = world.runs[run].next;
    const std::uint32_t first = world.runs[run].first_task;
    const std::uint32_t count = world.layout->dag(dags + world.runs[run].dag).tasks;
    for (std::uint32_t task = first; task < first + count; ++task) visit(task);
    run = next;
  }
}
template <class Visit>
void for_each_task(const Stage& stage, InstanceId id, Visit&& visit) {
  for_each_task(stage.world, id, visit);
}

// Whether workers can write to the database; in Airflow 3 an API server stands in front of it.
inline bool can_write_on(const Stage& stage, InstanceId id, const Footing& footing) {
  return footing.database && (footing.api_server || profile_of(stage, id).airflow_major < 3);
}
inline bool can_write_state(const Stage& stage, InstanceId id) {
  return can_write_on(stage, id, stage.world.footings[id]);
}

// The first of the instants start, start + step, … that is not before `at`. `step` is positive.
constexpr Instant next_on_grid(Instant start, Duration step, Instant at) {
  return at <= start ? start : start + (at - start + step - Duration(1)) / step * step;
}

}  // namespace blackstart::sim
