#pragma once

#include <cstdint>
#include <type_traits>

namespace blackstart::sim {

// Every kind of thing that can come due. The numbers mean what the row says.
enum class EventKind : std::uint16_t {
  fault_begins,      // a: fault
  fault_ends,        // a: fault
  change_deploys,    // a: deploy
  engine_wakes,      //
  call_ends,         // a: mission, b: step, c: attempt
  scheduler_starts,  // a: instance, b: the how many-th start
  scheduler_loops,   // a: instance
  dag_due,           // a: instance, b: DAG
  dag_triggered,     // a: Deployment, b: DAG, c: the how many-th request
  task_ends,         // a: task row, b: its generation
  task_retries,      // a: task row, b: its generation
  task_lapses,       // a: task row, b: its generation
  task_stops,        // a: task row, b: its generation, c: the API server's outage
  worker_starts,     // a: instance, b: queue, c: zone and the zone's outage
  workers_scale,     // a: instance, b: queue
  queue_checked,     // a: instance, b: queue
  edit_is_made,      // a: edit
};

struct Event {
  EventKind kind{};
  std::uint32_t a = 0, b = 0, c = 0;
};
static_assert(std::is_trivially_copyable_v<Event> && sizeof(Event) == 16);

}  // namespace blackstart::sim
