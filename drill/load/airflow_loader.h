#pragma once

#include "drill/read/fields.h"
#include "sim/world/spec.h"

namespace blackstart::drill {

// A Deployment's Airflow: its version, executor, worker queues and the thresholds by which it
// decides.
void load_airflow(Fields& fields, sim::DeploymentSpec& deployment, Problems& problems);
// Once its pools are known: how many slots those have that say so.
void load_pool_sizes(Fields& fields, const sim::WorldSpec& world, sim::DeploymentSpec& deployment,
                     Problems& problems);

}  // namespace blackstart::drill
