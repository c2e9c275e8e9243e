#pragma once

#include "drill/outcome.h"
#include "sim/simulation.h"

namespace blackstart::drill {

// The states that clusters, Deployments and peerings went through, as their control planes name
// them: Astro's Terraform provider and AWS's VPC peering.
std::vector<StateChange> measure_states(const sim::Simulation& simulation);

// Changes that the twin did not get. None where nothing is deployed to twins.
std::vector<Drift> measure_drift(const sim::Simulation& simulation);

}  // namespace blackstart::drill
