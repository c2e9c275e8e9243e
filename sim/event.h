#pragma once

#include <cstdint>
#include <string_view>
#include <type_traits>

namespace blackstart::sim {

// Every kind of thing that can come due. The numbers mean what the row says.
enum class EventKind : std::uint16_t {
  fault_begins,       // a: fault
  fault_ends,         // a: fault
  change_deploys,     // a: deploy
  edit_is_made,       // a: edit
  engine_wakes,       //
  call_ends,          // a: mission, b: step, c: attempt
  scheduler_starts,   // a: instance, b: which start, counted from 1
  scheduler_loops,    // a: instance
  dag_due,            // a: instance, b: DAG
  dag_triggered,      // a: Deployment, b: DAG, c: which request, counted from 1
  task_ends,          // a: task row, b: its generation
  task_retries,       // a: task row, b: its generation
  task_lapses,        // a: task row, b: its generation, c: Lapse
  task_stops,         // a: task row, b: its generation, c: the API server's outage
  worker_starts,      // a: instance, b: queue, c: zone and the zone's outage
  workers_scale,      // a: instance, b: queue
  queue_checked,      // a: instance, b: queue
  node_missed,        // a: node, b: generation; it has been silent for long enough
  eviction_turn,      // a: site, b: zone; its next node may be evicted
  toleration_over,    // a: node, b: generation
  node_joined,        // a: node, b: generation
  pod_started,        // a: pod, b: generation
  database_promoted,  // a: site, b: generation
  database_settled,   // a: site, b: generation
  standby_created,    // a: site, b: generation, c: zone
  autoscaler_looks,   // a: site
  shift_ends,         // a: site, b: zone
  fault_turns,        // a: fault; between its begin and its end, or when its symptoms pass
  hibernation_turns,  // a: Deployment
};

// "fault_begins", "call_ends", ...
std::string_view name_of(EventKind kind);

struct Event {
  EventKind kind{};
  std::uint32_t a = 0, b = 0, c = 0;
  bool operator==(const Event&) const = default;
};
static_assert(std::is_trivially_copyable_v<Event> && sizeof(Event) == 16);

}  // namespace blackstart::sim
