#pragma once

#include "drill/read/fields.h"
#include "sim/setup.h"

namespace blackstart::drill {

// One fault of a scenario, added to the setup whose world and horizon are known already: one for
// each thing that its target names. Targets are "us-east-1", "zone:us-east-1a",
// "cluster:production", "service:iam", "deployment:billing" or "tag:nightly"; a target that matches
// nothing is a problem.
void load_fault(const Node& node, sim::Setup& setup, Problems& problems);
// A share of so few nodes that it is none matches nothing. `faults` is the list they were read
// from.
void must_take_nodes(const Node& faults, const sim::Setup& setup, Problems& problems);

}  // namespace blackstart::drill
