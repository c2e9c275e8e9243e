#pragma once

#include "sim/stage.h"

// How long this try of a task works, and what it starts elsewhere: its own luck, whatever else
// happens.
namespace blackstart::sim {

Duration task_duration(const Stage& stage, const Run& run, std::uint32_t task);
// It has an external job. Where the job is said to last as long as its task it does so exactly.
Duration job_duration(const Stage& stage, const Run& run, std::uint32_t task);

}  // namespace blackstart::sim
