#include "sim/airflow/airflow.h"

#include "recovery/check.h"
#include "sim/airflow/access.h"
#include "sim/airflow/liveness.h"
#include "sim/airflow/restart.h"
#include "sim/airflow/runs.h"
#include "sim/airflow/scheduler.h"
#include "sim/airflow/tasks.h"
#include "sim/airflow/workers.h"

namespace blackstart::sim {
namespace {

template <class Row>
std::uint32_t add_rows(std::vector<Row>& rows, std::size_t count) {
  rows.resize(rows.size() + count);
  return static_cast<std::uint32_t>(rows.size() - count);
}

// Ended runs of one DAG, all of which went well.
void add_past(RowCounts& rows, const DagSpec& dag, std::int64_t runs) {
  rows[DataClass::dag_run] += runs;
  for (const TaskSpec& task : dag.tasks) {
    rows[DataClass::task_instance] += runs;
    rows[DataClass::task_log] += runs;
    rows[DataClass::xcom] += runs * task.xcom_rows;
    if (task.is_xcom_in_object_store) rows.xcom_objects += runs * task.xcom_rows;
    rows.bytes_of(DataClass::xcom) += runs * static_cast<std::int64_t>(task.xcom_bytes);
    rows[DataClass::asset_event] += runs * static_cast<std::int64_t>(task.updates.size());
    rows.bytes_of(DataClass::task_log) += runs * static_cast<std::int64_t>(task.log_bytes);
  }
}

void plan_all_runs(Stage& stage, InstanceId id) {
  const auto dags = static_cast<std::uint32_t>(spec_of(stage, id).dags.size());
  for (std::uint32_t dag = 0; dag < dags; ++dag) plan_next_run(stage, id, dag);
}

WorkState past_until(const DeploymentSpec& spec, Instant until) {
  WorkState past;
  past.latest.resize(spec.dags.size(), kNever);
  for (std::size_t i = 0; i < spec.dags.size(); ++i) {
    const Timetable timetable = timetable_of(spec.dags[i]);
    const auto last = timetable.latest_complete(until);
    if (spec.dags[i].paused || !last) continue;
    past.latest[i] = last->end;
    add_past(past.rows, spec.dags[i], timetable.runs(spec.dags[i].start_date - Duration(1), until));
  }
  return past;
}

}  // namespace

void add_airflow(const Setup& setup, World& world, InstanceId id) {
  Instance& instance = world.instances[id];
  const DeploymentSpec& spec = setup.world.deployments[instance.deployment];
  instance.places = world.layout->places(instance.deployment);
  instance.dags = add_rows(world.dags, spec.dags.size());
  instance.lanes = add_rows(world.lanes, world.layout->lanes(instance.deployment).size());
  instance.pools = add_rows(world.pools, world.layout->pools(instance.deployment).size());
  instance.queues = add_rows(world.queues, spec.worker_queues.size());
  for (std::uint32_t i = 0; i < spec.worker_queues.size(); ++i)
    world.queues[instance.queues + i].layout = world.layout->queue(instance.places.queues + i);
  instance.pasts = add_rows(world.pasts, world.layout->pasts(instance.deployment));
  empty_lanes_and_pools(world, id);
  world.schedulers.push_back({});
  world.logs.emplace_back().begin(kNever, {}, std::vector<Instant>(spec.dags.size(), kNever));
}

void fill_past(const Setup& setup, World& world, InstanceId id) {
  Instance& instance = world.instances[id];
  const DeploymentSpec& spec = setup.world.deployments[instance.deployment];
  WorkState past = past_until(spec, setup.starts_at);
  instance.rows = past.rows;
  for (std::size_t i = 0; i < spec.dags.size(); ++i)
    world.dags[instance.dags + i].latest = past.latest[i];
  world.logs[id].begin(setup.starts_at, past.rows, std::move(past.latest));
}

WorkState state_then(const Setup& setup, const World& world, InstanceId id, Instant at) {
  const DeploymentSpec& spec = setup.world.deployments[world.instances[id].deployment];
  const WorkLog& log = world.logs[id];
  return at < log.began() ? past_until(spec, at) : log.state_at(spec, at);
}

void go_on(Stage& stage, InstanceId id) {
  SchedulerState& scheduler = stage.world.schedulers[id];
  scheduler.started = stage.now;
  scheduler.has_started = !stage.world.is_sleeping(id);
  staff(stage, id);
  plan_all_runs(stage, id);
}

void launch(Stage& stage, InstanceId id) {
  plan_start(stage, id);
  for (std::uint32_t queue = 0; queue < spec_of(stage, id).worker_queues.size(); ++queue)
    scale(stage, id, queue);
}

void unpause_dags(Stage& stage, InstanceId id) {
  stage.world.instances[id].is_unpaused = true;
  if (!stage.world.is_scheduling(id)) return;
  begin_to_work_off(stage, id);
  wake_scheduler(stage, id);
}

void look_again(Stage& stage, InstanceId id) { retry_parked(stage, id); }

void end_airflow(Stage& stage, InstanceId id) {
  drop_runs(stage, id);
  stage.world.schedulers[id] = {};
}

void await_success(Stage& stage, InstanceId id) {
  for (std::uint32_t dag = 0; dag < spec_of(stage, id).dags.size(); ++dag)
    dag_state(stage, id, dag).awaits_success = true;
}

void on_airflow_event(Stage& stage, const Event& event) {
  switch (event.kind) {
    case EventKind::scheduler_starts:
      return on_scheduler_start(stage, event.a, event.b);
    case EventKind::scheduler_loops:
      return on_scheduler_loop(stage, event.a);
    case EventKind::dag_due:
      return on_dag_due(stage, event.a, event.b);
    case EventKind::dag_triggered:
      return on_dag_triggered(stage, event.a, event.b, event.c);
    case EventKind::task_ends:
      return on_task_end(stage, event.a, event.b);
    case EventKind::task_retries:
      return on_task_retry(stage, event.a, event.b);
    case EventKind::task_lapses:
      return on_task_lapse(stage, event.a, event.b, static_cast<Lapse>(event.c));
    case EventKind::task_stops:
      return on_task_stop(stage, event.a, event.b);
    case EventKind::worker_starts:
      return on_worker_start(stage, event.a, event.b, event.c);
    case EventKind::workers_scale:
      return on_workers_scale(stage, event.a, event.b);
    case EventKind::queue_checked:
      return on_queue_check(stage, event.a, event.b);
    default:
      recovery::check(false, "an event is none of Airflow's");
  }
}

}  // namespace blackstart::sim
