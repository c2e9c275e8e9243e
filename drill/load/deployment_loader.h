#pragma once

#include "drill/load/assets.h"
#include "drill/load/fields.h"
#include "sim/setup.h"

namespace blackstart::drill {

// One Deployment with its things and DAGs, added to the world whose clusters are known already.
void load_deployment(const Node::Member& member, sim::WorldSpec& world,
                     const std::vector<sim::Person>& people, Instant starts_at, Assets& assets,
                     Problems& problems);

}  // namespace blackstart::drill
