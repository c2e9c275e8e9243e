#pragma once

#include "drill/measure/evidence.h"
#include "drill/outcome.h"
#include "sim/simulation.h"

namespace blackstart::drill {

// The history as sentences; what happens by the thousand (runs, tasks, probes) is left out.
std::vector<TimelineEntry> tell_timeline(const sim::Simulation& simulation,
                                         const Evidence& evidence);

}  // namespace blackstart::drill
