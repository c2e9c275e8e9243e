#pragma once

#include "sim/stage.h"

// Runs: when one is created, when it may begin, and what its end lets go on.
namespace blackstart::sim {

// When the DAG's next run comes due by itself, as the database tells now.
void plan_next_run(Stage& stage, InstanceId instance, std::uint32_t dag);
void on_dag_due(Stage& stage, InstanceId instance, std::uint32_t dag);

// One round: as many DAGs as a loop allows, one run each.
void create_due_runs(Stage& stage, InstanceId instance);
// Runs that can begin do, and runs whose last task has ended do too.
void examine_runs(Stage& stage, InstanceId instance);
void ask_to_examine(Stage& stage, std::uint32_t run);

// A new run and its task instances, all waiting; returns its slot.
std::uint32_t create_run(Stage& stage, InstanceId instance, std::uint32_t dag, RunKind kind,
                         Instant interval);
// A run whose rows came with a copy; its tasks are as new until they are told otherwise.
std::uint32_t adopt_run(Stage& stage, InstanceId instance, const LoggedRun& run);
// The rows of all its unfinished runs are gone with their database.
void drop_runs(Stage& stage, InstanceId instance);

// Requests from outside, and assets that a task has updated.
void on_dag_triggered(Stage& stage, DeploymentId deployment, std::uint32_t dag,
                      std::uint32_t count);
void update_assets(Stage& stage, InstanceId from, const TaskSpec& task);
// The DAG's queue of updated assets, a bit each.
void see_assets(Stage& stage, InstanceId instance, std::uint32_t dag, std::uint32_t seen);
std::uint32_t assets_seen_at(const World& world, InstanceId instance, std::uint32_t dag,
                             Instant at);

}  // namespace blackstart::sim
