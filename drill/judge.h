#pragma once

#include <map>

#include "drill/outcome.h"

namespace blackstart::drill {

// What was measured in mid-run, by the time since the start.
using Observations = std::map<Duration, Outcome>;

// Holds the outcome's measures against what the scenario wants and believes: fills objectives
// and expectations. `observed` holds every instant that an expectation asks about by
// "when".
void judge(const Scenario& scenario, Instant today, const Observations& observed, Outcome& outcome);

}  // namespace blackstart::drill
