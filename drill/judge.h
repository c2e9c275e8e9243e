#pragma once

#include "drill/outcome.h"

namespace blackstart::drill {

// Holds the outcome's measures against what the scenario wants and believes: fills objectives, expectations and the verdict.
void judge(const Scenario& scenario, Instant today, Outcome& outcome);

}  // namespace blackstart::drill
