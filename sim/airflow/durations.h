#pragma once

#include "sim/stage.h"

// How long this try of a task works, and what it starts elsewhere: its own luck, whatever else
// happens.
namespace blackstart::sim {

Duration task_duration(const Stage& stage, const Run& run, std::uint32_t task);
// How long the external job of a task that has one works: exactly as long as the task if that is
// what is said of it.
Duration job_duration(const Stage& stage, const Run& run, std::uint32_t task);

}  // namespace blackstart::sim
