#include "sim/airflow/chain.h"

#include <algorithm>
#include <utility>

#include "sim/airflow/access.h"
#include "sim/airflow/scheduler.h"

namespace blackstart::sim {
namespace {

// Per task of the DAG: it has not succeeded in the newest run.
auto pasts_of(Stage& stage, InstanceId id, std::uint32_t dag) {
  return stage.world.pasts.begin() + stage.world.instances[id].pasts +
         dag_layout(stage, id, dag).first_past;
}

// A run that fails may end before one that came earlier and still waits.
void forget_following(Stage& stage, std::uint32_t slot) {
  std::uint32_t each = stage.world.schedulers[stage.world.runs[slot].instance].first_run;
  for (; each != kNone; each = stage.world.runs[each].next) {
    if (stage.world.runs[each].following == slot) stage.world.runs[each].following = kNone;
  }
}

}  // namespace

void join_chain(Stage& stage, std::uint32_t slot) {
  const Run& run = stage.world.runs[slot];
  if (!layout_of(stage, run).depends_on_past) return;
  DagState& dag = dag_state(stage, run);
  if (dag.newest_run != kNone) stage.world.runs[dag.newest_run].following = slot;
  dag.newest_run = slot;
  auto past = pasts_of(stage, run.instance, run.dag);
  const std::uint32_t end = run.first_task + layout_of(stage, run).tasks;
  for (std::uint32_t task = run.first_task; task < end; ++task)
    stage.world.tasks[task].waits_for_past = std::exchange(*past++, 1) != 0;
}

void pass_to_following(Stage& stage, std::uint32_t task) {
  const Run& run = run_of(stage, task);
  if (!layout_of(stage, run).depends_on_past) return;
  const std::uint32_t index = task - run.first_task;
  if (dag_state(stage, run).newest_run == stage.world.tasks[task].run)
    pasts_of(stage, run.instance, run.dag)[index] = 0;
  if (run.following == kNone) return;
  const std::uint32_t next = stage.world.runs[run.following].first_task + index;
  stage.world.tasks[next].waits_for_past = false;
  schedule_if_ready(stage, next);
}

void leave_chain(Stage& stage, std::uint32_t slot) {
  const Run& run = stage.world.runs[slot];
  if (!layout_of(stage, run).depends_on_past) return;
  DagState& dag = dag_state(stage, run);
  if (dag.newest_run == slot) dag.newest_run = kNone;
  if (!run.has_failed) return;
  dag.is_past_broken = true;
  forget_following(stage, slot);
}

void break_chain(Stage& stage, InstanceId id, const BrokenPast& broken) {
  dag_state(stage, id, broken.dag).is_past_broken = true;
  auto past = pasts_of(stage, id, broken.dag);
  for (const TaskPast& task : broken.tasks) *past++ = task.latest == Work::task_succeeded ? 0 : 1;
}

void forget_chains(Stage& stage, InstanceId id) {
  const Instance& instance = stage.world.instances[id];
  const auto pasts = stage.world.pasts.begin() + instance.pasts;
  std::fill_n(pasts, stage.world.layout->pasts(instance.deployment), std::uint8_t{0});
}

}  // namespace blackstart::sim
