#pragma once

#include "sim/stage.h"

// Work that Airflow started elsewhere: it outlives its task, its run and its database.
namespace blackstart::sim {

// The task is over; its job goes on, unless that is over too or never began.
void leave_job(Stage& stage, const Run& run, std::uint32_t task);
// Leaves the job of every task of the run that is at work or deferred.
void leave_jobs(Stage& stage, const Run& run);
// Whether the task, which begins now, starts its job beside one that it left behind, in whichever
// database it did so; from now on that one is the first of a pair.
bool doubles_job(Stage& stage, const Run& run, std::uint32_t task);

}  // namespace blackstart::sim
