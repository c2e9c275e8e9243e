#include "sim/airflow/runs.h"

#include <bit>

#include "sim/airflow/access.h"
#include "sim/airflow/backlog.h"
#include "sim/airflow/chain.h"
#include "sim/airflow/jobs.h"
#include "sim/airflow/scheduler.h"
#include "sim/airflow/workers.h"

namespace blackstart::sim {
namespace {

void list_due(Stage& stage, InstanceId id, std::uint32_t dag) {
  DagState& state = dag_state(stage, id, dag);
  if (state.is_listed || state.active_runs >= dag_layout(stage, id, dag).max_active_runs) return;
  state.is_listed = true;
  auto dags = stage.world.dags.begin() + stage.world.instances[id].dags;
  append<&DagState::next_listed>(stage.world.schedulers[id].due_dags, dags, dag);
  wake_scheduler(stage, id);
}

// Rows are handed out in blocks, one block a run, so that a run finds its tasks without a list.
std::uint32_t take_tasks(World& world, std::uint32_t count) {
  if (world.free_tasks.size() <= count) world.free_tasks.resize(count + 1, kNone);
  const std::uint32_t block = world.free_tasks[count];
  if (block == kNone) {
    world.tasks.resize(world.tasks.size() + count);
    return static_cast<std::uint32_t>(world.tasks.size() - count);
  }
  world.free_tasks[count] = world.tasks[block].next;
  return block;
}

void free_tasks(World& world, std::uint32_t block, std::uint32_t count) {
  for (std::uint32_t task = block; task < block + count; ++task) ++world.tasks[task].generation;
  if (count == 0) return;
  world.tasks[block].next = world.free_tasks[count];
  world.free_tasks[count] = block;
}

std::uint32_t take_run(World& world) {
  if (world.free_runs.empty()) {
    world.runs.push_back({});
    return static_cast<std::uint32_t>(world.runs.size() - 1);
  }
  const std::uint32_t slot = world.free_runs.back();
  world.free_runs.pop_back();
  return slot;
}

void link(World& world, std::uint32_t slot) {
  Run& run = world.runs[slot];
  std::uint32_t& first = world.schedulers[run.instance].first_run;
  run.next = first;
  if (first != kNone) world.runs[first].previous = slot;
  first = slot;
}

void unlink(World& world, const Run& run) {
  (run.previous == kNone ? world.schedulers[run.instance].first_run
                         : world.runs[run.previous].next) = run.next;
  if (run.next != kNone) world.runs[run.next].previous = run.previous;
}

void free_run(Stage& stage, std::uint32_t slot) {
  const Run& run = stage.world.runs[slot];
  unlink(stage.world, run);
  free_tasks(stage.world, run.first_task, layout_of(stage, run).tasks);
  stage.world.free_runs.push_back(slot);
}

void reset_tasks(Stage& stage, std::uint32_t slot) {
  const Run& run = stage.world.runs[slot];
  const DagLayout& dag = layout_of(stage, run);
  for (std::uint32_t i = 0; i < dag.tasks; ++i) {
    TaskRow& row = stage.world.tasks[run.first_task + i];
    row = {.since = stage.now,
           .run = slot,
           .generation = row.generation,
           .waits_for = stage.world.layout->task(run.first_layout + i).upstream};
  }
}

// A run that is asked for beyond max_active_runs, or of a DAG that its team paused, waits.
void admit(Stage& stage, std::uint32_t slot) {
  Run& run = stage.world.runs[slot];
  DagState& dag = dag_state(stage, run);
  const DagLayout& layout = layout_of(stage, run);
  if (layout.is_paused || dag.running_runs >= layout.max_active_runs) {
    append<&Run::next_listed>(dag.queued_runs, stage.world.runs, slot);
    return;
  }
  ++dag.running_runs;
  run.is_running = true;
  ask_to_examine(stage, slot);
}

void begin_run(Stage& stage, std::uint32_t slot) {
  Run& run = stage.world.runs[slot];
  run.has_begun = true;
  const std::uint32_t end = run.first_task + layout_of(stage, run).tasks;
  for (std::uint32_t task = run.first_task; task < end; ++task) schedule_if_ready(stage, task);
}

// All assets that it is scheduled by were updated, how often does not matter.
bool has_all_assets(Stage& stage, InstanceId id, std::uint32_t dag) {
  const int assets = dag_layout(stage, id, dag).assets;
  return assets != 0 && std::popcount(dag_state(stage, id, dag).assets_seen) == assets;
}

bool is_due(Stage& stage, InstanceId id, std::uint32_t dag) {
  return dag_state(stage, id, dag).due <= stage.now || has_all_assets(stage, id, dag);
}

void end_run(Stage& stage, std::uint32_t slot) {
  const Run run = stage.world.runs[slot];
  DagState& dag = dag_state(stage, run);
  log_run(stage, run, run.has_failed ? Work::run_failed : Work::run_succeeded);
  --dag.active_runs;
  --dag.running_runs;
  if (run.is_backlog) --dag.backlog_runs;
  leave_chain(stage, slot);
  free_run(stage, slot);
  if (!dag.queued_runs.empty())
    admit(stage, take_first<&Run::next_listed>(dag.queued_runs, stage.world.runs));
  // Which interval is the next is asked when a run can be created again, not when it came due.
  if (is_due(stage, run.instance, run.dag)) plan_next_run(stage, run.instance, run.dag);
  look_at_backlog(stage, run.instance, run.dag);
}

// A run's rows, linked and let in.
std::uint32_t place_run(Stage& stage, InstanceId id, const LoggedRun& logged,
                        std::uint32_t number) {
  const std::uint32_t slot = take_run(stage.world);
  Run& run = stage.world.runs[slot];
  run = {.interval = logged.interval,
         .instance = id,
         .dag = logged.dag,
         .number = number,
         .kind = logged.kind};
  run.tasks_left = layout_of(stage, run).tasks;
  run.first_layout = layout_of(stage, run).first_task;
  run.first_lane = layout_of(stage, run).first_lane;
  run.first_task = take_tasks(stage.world, run.tasks_left);
  link(stage.world, slot);
  reset_tasks(stage, slot);
  join_chain(stage, slot);
  DagState& state = dag_state(stage, run);
  ++state.active_runs;
  run.is_backlog = state.is_backlog && run.interval <= stage.world.schedulers[id].backlog_until;
  if (run.is_backlog) ++state.backlog_runs;
  admit(stage, slot);
  return slot;
}

// Who is at work has not uploaded its log yet.
void lose_log_tails(Stage& stage, const Run& run) {
  const std::uint32_t end = run.first_task + layout_of(stage, run).tasks;
  for (std::uint32_t task = run.first_task; task < end; ++task) {
    if (has_worker(stage.world.tasks[task])) log_task(stage, run, task, Work::log_lost);
  }
}

// No DAG, lane, pool or queue holds a task any more.
void empty_lists(Stage& stage, InstanceId id) {
  empty_lanes_and_pools(stage.world, id);
  for (std::uint32_t dag = 0; dag < spec_of(stage, id).dags.size(); ++dag) {
    const Instant latest = dag_state(stage, id, dag).latest;
    dag_state(stage, id, dag) = {.latest = latest};
  }
  forget_chains(stage, id);
  empty_queues(stage, id);
}

void create_due_run(Stage& stage, InstanceId id, std::uint32_t dag) {
  DagState& state = dag_state(stage, id, dag);
  state.is_listed = false;
  const bool is_full = state.active_runs >= dag_layout(stage, id, dag).max_active_runs;
  if (is_full || !is_due(stage, id, dag)) return;
  if (has_all_assets(stage, id, dag)) {
    see_assets(stage, id, dag, 0);
    create_run(stage, id, dag, RunKind::asset, stage.now);
    return;
  }
  const Instant interval = state.due;
  state.latest = interval;
  create_run(stage, id, dag, RunKind::scheduled, interval);
  plan_next_run(stage, id, dag);
  look_at_backlog(stage, id, dag);
}

}  // namespace

void plan_next_run(Stage& stage, InstanceId id, std::uint32_t dag) {
  DagState& state = dag_state(stage, id, dag);
  const DagSpec& spec = spec_of(stage, id).dags[dag];
  state.due = kNotPlanned;
  if (spec.paused || !stage.world.is_running(id)) return;
  if (has_all_assets(stage, id, dag)) return list_due(stage, id, dag);
  const auto latest = state.latest == kNever ? std::nullopt : std::optional(state.latest);
  const auto next = timetable_of(spec).next(latest, stage.now);
  if (!next) return;
  state.due = next->end;
  if (state.due <= stage.now) return list_due(stage, id, dag);
  stage.schedule(state.due, {.kind = EventKind::dag_due, .a = id, .b = dag});
}

void on_dag_due(Stage& stage, InstanceId id, std::uint32_t dag) {
  if (dag_state(stage, id, dag).due == stage.now && stage.world.is_running(id))
    list_due(stage, id, dag);
}

void create_due_runs(Stage& stage, InstanceId id) {
  List& due = stage.world.schedulers[id].due_dags;
  if (due.empty()) return;
  auto dags = stage.world.dags.begin() + stage.world.instances[id].dags;
  const std::uint32_t last = due.last;
  std::uint32_t left =
      profile_of(stage, id).runs_created_per_loop * stage.world.footings[id].schedulers;
  for (; left > 0 && !due.empty(); --left) {
    const std::uint32_t dag = take_first<&DagState::next_listed>(due, dags);
    create_due_run(stage, id, dag);
    if (dag == last) return;
  }
}

void examine_runs(Stage& stage, InstanceId id) {
  List& list = stage.world.schedulers[id].runs_to_examine;
  if (list.empty()) return;
  std::uint32_t left =
      profile_of(stage, id).runs_examined_per_loop * stage.world.footings[id].schedulers;
  for (; left > 0 && !list.empty(); --left) {
    const std::uint32_t slot = take_first<&Run::next_listed>(list, stage.world.runs);
    Run& run = stage.world.runs[slot];
    run.is_listed = false;
    if (run.tasks_left == 0)
      end_run(stage, slot);
    else if (!run.has_begun)
      begin_run(stage, slot);
  }
}

void ask_to_examine(Stage& stage, std::uint32_t slot) {
  Run& run = stage.world.runs[slot];
  if (run.is_listed) return;
  run.is_listed = true;
  append<&Run::next_listed>(stage.world.schedulers[run.instance].runs_to_examine, stage.world.runs,
                            slot);
  wake_scheduler(stage, run.instance);
}

std::uint32_t create_run(Stage& stage, InstanceId id, std::uint32_t dag, RunKind kind,
                         Instant interval) {
  const LoggedRun logged{.interval = interval, .created = stage.now, .dag = dag, .kind = kind};
  const std::uint32_t number = stage.world.logs[id].create_run(spec_of(stage, id), logged);
  const std::uint32_t slot = place_run(stage, id, logged, number);
  RowCounts& rows = stage.world.instances[id].rows;
  rows[DataClass::dag_run] += 1;
  rows[DataClass::task_instance] += stage.world.runs[slot].tasks_left;
  return slot;
}

std::uint32_t adopt_run(Stage& stage, InstanceId id, const LoggedRun& run) {
  return place_run(stage, id, run, stage.world.logs[id].adopt_run(run));
}

void drop_runs(Stage& stage, InstanceId id) {
  SchedulerState& scheduler = stage.world.schedulers[id];
  while (scheduler.first_run != kNone) {
    const std::uint32_t slot = scheduler.first_run;
    lose_log_tails(stage, stage.world.runs[slot]);
    leave_jobs(stage, stage.world.runs[slot]);
    log_run(stage, stage.world.runs[slot], Work::run_dropped);
    free_run(stage, slot);
  }
  scheduler.ready.clear();
  scheduler.due_dags = scheduler.runs_to_examine = {};
  scheduler.executing = 0;
  empty_lists(stage, id);
}

}  // namespace blackstart::sim
