#pragma once

#include <cstdint>
#include <vector>

#include "drill/measure/evidence.h"
#include "drill/measure/timeline.h"
#include "tests/zone_world.h"

// What came of a ZoneWorld, in seconds since the fault.
namespace blackstart::tests {

using Times = std::vector<std::int64_t>;

inline std::int64_t seconds_after_the_fault(sim::Instant at) {
  return std::chrono::duration_cast<std::chrono::seconds>(at - kStart - kFaultAt).count();
}

// When this happened, each time since the fault.
inline Times times_of(const sim::Simulation& simulation, sim::Happening what) {
  Times times;
  simulation.history().for_each([&](const sim::Record& record) {
    if (record.what == what && record.at >= kStart + kFaultAt) {
      times.push_back(seconds_after_the_fault(record.at));
    }
  });
  return times;
}

inline std::uint32_t schedulers(const sim::Simulation& simulation) {
  return sim::footing_of(simulation.setup(), simulation.world(), 0).schedulers;
}

inline std::vector<drill::TimelineEntry> timeline_of(const sim::Simulation& simulation) {
  return drill::tell_timeline(simulation, drill::gather(simulation));
}

}  // namespace blackstart::tests
