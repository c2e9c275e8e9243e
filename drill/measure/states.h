#pragma once

#include <span>

#include "drill/outcome.h"
#include "sim/simulation.h"

namespace blackstart::drill {

// The states that clusters, Deployments and peerings went through, as their control planes name
// them: Astro's Terraform provider and AWS's VPC peering.
std::vector<StateChange> measure_states(const sim::Simulation& simulation);

// Every state that there is, in words that files use as well.
std::span<const std::string_view> state_names();

}  // namespace blackstart::drill
