#pragma once

#include "sim/stage.h"

// The scheduler's loop, in rounds: it creates the runs that are due, looks at runs that can go on,
// and hands tasks to the executor, within Airflow's limits per loop. It wakes only when there is
// something to do, at the next whole interval.
namespace blackstart::sim {

void wake_scheduler(Stage& stage, InstanceId instance);
void on_scheduler_loop(Stage& stage, InstanceId instance);

// A task may be handed to the executor as soon as its pool and its DAG have room.
void schedule_task(Stage& stage, std::uint32_t task);
// Schedules the task if its run has begun and it waits for no other task.
void schedule_if_ready(Stage& stage, std::uint32_t task);
// Takes and gives back the slots of the task's pool alone.
void take_pool(Stage& stage, std::uint32_t task);
void release_pool(Stage& stage, std::uint32_t task);
// Whether its pool counts it while it is deferred.
bool holds_slots_deferred(Stage& stage, std::uint32_t task);
// The task is the executor's, and takes its slots.
void take_slots(Stage& stage, std::uint32_t task);
// The task has left the executor: its slots are free.
void release_slots(Stage& stage, std::uint32_t task);
// No lane holds a task any more, and every slot of every pool is free.
void empty_lanes_and_pools(World& world, InstanceId instance);
// Pools may have come back: everything that waits for one is tried again.
void retry_parked(Stage& stage, InstanceId instance);

}  // namespace blackstart::sim
