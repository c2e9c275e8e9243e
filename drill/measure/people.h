#pragma once

#include "drill/measure/evidence.h"
#include "drill/outcome.h"

namespace blackstart::drill {

// What people were asked to do, in the order in which they were asked. Who waits for a step is
// found by a walk over its plan.
std::vector<ManualStep> measure_manual_steps(const sim::Simulation& simulation,
                                             const Evidence& evidence, bool tells_who_waits);

// Whether the step leads those who request runs of the Deployment from outside to where it is.
bool leads_callers(const sim::Simulation& simulation, const recovery::MissionPlan& mission,
                   recovery::StepIndex step, sim::DeploymentId deployment);

}  // namespace blackstart::drill
