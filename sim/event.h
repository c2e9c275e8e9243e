#pragma once

#include <cstdint>
#include <type_traits>

namespace blackstart::sim {

// Every kind of thing that can come due. The numbers mean what the row says.
enum class EventKind : std::uint16_t {
  fault_begins,    // a: fault
  fault_ends,      // a: fault
  change_deploys,  // a: deploy
  edit_is_made,    // a: edit
  engine_wakes,    //
  call_ends,       // a: mission, b: step, c: attempt
  dag_ticks,       // a: instance, b: DAG
  task_ends,       // a: run slot, b: generation of the slot
};

struct Event {
  EventKind kind{};
  std::uint32_t a = 0, b = 0, c = 0;
};
static_assert(std::is_trivially_copyable_v<Event> && sizeof(Event) == 16);

}  // namespace blackstart::sim
