#pragma once

#include "drill/read/fields.h"
#include "sim/setup.h"

namespace blackstart::drill {

// The world, and who brings what back. Names that are wrong are problems; the world then lacks
// them.
sim::WorldSpec load_world(const Node& node, Instant starts_at, std::vector<sim::Person>& people,
                          Problems& problems);

}  // namespace blackstart::drill
