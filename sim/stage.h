#pragma once

#include <cstdint>

#include "sim/calendar.h"
#include "sim/event.h"
#include "sim/history.h"
#include "sim/setup.h"
#include "sim/world/world.h"

namespace blackstart::sim {

// What a fault, an operation or Airflow may touch while one event happens: the world, its history
// and the calendar, at one instant.
struct Stage {
  const Setup& setup;
  World& world;
  History& history;
  Calendar<Event>& calendar;
  Instant now;
  std::uint64_t seed = 0;

  void record(Happening what, std::uint32_t a = 0, std::uint32_t b = 0, std::uint32_t c = 0,
              std::int64_t value = 0, std::uint16_t code = 0) {
    history.append({.at = now, .what = what, .code = code, .a = a, .b = b, .c = c, .value = value});
  }
  void schedule(Instant at, Event event) { calendar.push(at, event); }
};

}  // namespace blackstart::sim
