#pragma once

#include <vector>

#include "drill/load/dag_loader.h"

namespace blackstart::drill {

// A DAG's "tasks": how many, one after the other and all alike; or a graph of named ones, each
// "after" others, in an order in which they can run. What the DAG itself says of tasks is every
// task's default.
std::vector<sim::TaskSpec> load_tasks(Fields& dag, const DagSurroundings& around);

}  // namespace blackstart::drill
