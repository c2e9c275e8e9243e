#pragma once

#include "drill/measure/evidence.h"
#include "drill/outcome.h"

namespace blackstart::drill {

// What people were asked to do, in the order in which they were asked.
std::vector<ManualStep> measure_manual_steps(const sim::Simulation& simulation,
                                             const Evidence& evidence);

}  // namespace blackstart::drill
