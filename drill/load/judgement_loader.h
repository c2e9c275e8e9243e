#pragma once

#include "drill/read/fields.h"
#include "drill/scenario.h"

namespace blackstart::drill {

// The scenario's objectives, expectations and accepted misses. What they select must exist in the
// world.
void load_judgements(Fields& fields, const sim::Setup& setup, Scenario& scenario,
                     Problems& problems);

}  // namespace blackstart::drill
