#include "sim/airflow/restart.h"

#include "sim/airflow/access.h"
#include "sim/airflow/airflow.h"
#include "sim/airflow/backlog.h"
#include "sim/airflow/chain.h"
#include "sim/airflow/durations.h"
#include "sim/airflow/liveness.h"
#include "sim/airflow/pace.h"
#include "sim/airflow/runs.h"
#include "sim/airflow/scheduler.h"
#include "sim/airflow/tasks.h"
#include "sim/airflow/workers.h"

namespace blackstart::sim {
namespace {

bool can_start_on(const Footing& footing) { return footing.database && footing.schedulers > 0; }

bool is_scheduling_on(const Stage& stage, InstanceId id, const Footing& footing) {
  return stage.world.schedulers[id].has_started && can_start_on(footing);
}

// Where what tasks write reaches the database.
ZoneSet zones_heard_on(const Stage& stage, InstanceId id, const Footing& footing) {
  return can_write_on(stage, id, footing) ? footing.live_zones | footing.cordoned_zones : ZoneSet{};
}

void hear_triggers(Stage& stage, InstanceId id) {
  for_each_task(stage, id, [&](std::uint32_t task) {
    if (stage.world.tasks[task].state == TaskState::fired) resume_task(stage, task);
  });
}

void change_workers(Stage& stage, InstanceId id, const Footing& before, const Footing& after) {
  const ZoneSet given_up = zones_with_pods(before) - zones_with_pods(after);
  const ZoneSet rebooted = (before.bound_zones - before.cut_off_zones) & after.live_zones;
  const ZoneSet killed = before.evicted_zones - after.evicted_zones;  // whoever still works
  const ZoneSet dead =
      (zones_at_work(before) & killed) | (zones_at_work(before) - zones_at_work(after));
  const ZoneSet missed = before.live_zones - after.live_zones;
  if (!missed.empty()) miss_workers(stage, id, missed);
  if (!given_up.empty()) lose_workers(stage, id, given_up);
  if (!rebooted.empty()) restart_workers(stage, id, rebooted);
  if (!dead.empty()) kill_tasks(stage, id, dead);
  const bool has_broker = profile_of(stage, id).executor == Executor::celery;
  if (zones_at_work(after).empty() && has_broker) lose_broker(stage, id);
  if (!stage.world.instances[id].has_image) return;
  for (std::uint32_t queue = 0; queue < spec_of(stage, id).worker_queues.size(); ++queue) {
    scale(stage, id, queue);
    tell_workers_back(stage, id, queue);
    serve(stage, id, queue);
  }
}

// Who was heard and is at work unheard; who is heard again.
void change_silence(Stage& stage, InstanceId id, const Footing& before, const Footing& after) {
  const ZoneSet were = zones_heard_on(stage, id, before);
  const ZoneSet are = zones_heard_on(stage, id, after);
  const ZoneSet silenced = (were - are) & zones_at_work(after);
  if (!silenced.empty()) begin_silence(stage, id, silenced);
  if (const ZoneSet again = are - were; !again.empty()) end_silence(stage, id, again);
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

void adopt_ended(Stage& stage, std::uint32_t task, const TaskPast& past, Instant objects_cut) {
  Run& run = run_of(stage, task);
  --run.tasks_left;
  const bool went_well = past.latest == Work::task_succeeded;
  run.has_failed = run.has_failed || !went_well;
  const bool leaves_object = went_well && layout_of(stage, run, task).leaves_objects;
  pass_on(stage, task, leaves_object && past.since > objects_cut);
  if (went_well) pass_to_following(stage, task);
}

// What its row says is to happen: at its moment, or now where that has passed.
void expect(Stage& stage, std::uint32_t task, EventKind kind, Duration after) {
  const TaskRow& row = stage.world.tasks[task];
  stage.schedule(std::max(row.since + after, stage.now),
                 {.kind = kind, .a = task, .b = row.generation});
}

void adopt_task(Stage& stage, std::uint32_t task, const TaskPast& past, Instant objects_cut) {
  TaskRow& row = stage.world.tasks[task];
  const Run& run = run_of(stage, task);
  row.state = state_of(past.latest);
  row.since = past.since;
  row.has_fired = past.has_fired;
  const bool is_being_tried =
      row.state == TaskState::running || row.state == TaskState::deferred || row.has_fired;
  row.tries = static_cast<std::uint16_t>(past.retried + (is_being_tried ? 1 : 0));
  switch (row.state) {
    case TaskState::queued:
    case TaskState::running:
      row.has_no_worker = row.is_from_elsewhere = true;
      return take_slots(stage, task);
    case TaskState::deferred:
      if (holds_slots_deferred(stage, task)) take_pool(stage, task);
      return expect(stage, task, EventKind::task_ends, task_duration(stage, run, task));
    case TaskState::up_for_retry:
      return expect(stage, task, EventKind::task_retries,
                    spec_of_task(stage, run, task).retry_delay);
    case TaskState::ended:
      return adopt_ended(stage, task, past, objects_cut);
    default:
      return;
  }
}

// What was in flight is left out: no chain can go on after a run whose rows are missing.
void drop_unfinished(const DeploymentSpec& spec, const WorkLog& origin, WorkState& copied) {
  for (UnfinishedRun& unfinished : copied.unfinished) {
    const std::uint32_t dag = origin.run(unfinished.run).dag;
    if (spec.dags[dag].depends_on_past) copied.break_past(dag, std::move(unfinished.tasks));
  }
  copied.unfinished.clear();
}

// What waited in this database waits no longer: it becomes a copy of another.
void end_triggers(Stage& stage, InstanceId id) {
  for_each_task(stage, id, [&](std::uint32_t task) {
    const TaskState state = stage.world.tasks[task].state;
    if (state == TaskState::deferred || state == TaskState::fired) end_trigger(stage, task);
  });
}

void adopt_runs(Stage& stage, InstanceId fresh, const Copy& copy, WorkState& copied) {
  for (UnfinishedRun& unfinished : copied.unfinished) {
    const LoggedRun run = stage.world.logs[copy.origin].run(unfinished.run);
    const std::uint32_t slot = adopt_run(stage, fresh, run);
    const std::uint32_t first = stage.world.runs[slot].first_task;
    for (std::uint32_t i = 0; i < unfinished.tasks.size(); ++i)
      adopt_task(stage, first + i, unfinished.tasks[i], copy.objects_cut);
    unfinished.run = stage.world.runs[slot].number;
  }
}

// Its rows, its queue of updated assets among them.
void adopt_dags(Stage& stage, InstanceId fresh, const Copy& copy, const WorkState& copied) {
  for (std::uint32_t dag = 0; dag < copied.latest.size(); ++dag) {
    dag_state(stage, fresh, dag).latest = copied.latest[dag];
    if (dag_layout(stage, fresh, dag).assets != 0)
      see_assets(stage, fresh, dag, assets_seen_at(stage.world, copy.origin, dag, copy.cut));
  }
  for (const BrokenPast& broken : copied.broken) break_chain(stage, fresh, broken);
}

bool rests_on(const Stage& stage, InstanceId id, FootingPart part) {
  return part != FootingPart::api_server || profile_of(stage, id).airflow_major >= 3;
}

void record_parts(Stage& stage, InstanceId id, const Footing& before, const Footing& after) {
  for (const auto part : {FootingPart::scheduler, FootingPart::api_server, FootingPart::workers}) {
    const bool is_there = has_part(after, part);
    if (has_part(before, part) == is_there || !rests_on(stage, id, part)) continue;
    stage.record(is_there ? Happening::footing_back : Happening::footing_lost, id,
                 static_cast<std::uint32_t>(part));
  }
}

}  // namespace

void adopt_database(Stage& stage, InstanceId fresh, const Copy& copy) {
  const DeploymentSpec& spec = spec_of(stage, fresh);
  WorkState copied = state_then(stage.setup, stage.world, copy.origin, copy.cut);
  stage.world.instances[fresh].has_restored_database = true;
  end_triggers(stage, fresh);
  drop_runs(stage, fresh);
  if (copy.in_flight == InFlight::dropped)
    drop_unfinished(spec, stage.world.logs[copy.origin], copied);
  adopt_dags(stage, fresh, copy, copied);
  adopt_runs(stage, fresh, copy, copied);
  stage.world.logs[fresh].adopt(stage.now, spec, copied);
  if (stage.world.is_scheduling(fresh)) resume_loop(stage, fresh);
}

void plan_start(Stage& stage, InstanceId id) {
  SchedulerState& scheduler = stage.world.schedulers[id];
  const Footing& footing = stage.world.footings[id];
  ++scheduler.starts;
  if (!stage.world.instances[id].has_image || !can_start_on(footing)) return;
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
  if (before.database != after.database)
    stage.record(after.database ? Happening::database_reached : Happening::database_unreached, id);
  record_parts(stage, id, before, after);
  if (has_less(after, before)) await_success(stage, id);
  if (after.schedulers == 0) scheduler.has_started = false;
  if (was_scheduling && !is_scheduling_on(stage, id, after))
    stage.record(Happening::instance_unhealthy, id);
  change_workers(stage, id, before, after);
  if (before.slowdown != after.slowdown) change_pace(stage, id, before, after);
  change_silence(stage, id, before, after);
  if (!scheduler.has_started) {
    if (can_start_on(before) != can_start_on(after)) plan_start(stage, id);
    return;
  }
  if (!was_scheduling && is_scheduling_on(stage, id, after)) {
    stage.record(Happening::instance_healthy, id);
    resume_loop(stage, id);
  } else if (has_less(after, before)) {
    watch_backlog(stage, id);
  }
}

}  // namespace blackstart::sim
