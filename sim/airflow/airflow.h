#pragma once

#include "sim/event.h"
#include "sim/stage.h"
#include "sim/world/footing.h"

// Airflow's part of the world, as the rest of it sees it: instances that begin, stand on something
// else, begin again and end. What one does in between is an event of its own.
namespace blackstart::sim {

// Adds the instance's rows to the flat tables: an empty database, and nothing runs.
void add_airflow(const Setup& setup, World& world, InstanceId instance);
// Adds the runs that ended before the scenario begins, counted by the schedules.
void fill_past(const Setup& setup, World& world, InstanceId instance);
// What its database and log bucket held at an instant, also before the scenario began and long
// after it is gone.
WorkState state_then(const Setup& setup, const World& world, InstanceId instance, Instant at);
// An instance that stood before the scenario began goes on: its workers are there, its scheduler
// loops.
void go_on(Stage& stage, InstanceId instance);
// Requests from outside begin to come in.
void plan_requests(Stage& stage, DeploymentId deployment);

// Code was deployed to a new instance: its scheduler and workers start, its DAGs are paused at
// creation.
void launch(Stage& stage, InstanceId instance);
void unpause_dags(Stage& stage, InstanceId instance);
// Pools that were missing may be there now.
void look_again(Stage& stage, InstanceId instance);
// What was running is gone with its database.
void end_airflow(Stage& stage, InstanceId instance);

// What the instance stands on has changed; World::footings says `after` already.
void on_footing_change(Stage& stage, InstanceId instance, const Footing& before,
                       const Footing& after);
// `part` nodes out of `of`.
struct Share {
  std::uint32_t part = 0, of = 0;
};
// Some of a zone's nodes for workers are off, and with them what was at work there; some are back,
// and their workers start again; some silent ones are given up, so that other workers may start in
// the place of theirs.
void lose_nodes(Stage& stage, InstanceId instance, std::uint32_t zone, Share lost);
void return_nodes(Stage& stage, InstanceId instance, std::uint32_t zone, Share back);
void give_up_nodes(Stage& stage, InstanceId instance, std::uint32_t zone, Share evicted);
// Whether a queue lost its last worker and still wants one.
bool misses_workers(const Stage& stage, InstanceId instance);
// A Deployment was hit: its next success is a milestone again.
void await_success(Stage& stage, InstanceId instance);

void on_airflow_event(Stage& stage, const Event& event);

}  // namespace blackstart::sim
