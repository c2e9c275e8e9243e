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

// As the scenario begins.
bool sleeps_at_start(const DeploymentSpec& spec, Instant starts_at);

// How long it is awake between two instants, of which the first is the scenario's beginning.
recovery::Duration time_awake(const DeploymentSpec& spec, Instant starts_at, Instant until);

// Its next turn by its schedules, where there is one.
void plan_hibernation(Stage& stage, DeploymentId deployment);
// It goes to sleep or wakes. What happened to it meanwhile it feels as it wakes.
void on_hibernation_turn(Stage& stage, DeploymentId deployment);

}  // namespace blackstart::sim
