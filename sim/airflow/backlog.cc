#include "sim/airflow/backlog.h"

#include "sim/airflow/access.h"

namespace blackstart::sim {
namespace {

bool is_drained(const Stage& stage, InstanceId id, const DagState& dag) {
  return dag.backlog_runs == 0 && dag.due > stage.world.schedulers[id].backlog_until;
}

}  // namespace

void watch_backlog(Stage& stage, InstanceId id) {
  SchedulerState& scheduler = stage.world.schedulers[id];
  scheduler.awaits_drain = true;
  scheduler.has_succeeded = false;
  scheduler.backlog_until = stage.now;
  scheduler.backlog_dags = 0;
  const auto dags = static_cast<std::uint32_t>(spec_of(stage, id).dags.size());
  for (std::uint32_t dag = 0; dag < dags; ++dag) dag_state(stage, id, dag).backlog_runs = 0;
  for (std::uint32_t slot = scheduler.first_run; slot != kNone;
       slot = stage.world.runs[slot].next) {
    if (layout_of(stage, stage.world.runs[slot]).is_paused) continue;  // its team's, not recovery's
    stage.world.runs[slot].is_backlog = true;
    ++dag_state(stage, stage.world.runs[slot]).backlog_runs;
  }
  for (std::uint32_t dag = 0; dag < dags; ++dag) {
    DagState& state = dag_state(stage, id, dag);
    state.is_backlog = !is_drained(stage, id, state);
    if (state.is_backlog) ++scheduler.backlog_dags;
  }
}

// Nobody calls it drained before a task has shown that work is done again.
void tell_drained(Stage& stage, InstanceId id) {
  SchedulerState& scheduler = stage.world.schedulers[id];
  if (!scheduler.awaits_drain || !scheduler.has_succeeded || scheduler.backlog_dags > 0) return;
  scheduler.awaits_drain = false;
  stage.record(Happening::backlog_drained, id);
}

void look_at_backlog(Stage& stage, InstanceId id, std::uint32_t dag) {
  DagState& state = dag_state(stage, id, dag);
  if (!state.is_backlog || !is_drained(stage, id, state)) return;
  state.is_backlog = false;
  --stage.world.schedulers[id].backlog_dags;
  tell_drained(stage, id);
}

}  // namespace blackstart::sim
