#pragma once

#include "sim/airflow/cron.h"
#include "sim/world/ids.h"

namespace blackstart::sim {

struct DeploymentSpec;
struct Stage;

// When a Deployment in development mode goes to sleep and when it wakes, in UTC.
struct HibernationSchedule {
  Cron sleeps_at;
  Cron wakes_at;
};

// Whether the Deployment hibernates when the scenario begins.
bool sleeps_at_start(const DeploymentSpec& spec, Instant starts_at);

// How long it is awake between two instants, of which the first is the scenario's beginning.
recovery::Duration time_awake(const DeploymentSpec& spec, Instant starts_at, Instant until);

// Plans the Deployment's next turn by its schedules, where there is one.
void plan_hibernation(Stage& stage, DeploymentId deployment);
// The Deployment goes to sleep or wakes; when it wakes it feels what happened to it meanwhile.
void on_hibernation_turn(Stage& stage, DeploymentId deployment);

}  // namespace blackstart::sim
