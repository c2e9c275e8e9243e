#pragma once

#include "drill/outcome.h"

namespace blackstart::drill {

// The faults that have begun, the first to begin first.
std::vector<FaultSpan> measure_faults(const sim::Simulation& simulation);

}  // namespace blackstart::drill
