#pragma once

#include <string>
#include <vector>

#include "recovery/step_list.h"
#include "recovery/strategy.h"

namespace blackstart::recovery {

// Gives a Deployment that stands anew, with its code deployed, what it held, and sets it to work.
// Returns the name of the step after which it works.
using Refill = std::string (*)(StepList& steps, const Inventory::Cluster& cluster,
                               const Inventory::Deployment& deployment,
                               const std::string& deployed);

// The steps that rebuild in move.to all that stands in move.from: the vendor's part by the vendor,
// the customer's by the customer.
std::vector<Step> rebuilding_steps(const Inventory& inventory, const Move& move, Refill refill);

}  // namespace blackstart::recovery
