#pragma once

#include <functional>

#include "sim/stage.h"

// How Airflow finds out that nobody is at a task any more: zombies by their last heartbeat, orphans
// and tasks stuck in the queue; and how tasks stop that nobody hears.
namespace blackstart::sim {

// The workers of these zones are dead, and what ran on them: its heartbeat stops.
void kill_tasks(Stage& stage, InstanceId instance, ZoneSet zones);
// Kills only the doomed of the tasks at work there; each is asked about once, in a fixed order.
using Doomed = std::function<bool(std::uint32_t task)>;
void kill_tasks(Stage& stage, InstanceId instance, ZoneSet zones, const Doomed& is_doomed);

// Whether what a task in that zone writes reaches the database.
bool is_heard(const Stage& stage, InstanceId instance, std::uint32_t zone);
// Work goes on in these zones, and nobody hears it. Unless it is heard again each running task
// stops by itself: in Airflow 3 with its third missed heartbeat, in Airflow 2 when its last one is
// longer ago than a zombie's. A scheduler that lives may take it for a zombie before.
void begin_silence(Stage& stage, InstanceId instance, ZoneSet zones);
// Tasks that ended in these zones in the meantime can tell it now.
void end_silence(Stage& stage, InstanceId instance, ZoneSet zones);
void on_task_stop(Stage& stage, std::uint32_t task, std::uint32_t generation);

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
