#pragma once

#include "drill/read/fields.h"
#include "recovery/mission.h"
#include "sim/setup.h"

namespace blackstart::drill {

// What the engine is told of the world: names, owners and what each Deployment's tasks reach.
recovery::Inventory inventory_of(const sim::WorldSpec& world, Instant as_of);

// A team's own procedure: {"title", "steps": [{"name", "operation", "target", "needs", "owner",
// "timeout", "retries", "verify"}]}.
std::vector<recovery::Step> load_runbook(const Node& node, const sim::Setup& setup,
                                         Problems& problems);

recovery::Detection load_detection(const Node& node, const sim::Setup& setup,
                                   std::string& declared_by, Problems& problems);
recovery::Limits load_limits(const Node& node, Problems& problems);

}  // namespace blackstart::drill
