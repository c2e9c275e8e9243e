#pragma once

#include <vector>

#include "drill/measure/healing.h"

namespace blackstart::drill {

// The last stretches of an outage: what the task that ended it by its success at `until` had been
// waited for since `from`, oldest first. Nothing where that Airflow had no success then.
std::vector<Wait> read_first_success(const sim::Simulation& simulation, sim::InstanceId instance,
                                     Instant from, Instant until);

// Whether the run whose task succeeded then had been requested from outside.
bool was_requested(const sim::Simulation& simulation, sim::InstanceId instance, Instant success);

}  // namespace blackstart::drill
