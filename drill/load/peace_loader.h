#pragma once

#include "drill/read/fields.h"
#include "sim/setup.h"

namespace blackstart::drill {

// What people change in peace time: deploys, and what they make or delete in the UI.
void load_deploys(Fields& scenario, sim::Setup& setup, Problems& problems);
void load_edits(Fields& scenario, sim::Setup& setup, Problems& problems);

}  // namespace blackstart::drill
