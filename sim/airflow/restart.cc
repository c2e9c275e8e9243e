#include "sim/airflow/restart.h"

#include "sim/airflow/access.h"
#include "sim/airflow/airflow.h"
#include "sim/airflow/backlog.h"
#include "sim/airflow/liveness.h"
#include "sim/airflow/runs.h"
#include "sim/airflow/scheduler.h"
#include "sim/airflow/tasks.h"
#include "sim/airflow/workers.h"

namespace blackstart::sim {
namespace {

bool is_scheduling_on(const Stage& stage, InstanceId id, const Footing& footing) {
  return stage.world.schedulers[id].has_started && footing.database && footing.schedulers > 0;
}

bool can_write_on(const Stage& stage, InstanceId id, const Footing& footing) {
  return footing.database && (footing.api_server || profile_of(stage, id).airflow_major < 3);
}

// What could not be written while the database or the API server was away.
void write_states(Stage& stage, InstanceId id) {
  for_each_task(stage, id, [&](std::uint32_t task) {
    const TaskRow& row = stage.world.tasks[task];
    if (row.state == TaskState::ending && !row.has_no_worker) finish_task(stage, task);
  });
  for (std::uint32_t queue = 0; queue < spec_of(stage, id).worker_queues.size(); ++queue)
    serve(stage, id, queue);
}

void hear_triggers(Stage& stage, InstanceId id) {
  for_each_task(stage, id, [&](std::uint32_t task) {
    if (stage.world.tasks[task].state == TaskState::fired) finish_task(stage, task);
  });
}

void change_workers(Stage& stage, InstanceId id, const Footing& before, const Footing& after) {
  const std::uint32_t lost = before.live_zones & ~after.live_zones;
  if (lost != 0) {
    lose_workers(stage, id, lost);
    kill_tasks(stage, id, lost);
  }
  const bool has_broker = profile_of(stage, id).executor == Executor::celery;
  if (after.live_zones == 0 && has_broker) lose_broker(stage, id);
  if (!stage.world.instances[id].has_image) return;
  for (std::uint32_t queue = 0; queue < spec_of(stage, id).worker_queues.size(); ++queue) {
    scale(stage, id, queue);
    serve(stage, id, queue);
  }
}

// A loop that goes on after a database was away finds everything as its scheduler had left it.
void resume_loop(Stage& stage, InstanceId id) {
  find_lost_tasks(stage, id);
  hear_triggers(stage, id);
  for (std::uint32_t queue = 0; queue < spec_of(stage, id).worker_queues.size(); ++queue)
    watch_queue(stage, id, queue);
  if (stage.world.instances[id].is_unpaused) begin_to_work_off(stage, id);
  wake_scheduler(stage, id);
}

TaskState state_of(Work latest) {
  switch (latest) {
    case Work::task_queued:
      return TaskState::queued;
    case Work::task_started:
      return TaskState::running;
    case Work::task_deferred:
      return TaskState::deferred;
    case Work::task_retries:
    case Work::task_lapsed:
      return TaskState::up_for_retry;
    case Work::task_succeeded:
    case Work::task_failed:
    case Work::task_upstream_failed:
      return TaskState::ended;
    default:
      return TaskState::waiting;
  }
}

void pass_on(Stage& stage, std::uint32_t task, bool is_xcom_missing) {
  const Run& run = run_of(stage, task);
  for (const std::uint16_t below : stage.world.layout->downstream(layout_of(stage, run, task))) {
    TaskRow& row = stage.world.tasks[run.first_task + below];
    --row.waits_for;
    row.misses_xcom = row.misses_xcom || is_xcom_missing;
  }
}

bool leaves_object(const Stage& stage, const Run& run, std::uint32_t task) {
  return spec_of(stage, run.instance)
      .dags[run.dag]
      .tasks[task - run.first_task]
      .is_xcom_in_object_store;
}

void adopt_task(Stage& stage, std::uint32_t task, Work latest, Instant since, Instant objects_cut) {
  TaskRow& row = stage.world.tasks[task];
  row.state = state_of(latest);
  row.since = since;
  row.tries = row.state == TaskState::waiting ? 0 : 1;
  row.has_no_worker = row.state == TaskState::queued || row.state == TaskState::running;
  if (row.state == TaskState::deferred) row.state = TaskState::fired;
  if (row.state == TaskState::up_for_retry) {
    stage.schedule(stage.now, {.kind = EventKind::task_retries, .a = task, .b = row.generation});
  }
  if (row.has_no_worker) take_slots(stage, task);
  if (row.state != TaskState::ended) return;
  Run& run = run_of(stage, task);
  --run.tasks_left;
  const bool went_well = latest == Work::task_succeeded;
  run.has_failed = run.has_failed || !went_well;
  pass_on(stage, task, went_well && since > objects_cut && leaves_object(stage, run, task));
}

// The chain of a DAG that depends on its past cannot go on after a run whose rows are missing.
void break_chains(Stage& stage, InstanceId fresh, const WorkLog& origin, const WorkState& copied) {
  for (const UnfinishedRun& unfinished : copied.unfinished)
    dag_state(stage, fresh, origin.run(unfinished.run).dag).is_past_broken = true;
}

void adopt_runs(Stage& stage, InstanceId fresh, const Copy& copy, WorkState& copied) {
  for (UnfinishedRun& unfinished : copied.unfinished) {
    const LoggedRun run = stage.world.logs[copy.origin].run(unfinished.run);
    const std::uint32_t slot = adopt_run(stage, fresh, run);
    const std::uint32_t first = stage.world.runs[slot].first_task;
    for (std::uint32_t i = 0; i < unfinished.tasks.size(); ++i) {
      adopt_task(stage, first + i, unfinished.tasks[i], unfinished.since[i], copy.objects_cut);
    }
    unfinished.run = stage.world.runs[slot].number;
  }
}

}  // namespace

void adopt_database(Stage& stage, InstanceId fresh, const Copy& copy) {
  const DeploymentSpec& spec = spec_of(stage, fresh);
  WorkState copied = state_then(stage.setup, stage.world, copy.origin, copy.cut);
  drop_runs(stage, fresh);
  for (std::uint32_t dag = 0; dag < spec.dags.size(); ++dag)
    dag_state(stage, fresh, dag) = {.latest = copied.latest[dag]};
  if (copy.in_flight == InFlight::dropped) {
    break_chains(stage, fresh, stage.world.logs[copy.origin], copied);
    copied.unfinished.clear();
  }
  adopt_runs(stage, fresh, copy, copied);
  stage.world.logs[fresh].adopt(stage.now, spec, copied);
  if (stage.world.is_scheduling(fresh)) resume_loop(stage, fresh);
}

void plan_start(Stage& stage, InstanceId id) {
  SchedulerState& scheduler = stage.world.schedulers[id];
  const Footing& footing = stage.world.footings[id];
  ++scheduler.starts;
  if (!stage.world.instances[id].has_image || !footing.database || footing.schedulers == 0) return;
  stage.schedule(stage.now + profile_of(stage, id).scheduler_start,
                 {.kind = EventKind::scheduler_starts, .a = id, .b = scheduler.starts});
}

void on_scheduler_start(Stage& stage, InstanceId id, std::uint32_t start) {
  SchedulerState& scheduler = stage.world.schedulers[id];
  if (scheduler.starts != start || stage.world.instances[id].is_discarded) return;
  scheduler.has_started = true;
  scheduler.started = stage.now;
  scheduler.loops_at = kNotPlanned;
  stage.record(Happening::instance_healthy, id);
  resume_loop(stage, id);
}

void begin_to_work_off(Stage& stage, InstanceId id) {
  const auto dags = static_cast<std::uint32_t>(spec_of(stage, id).dags.size());
  for (std::uint32_t dag = 0; dag < dags; ++dag) plan_next_run(stage, id, dag);
  watch_backlog(stage, id);
}

void on_footing_change(Stage& stage, InstanceId id, const Footing& before, const Footing& after) {
  SchedulerState& scheduler = stage.world.schedulers[id];
  const bool was_scheduling = is_scheduling_on(stage, id, before);
  const bool could_write = can_write_on(stage, id, before);
  if (before.database != after.database)
    stage.record(after.database ? Happening::database_reached : Happening::database_unreached, id);
  if (has_less(after, before)) await_success(stage, id);
  if (could_write && !can_write_on(stage, id, after)) expect_stops(stage, id);
  if (after.schedulers == 0) scheduler.has_started = false;
  if (was_scheduling && !is_scheduling_on(stage, id, after))
    stage.record(Happening::instance_unhealthy, id);
  change_workers(stage, id, before, after);
  if (!could_write && can_write_on(stage, id, after)) write_states(stage, id);
  if (!scheduler.has_started) return plan_start(stage, id);
  if (!was_scheduling && is_scheduling_on(stage, id, after)) {
    stage.record(Happening::instance_healthy, id);
    resume_loop(stage, id);
  } else if (has_less(after, before)) {
    watch_backlog(stage, id);
  }
}

}  // namespace blackstart::sim
