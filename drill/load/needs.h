#pragma once

#include <vector>

#include "drill/read/fields.h"
#include "sim/world/spec.h"

namespace blackstart::drill {

// What the list under "needs" names: "workload_identity", "object_store", "allow_list:x", or
// "class:name" of the Deployment and of its cluster. A peering brings the routes along that lead
// through it.
std::vector<sim::Need> load_needs(Fields& fields, const sim::WorldSpec& world,
                                  sim::DeploymentId deployment, Problems& problems);

}  // namespace blackstart::drill
