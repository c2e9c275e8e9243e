#pragma once

#include "drill/campaign/campaign.h"

namespace blackstart::drill {

// The numbers of one run of `scenario`, by columns_of(scenario).
Row row_of(const PlannedRun& run, const Scenario& scenario, const Outcome& outcome);

}  // namespace blackstart::drill
