#pragma once

#include "sim/stage.h"

// How Airflow finds out that nobody is at a task any more: zombies by their last heartbeat, orphans
// and tasks stuck in the queue; and how workers of Airflow 3 stop without their API server.
namespace blackstart::sim {

// The workers of these zones are dead, and what ran on them: its heartbeat stops.
void kill_tasks(Stage& stage, InstanceId instance, std::uint32_t zones);
// Nobody hears them: each running task stops by itself, of Airflow 3 with its third missed heartbeat,
// of Airflow 2 when its last one is longer ago than a zombie's, unless it is heard again.
void expect_stops(Stage& stage, InstanceId instance);
void on_task_stop(Stage& stage, std::uint32_t task, std::uint32_t generation, std::uint32_t outage);

// Why a row that no worker is at is taken from it: it has said nothing, or waited, for too long; or
// it is the orphan of a scheduler that is gone.
enum class Lapse : std::uint8_t { overdue, orphan };

// A scheduler begins to look: everything without a worker is found when its rules say so.
void find_lost_tasks(Stage& stage, InstanceId instance);
void on_task_lapse(Stage& stage, std::uint32_t task, std::uint32_t generation, Lapse lapse);

// The first task of the queue is looked at when it has waited too long.
void watch_queue(Stage& stage, InstanceId instance, std::uint32_t queue);
void on_queue_check(Stage& stage, InstanceId instance, std::uint32_t queue);

}  // namespace blackstart::sim
