#pragma once

#include "sim/stage.h"

// Airflow's part of the world: DAGs whose runs, XComs and logs accumulate by their schedules.
namespace blackstart::sim {

// The runs that ended before the scenario begins, counted by the schedules.
void fill_past(const Setup& setup, World& world, InstanceId instance);
// Its DAGs' schedules begin to tick.
void start_ticking(Stage& stage, InstanceId instance);
// It can work (again): every DAG has one run for the latest complete interval that has had none.
void resume(Stage& stage, InstanceId instance);
// Everything that was running dies with its workers.
void kill_runs(Stage& stage, InstanceId instance);

void on_dag_tick(Stage& stage, InstanceId instance, std::uint32_t dag);
void on_task_end(Stage& stage, std::uint32_t run, std::uint32_t generation);

// What keeps this DAG's tasks from succeeding now: an index into DagSpec::needs, or kNone.
std::uint32_t unmet_need(const Setup& setup, const World& world, InstanceId instance,
                         std::uint32_t dag);

}  // namespace blackstart::sim
