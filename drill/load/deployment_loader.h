#pragma once

#include "drill/load/dag_loader.h"
#include "sim/setup.h"

namespace blackstart::drill {

// The Deployment that its DAGs are read beside, which has a name already: its things and its DAGs.
// The clusters are known.
void load_deployment(const Node& node, const std::vector<sim::Person>& people,
                     const DagSurroundings& around);

}  // namespace blackstart::drill
