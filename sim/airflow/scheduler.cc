#include "sim/airflow/scheduler.h"

#include <utility>

#include "sim/airflow/access.h"
#include "sim/airflow/needs.h"
#include "sim/airflow/runs.h"
#include "sim/airflow/workers.h"

namespace blackstart::sim {
namespace {

// Source: apache/airflow jobs/scheduler_job_runner.py, _executable_task_instances_to_queued.
bool is_later(const ReadyLane& a, const ReadyLane& b) {
  if (a.priority != b.priority) return a.priority < b.priority;
  return a.interval != b.interval ? a.interval > b.interval : a.lane > b.lane;
}

ReadyLane ready(Stage& stage, InstanceId id, std::uint32_t lane) {
  return {.interval = run_of(stage, lane_state(stage, id, lane).tasks.first).interval,
          .lane = lane,
          .priority = lane_layout(stage, id, lane).priority};
}

void make_ready(Stage& stage, InstanceId id, std::uint32_t lane) {
  LaneState& state = lane_state(stage, id, lane);
  if (state.is_ready || state.waits_for_pool || state.waits_for_dag || state.tasks.empty()) return;
  state.is_ready = true;
  std::vector<ReadyLane>& heap = stage.world.schedulers[id].ready;
  heap.push_back(ready(stage, id, lane));
  std::ranges::push_heap(heap, is_later);
  wake_scheduler(stage, id);
}

std::uint32_t take_ready(Stage& stage, InstanceId id) {
  std::vector<ReadyLane>& heap = stage.world.schedulers[id].ready;
  std::ranges::pop_heap(heap, is_later);
  const std::uint32_t lane = heap.back().lane;
  heap.pop_back();
  lane_state(stage, id, lane).is_ready = false;
  return lane;
}

bool fits(Stage& stage, InstanceId id, std::uint32_t lane) {
  const LaneLayout& layout = lane_layout(stage, id, lane);
  return pool_state(stage, id, layout.pool).free >= static_cast<std::int32_t>(layout.pool_slots);
}

// Of those for whose tasks the pool has room: others, that want more slots, do not hold them up.
void unpark_one(Stage& stage, InstanceId id, std::uint32_t pool) {
  PoolState& state = pool_state(stage, id, pool);
  if (state.parked.empty() || state.free <= 0) return;
  if (!has_pool(stage.setup, stage.world, id, pool)) return;
  auto lanes = stage.world.lanes.begin() + stage.world.instances[id].lanes;
  const std::uint32_t lane = take_best_that<&LaneState::next_parked>(
      state.parked, lanes, [&](std::uint32_t each) { return fits(stage, id, each); },
      [&](std::uint32_t a, std::uint32_t b) {
        return is_later(ready(stage, id, b), ready(stage, id, a));
      });
  if (lane == kNone) return;
  lanes[lane].waits_for_pool = false;
  make_ready(stage, id, lane);
}

void park_at_pool(Stage& stage, InstanceId id, std::uint32_t lane) {
  auto lanes = stage.world.lanes.begin() + stage.world.instances[id].lanes;
  lanes[lane].waits_for_pool = true;
  const std::uint32_t pool = lane_layout(stage, id, lane).pool;
  append<&LaneState::next_parked>(pool_state(stage, id, pool).parked, lanes, lane);
}

// max_active_tasks is of a DAG, and from Airflow 3 on of each of its runs.
// Source: apache/airflow#42953.
bool is_limited_by_run(const Stage& stage, InstanceId id) {
  return profile_of(stage, id).airflow_major >= 3;
}

std::uint32_t tasks_that_count(Stage& stage, const Run& run) {
  return is_limited_by_run(stage, run.instance) ? run.active_tasks
                                                : dag_state(stage, run).active_tasks;
}

// The first task of the lane that max_active_tasks lets begin, or kNone.
std::uint32_t first_allowed(Stage& stage, InstanceId id, std::uint32_t lane) {
  const std::uint32_t dag = lane_layout(stage, id, lane).dag;
  const std::uint32_t most = dag_layout(stage, id, dag).max_active_tasks;
  const List& tasks = lane_state(stage, id, lane).tasks;
  if (!is_limited_by_run(stage, id))
    return dag_state(stage, id, dag).active_tasks < most ? tasks.first : kNone;
  return first_that<&TaskRow::next>(tasks, stage.world.tasks, [&](std::uint32_t task) {
    return run_of(stage, task).active_tasks < most;
  });
}

// A lane without room is parked at what it waits for, and what room there is is another's.
bool has_room(Stage& stage, InstanceId id, std::uint32_t lane, std::uint32_t task) {
  const LaneLayout& layout = lane_layout(stage, id, lane);
  if (task == kNone) {
    lane_state(stage, id, lane).waits_for_dag = true;
  } else if (!has_pool(stage.setup, stage.world, id, layout.pool) || !fits(stage, id, lane)) {
    park_at_pool(stage, id, lane);
  } else {
    return true;
  }
  unpark_one(stage, id, layout.pool);
  return false;
}

void unpark_dag(Stage& stage, const Run& run) {
  const DagLayout& dag = layout_of(stage, run);
  const bool was_full = tasks_that_count(stage, run) + 1 >= dag.max_active_tasks;
  if (!was_full) return;
  for (std::uint32_t lane = dag.first_lane; lane < dag.first_lane + dag.lanes; ++lane) {
    if (!std::exchange(lane_state(stage, run.instance, lane).waits_for_dag, false)) continue;
    make_ready(stage, run.instance, lane);
  }
}

// Whether a task was handed to the executor; otherwise the lane is parked.
bool queue_first(Stage& stage, InstanceId id, std::uint32_t lane) {
  LaneState& state = lane_state(stage, id, lane);
  const std::uint32_t task = first_allowed(stage, id, lane);
  if (!has_room(stage, id, lane, task)) return false;
  take_out<&TaskRow::next>(state.tasks, stage.world.tasks, task);
  take_slots(stage, task);
  make_ready(stage, id, lane);
  execute(stage, task);
  unpark_one(stage, id, lane_layout(stage, id, lane).pool);
  return true;
}

std::uint32_t parallelism(const Stage& stage, InstanceId id) {
  return profile_of(stage, id).parallelism * stage.world.footings[id].schedulers;
}

void queue_tasks(Stage& stage, InstanceId id) {
  const SchedulerState& scheduler = stage.world.schedulers[id];
  std::uint32_t left =
      profile_of(stage, id).tasks_queued_per_loop * stage.world.footings[id].schedulers;
  while (left > 0 && !scheduler.ready.empty() && scheduler.executing < parallelism(stage, id)) {
    if (queue_first(stage, id, take_ready(stage, id))) --left;
  }
}

bool has_more_to_do(const Stage& stage, InstanceId id) {
  const SchedulerState& scheduler = stage.world.schedulers[id];
  return !scheduler.due_dags.empty() || !scheduler.runs_to_examine.empty() ||
         (!scheduler.ready.empty() && scheduler.executing < parallelism(stage, id));
}

void plan_loop(Stage& stage, InstanceId id, Instant at) {
  stage.world.schedulers[id].loops_at = at;
  stage.schedule(at, {.kind = EventKind::scheduler_loops, .a = id});
}

}  // namespace

void wake_scheduler(Stage& stage, InstanceId id) {
  const SchedulerState& scheduler = stage.world.schedulers[id];
  if (scheduler.loops_at != kNotPlanned || !stage.world.is_running(id)) return;
  plan_loop(stage, id,
            next_on_grid(scheduler.started, profile_of(stage, id).scheduler_interval, stage.now));
}

void on_scheduler_loop(Stage& stage, InstanceId id) {
  SchedulerState& scheduler = stage.world.schedulers[id];
  if (scheduler.loops_at != stage.now) return;
  if (stage.world.is_running(id)) {
    create_due_runs(stage, id);
    examine_runs(stage, id);
    queue_tasks(stage, id);
  }
  scheduler.loops_at = kNotPlanned;
  if (stage.world.is_running(id) && has_more_to_do(stage, id)) {
    plan_loop(stage, id, stage.now + profile_of(stage, id).scheduler_interval);
  }
}

void schedule_task(Stage& stage, std::uint32_t task) {
  const Run& run = run_of(stage, task);
  TaskRow& row = stage.world.tasks[task];
  row.state = TaskState::scheduled;
  row.since = stage.now;
  const std::uint32_t lane = lane_of(stage, run, task);
  LaneState& state = lane_state(stage, run.instance, lane);
  append<&TaskRow::next>(state.tasks, stage.world.tasks, task);
  // Its run may have room where those of the tasks before it have none.
  if (tasks_that_count(stage, run) < layout_of(stage, run).max_active_tasks)
    state.waits_for_dag = false;
  make_ready(stage, run.instance, lane);
}

void schedule_if_ready(Stage& stage, std::uint32_t task) {
  const TaskRow& row = stage.world.tasks[task];
  const bool waits = row.waits_for > 0 || row.waits_for_past || !run_of(stage, task).has_begun;
  if (row.state == TaskState::waiting && !waits) schedule_task(stage, task);
}

void take_pool(Stage& stage, std::uint32_t task) {
  const Run& run = run_of(stage, task);
  const LaneLayout& lane = lane_layout(stage, run.instance, lane_of(stage, run, task));
  pool_state(stage, run.instance, lane.pool).free -= lane.pool_slots;
}

void release_pool(Stage& stage, std::uint32_t task) {
  const Run& run = run_of(stage, task);
  const LaneLayout& lane = lane_layout(stage, run.instance, lane_of(stage, run, task));
  pool_state(stage, run.instance, lane.pool).free += lane.pool_slots;
  unpark_one(stage, run.instance, lane.pool);
}

bool holds_slots_deferred(Stage& stage, std::uint32_t task) {
  const Run& run = run_of(stage, task);
  const LaneLayout& lane = lane_layout(stage, run.instance, lane_of(stage, run, task));
  return pool_state(stage, run.instance, lane.pool).includes_deferred;
}

void take_slots(Stage& stage, std::uint32_t task) {
  Run& run = run_of(stage, task);
  ++run.active_tasks;
  ++stage.world.schedulers[run.instance].executing;
  ++dag_state(stage, run).active_tasks;
  take_pool(stage, task);
}

void release_slots(Stage& stage, std::uint32_t task) {
  Run& run = run_of(stage, task);
  SchedulerState& scheduler = stage.world.schedulers[run.instance];
  --run.active_tasks;
  --scheduler.executing;
  --dag_state(stage, run).active_tasks;
  release_pool(stage, task);
  unpark_dag(stage, run);
  if (!scheduler.ready.empty()) wake_scheduler(stage, run.instance);
}

void empty_lanes_and_pools(World& world, InstanceId id) {
  const Instance& instance = world.instances[id];
  const auto lanes = world.layout->lanes(instance.deployment);
  for (std::size_t i = 0; i < lanes.size(); ++i)
    world.lanes[instance.lanes + i] = {.layout = lanes[i]};
  const auto pools = world.layout->pools(instance.deployment);
  for (std::size_t i = 0; i < pools.size(); ++i) {
    world.pools[instance.pools + i] = {.item = pools[i].item,
                                       .free = static_cast<std::int32_t>(pools[i].slots),
                                       .includes_deferred = pools[i].includes_deferred};
  }
}

void retry_parked(Stage& stage, InstanceId id) {
  const auto pools = stage.world.layout->pools(stage.world.instances[id].deployment);
  for (std::uint32_t pool = 0; pool < pools.size(); ++pool) unpark_one(stage, id, pool);
}

}  // namespace blackstart::sim
