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
    case EventKind::engine_wakes:
      return "engine_wakes";
    case EventKind::call_ends:
      return "call_ends";
    case EventKind::dag_ticks:
      return "dag_ticks";
    case EventKind::task_ends:
      return "task_ends";
    case EventKind::fault_turns:
      return "fault_turns";
  }
  return "unknown";
}

}  // namespace blackstart::sim
