#include "sim/event.h"

namespace blackstart::sim {

std::string_view name_of(EventKind kind) {
  switch (kind) {
    case EventKind::fault_begins:
      return "fault_begins";
    case EventKind::fault_ends:
      return "fault_ends";
    case EventKind::change_deploys:
      return "change_deploys";
    case EventKind::edit_is_made:
      return "edit_is_made";
    case EventKind::engine_wakes:
      return "engine_wakes";
    case EventKind::call_ends:
      return "call_ends";
    case EventKind::scheduler_starts:
      return "scheduler_starts";
    case EventKind::scheduler_loops:
      return "scheduler_loops";
    case EventKind::dag_due:
      return "dag_due";
    case EventKind::dag_triggered:
      return "dag_triggered";
    case EventKind::task_ends:
      return "task_ends";
    case EventKind::task_retries:
      return "task_retries";
    case EventKind::task_lapses:
      return "task_lapses";
    case EventKind::task_stops:
      return "task_stops";
    case EventKind::worker_starts:
      return "worker_starts";
    case EventKind::workers_scale:
      return "workers_scale";
    case EventKind::queue_checked:
      return "queue_checked";
    case EventKind::node_missed:
      return "node_missed";
    case EventKind::eviction_turn:
      return "eviction_turn";
    case EventKind::toleration_over:
      return "toleration_over";
    case EventKind::node_joined:
      return "node_joined";
    case EventKind::pod_started:
      return "pod_started";
    case EventKind::database_promoted:
      return "database_promoted";
    case EventKind::database_settled:
      return "database_settled";
    case EventKind::standby_created:
      return "standby_created";
    case EventKind::autoscaler_looks:
      return "autoscaler_looks";
    case EventKind::shift_ends:
      return "shift_ends";
    case EventKind::fault_turns:
      return "fault_turns";
    case EventKind::hibernation_turns:
      return "hibernation_turns";
  }
  return "unknown";
}

}  // namespace blackstart::sim
