#include "sim/event.h"

#include <array>

#include "recovery/check.h"
#include "sim/in_order.h"

namespace blackstart::sim {
namespace {

struct KindRow {
  EventKind kind;
  std::string_view name;
};
constexpr std::array kKinds = {
    KindRow{EventKind::fault_begins, "fault_begins"},
    KindRow{EventKind::fault_ends, "fault_ends"},
    KindRow{EventKind::change_deploys, "change_deploys"},
    KindRow{EventKind::edit_is_made, "edit_is_made"},
    KindRow{EventKind::engine_wakes, "engine_wakes"},
    KindRow{EventKind::call_ends, "call_ends"},
    KindRow{EventKind::scheduler_starts, "scheduler_starts"},
    KindRow{EventKind::scheduler_loops, "scheduler_loops"},
    KindRow{EventKind::dag_due, "dag_due"},
    KindRow{EventKind::dag_triggered, "dag_triggered"},
    KindRow{EventKind::task_ends, "task_ends"},
    KindRow{EventKind::task_retries, "task_retries"},
    KindRow{EventKind::task_lapses, "task_lapses"},
    KindRow{EventKind::task_stops, "task_stops"},
    KindRow{EventKind::worker_starts, "worker_starts"},
    KindRow{EventKind::workers_scale, "workers_scale"},
    KindRow{EventKind::queue_checked, "queue_checked"},
    KindRow{EventKind::node_missed, "node_missed"},
    KindRow{EventKind::eviction_turn, "eviction_turn"},
    KindRow{EventKind::toleration_over, "toleration_over"},
    KindRow{EventKind::node_joined, "node_joined"},
    KindRow{EventKind::pod_started, "pod_started"},
    KindRow{EventKind::database_promoted, "database_promoted"},
    KindRow{EventKind::database_settled, "database_settled"},
    KindRow{EventKind::standby_created, "standby_created"},
    KindRow{EventKind::autoscaler_looks, "autoscaler_looks"},
    KindRow{EventKind::shift_ends, "shift_ends"},
    KindRow{EventKind::fault_turns, "fault_turns"},
    KindRow{EventKind::hibernation_turns, "hibernation_turns"},
};
static_assert(is_in_order(kKinds, &KindRow::kind));

}  // namespace

std::string_view name_of(EventKind kind) {
  const auto row = static_cast<std::size_t>(kind);
  recovery::check(row < kKinds.size(), "a kind of event has no name");
  return kKinds[row].name;
}

}  // namespace blackstart::sim
