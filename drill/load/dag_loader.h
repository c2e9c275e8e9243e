#pragma once

#include "drill/load/assets.h"
#include "drill/read/fields.h"
#include "sim/world/spec.h"

namespace blackstart::drill {

// What a DAG is read beside: the world with its Deployment, whose things, pools and queues are
// known already.
struct DagSurroundings {
  sim::WorldSpec& world;
  sim::DeploymentId deployment;
  Instant starts_at;  // where no start date is given
  Assets& assets;
  Problems& problems;

  sim::DeploymentSpec& spec() const { return world.deployments[deployment]; }
};

// One DAG, added to its Deployment.
void load_dag(const Node::Member& member, const DagSurroundings& around);

}  // namespace blackstart::drill
