#include "sim/airflow/tasks.h"

#include <utility>

#include "sim/airflow/access.h"
#include "sim/airflow/backlog.h"
#include "sim/airflow/chain.h"
#include "sim/airflow/durations.h"
#include "sim/airflow/jobs.h"
#include "sim/airflow/liveness.h"
#include "sim/airflow/needs.h"
#include "sim/airflow/pace.h"
#include "sim/airflow/runs.h"
#include "sim/airflow/scheduler.h"
#include "sim/airflow/workers.h"

namespace blackstart::sim {
namespace {

void end_row(Stage& stage, std::uint32_t task) {
  TaskRow& row = stage.world.tasks[task];
  row.state = TaskState::ended;
  ++row.generation;
  if (--stage.world.runs[row.run].tasks_left == 0) ask_to_examine(stage, row.run);
}

// Where its bucket cannot be written the log goes with its worker.
void upload_log(Stage& stage, const Run& run, const TaskLayout& task) {
  if (!stage.world.footings[run.instance].object_store) return;
  RowCounts& rows = stage.world.instances[run.instance].rows;
  rows[DataClass::task_log] += 1;
  rows.bytes_of(DataClass::task_log) += static_cast<std::int64_t>(task.log_bytes);
}

bool can_leave_xcoms(const Stage& stage, const Run& run, const TaskLayout& task) {
  return !task.leaves_objects || stage.world.footings[run.instance].object_store;
}

void note_success(Stage& stage, const Run& run) {
  stage.world.instances[run.instance].has_succeeded = true;
  DagState& dag = dag_state(stage, run);
  if (std::exchange(dag.awaits_success, false))
    stage.record(Happening::dag_succeeded, run.instance, run.dag);
  SchedulerState& scheduler = stage.world.schedulers[run.instance];
  if (!scheduler.awaits_drain) return;
  scheduler.has_succeeded = true;
  tell_drained(stage, run.instance);
}

void let_downstream_go(Stage& stage, const Run& run, std::uint32_t task) {
  for (const std::uint16_t below : stage.world.layout->downstream(layout_of(stage, run, task))) {
    --stage.world.tasks[run.first_task + below].waits_for;
    schedule_if_ready(stage, run.first_task + below);
  }
}

// It waits in the triggerer and holds no slot, but of a pool that counts deferred tasks.
void defer(Stage& stage, std::uint32_t task) {
  const Run& run = run_of(stage, task);
  TaskRow& row = stage.world.tasks[task];
  row.state = TaskState::deferred;
  row.since = stage.now;
  log_task(stage, run, task, Work::task_deferred);
  stage.world.instances[run.instance].rows[DataClass::trigger] += 1;
  if (holds_slots_deferred(stage, task)) take_pool(stage, task);
  stage.schedule(stage.now + task_duration(stage, run, task),
                 {.kind = EventKind::task_ends, .a = task, .b = row.generation});
}

void succeed(Stage& stage, std::uint32_t task) {
  const Run& run = run_of(stage, task);
  const TaskLayout& layout = layout_of(stage, run, task);
  leave_job(stage, run, task);
  upload_log(stage, run, layout);
  RowCounts& rows = stage.world.instances[run.instance].rows;
  rows[DataClass::xcom] += layout.xcom_rows;
  if (layout.leaves_objects) rows.xcom_objects += layout.xcom_rows;
  rows.bytes_of(DataClass::xcom) += static_cast<std::int64_t>(layout.xcom_bytes);
  log_task(stage, run, task, Work::task_succeeded);
  note_success(stage, run);
  let_downstream_go(stage, run, task);
  pass_to_following(stage, task);
  end_row(stage, task);
  if (!layout.has_updates) return;
  const TaskSpec& spec = spec_of_task(stage, run, task);
  rows[DataClass::asset_event] += static_cast<std::int64_t>(spec.updates.size());
  update_assets(stage, run.instance, spec);
}

// Everything that waits for the task, near or far.
void fail_downstream(Stage& stage, const Run& run, std::uint32_t task) {
  List failed;
  for (std::uint32_t next = task; next != kNone;) {
    for (const std::uint16_t below : stage.world.layout->downstream(layout_of(stage, run, next))) {
      const std::uint32_t each = run.first_task + below;
      if (stage.world.tasks[each].state != TaskState::waiting) continue;
      log_task(stage, run, each, Work::task_upstream_failed);
      end_row(stage, each);
      append<&TaskRow::next>(failed, stage.world.tasks, each);
    }
    next = failed.empty() ? kNone : take_first<&TaskRow::next>(failed, stage.world.tasks);
  }
}

}  // namespace

void on_task_end(Stage& stage, std::uint32_t task, std::uint32_t generation) {
  TaskRow& row = stage.world.tasks[task];
  if (row.generation != generation || is_put_off(stage, task)) return;
  const InstanceId id = run_of(stage, task).instance;
  // A deferred task waits in the triggerer, which runs where the schedulers do.
  if (row.state == TaskState::deferred) {
    row.state = TaskState::fired;
    if (stage.world.is_scheduling(id)) resume_task(stage, task);
  } else {
    row.state = TaskState::ending;
    if (is_heard(stage, id, row.zone)) finish_task(stage, task);
  }
}

void on_task_retry(Stage& stage, std::uint32_t task, std::uint32_t generation) {
  const TaskRow& row = stage.world.tasks[task];
  if (row.generation == generation && row.state == TaskState::up_for_retry)
    schedule_task(stage, task);
}

void finish_task(Stage& stage, std::uint32_t task) {
  TaskRow& row = stage.world.tasks[task];
  ++row.generation;
  leave_worker(stage, task);
  release_slots(stage, task);
  const Run& run = run_of(stage, task);
  const TaskLayout& layout = layout_of(stage, run, task);
  const bool has_all = !row.lacks_need && !lacks_need(stage, task);
  if (has_all && layout.is_deferrable && !row.has_fired) return defer(stage, task);
  if (has_all && can_leave_xcoms(stage, run, layout)) return succeed(stage, task);
  send_log(stage, task);
  fail_task(stage, task);
}

void send_log(Stage& stage, std::uint32_t task) {
  const Run& run = run_of(stage, task);
  upload_log(stage, run, layout_of(stage, run, task));
  log_task(stage, run, task, Work::log_uploaded);
}

void end_trigger(Stage& stage, std::uint32_t task) {
  const Run& run = run_of(stage, task);
  log_task(stage, run, task, Work::trigger_ended);
  stage.world.instances[run.instance].rows[DataClass::trigger] -= 1;
  if (holds_slots_deferred(stage, task)) release_pool(stage, task);
}

void resume_task(Stage& stage, std::uint32_t task) {
  end_trigger(stage, task);
  stage.world.tasks[task].has_fired = true;
  schedule_task(stage, task);
}

void fail_task(Stage& stage, std::uint32_t task) {
  TaskRow& row = stage.world.tasks[task];
  row.has_fired = false;
  const Run& run = run_of(stage, task);
  if (row.tries <= layout_of(stage, run, task).retries) {
    log_task(stage, run, task, Work::task_retries);
    row.state = TaskState::up_for_retry;
    stage.schedule(stage.now + spec_of_task(stage, run, task).retry_delay,
                   {.kind = EventKind::task_retries, .a = task, .b = row.generation});
    return;
  }
  log_task(stage, run, task, Work::task_failed);
  stage.world.runs[row.run].has_failed = true;
  fail_downstream(stage, run, task);
  end_row(stage, task);
}

void requeue_task(Stage& stage, std::uint32_t task) {
  log_task(stage, run_of(stage, task), task, Work::task_requeued);
  stage.world.tasks[task].has_no_worker = false;
  schedule_task(stage, task);
}

}  // namespace blackstart::sim
