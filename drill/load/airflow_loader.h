#pragma once

#include "drill/load/fields.h"
#include "sim/world/spec.h"

namespace blackstart::drill {

// A Deployment's Airflow: its version, executor, worker queues, the sizes of its pools and the
// thresholds by which it decides.
void load_airflow(Fields& fields, sim::DeploymentSpec& deployment, Problems& problems);

}  // namespace blackstart::drill
