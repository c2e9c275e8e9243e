#pragma once

#include "sim/stage.h"

// The work that an outage left: drained when every interval that had come due by the time an
// instance works again has its run ended, or is skipped for good, and a task has succeeded.
namespace blackstart::sim {

// From now on the instance is watched.
void watch_backlog(Stage& stage, InstanceId instance);
// What has just ended, or was created, may have been the last of the DAG's backlog.
void look_at_backlog(Stage& stage, InstanceId instance, std::uint32_t dag);
void tell_drained(Stage& stage, InstanceId instance);

}  // namespace blackstart::sim
