#pragma once

#include "drill/outcome.h"
#include "sim/simulation.h"

namespace blackstart::drill {

// Changes that the twin did not get. None where nothing is deployed to twins.
std::vector<Drift> measure_drift(const sim::Simulation& simulation);

}  // namespace blackstart::drill
