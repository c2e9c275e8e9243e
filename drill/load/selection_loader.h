#pragma once

#include "drill/load/fields.h"
#include "drill/scenario.h"

namespace blackstart::drill {

// What an objective or an expectation is about: its "of", "tier" and "class". Whatever is named
// must exist in the world, and a pattern must match something.
Selection load_selection(Fields& fields, const sim::WorldSpec& world, Problems& problems);

}  // namespace blackstart::drill
