#pragma once

#include "drill/read/fields.h"
#include "drill/scenario.h"

namespace blackstart::drill {

// Where the scenario is from, and the ends of its faults that nobody published.
void load_origin(Fields& fields, const sim::Setup& setup, Scenario& scenario, Problems& problems);

}  // namespace blackstart::drill
