#pragma once

#include "drill/measure/evidence.h"
#include "drill/outcome.h"

namespace blackstart::drill {

// When each Deployment reached which milestone, and whether it recovered.
std::vector<DeploymentOutcome> measure_deployments(const sim::Simulation& simulation,
                                                   const Evidence& evidence);

}  // namespace blackstart::drill
