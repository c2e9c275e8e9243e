#pragma once

#include "drill/measure/evidence.h"
#include "drill/outcome.h"

namespace blackstart::drill {

// The way from the fault to the first success of the Deployment that was last to have one, as
// stretches that join without gaps. Where some Deployment had none, the way of the first such one
// to the end of the run.
CriticalPath measure_critical_path(const sim::Simulation& simulation, const Evidence& evidence,
                                   const std::vector<DeploymentOutcome>& deployments);

}  // namespace blackstart::drill
