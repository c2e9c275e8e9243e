#pragma once

#include "drill/read/fields.h"
#include "sim/world/spec.h"

namespace blackstart::drill {

// What a region can still give: "capacity" (zone → node type → nodes) and "quotas".
void load_capacity(Fields& region, sim::RegionSpec& spec, Problems& problems);
// Once the clusters are known: each type that it names is that of a node pool.
void must_be_types_of_pools(Fields& region, const sim::WorldSpec& world, Problems& problems);
// A cluster's "zones", "node_pools" and "database". Its region must be known already.
void load_platform(Fields& cluster, const sim::WorldSpec& world, sim::ClusterSpec& spec,
                   Problems& problems);
// A Deployment's "stateful_pods".
void load_stateful_pods(Fields& deployment, sim::DeploymentSpec& spec, Problems& problems);
// A world's "kubernetes": thresholds that differ from the default.
void load_platform_profile(Fields& world, sim::PlatformProfile& profile, Problems& problems);

}  // namespace blackstart::drill
