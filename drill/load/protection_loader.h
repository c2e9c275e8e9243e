#pragma once

#include "drill/read/fields.h"
#include "sim/world/spec.h"

namespace blackstart::drill {

// What protects one cluster in peace time: name → copy. A copy is kept in the cluster's own region
// unless it says otherwise.
std::vector<sim::CopySpec> load_protection(const std::vector<Node::Member>& members,
                                           const sim::WorldSpec& world, sim::RegionId home,
                                           Problems& problems);

}  // namespace blackstart::drill
