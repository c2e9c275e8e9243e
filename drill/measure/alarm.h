#pragma once

#include "drill/measure/evidence.h"

namespace blackstart::drill {

// The alarm whose recovery serves an outage: the first that leads to a recovery while the outage
// lasts; else the latest whose recovery is under way when it begins; else the first that is raised,
// or not yet answered, by then. It may be older than the outage: of a Deployment that is taken down
// by its recovery, or wakes into one. nullptr: nobody noticed.
const Alarm* alarm_for(const sim::Simulation& simulation, const Evidence& evidence,
                       sim::DeploymentId deployment, std::size_t outage);

}  // namespace blackstart::drill
