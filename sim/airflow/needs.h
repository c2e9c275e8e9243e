#pragma once

#include "sim/stage.h"

namespace blackstart::sim {

// What keeps this DAG's tasks from succeeding now: the first of its needs that is not met.
const Need* unmet_need(const Setup& setup, const World& world, InstanceId instance,
                       std::uint32_t dag);
// What keeps one task from succeeding now, by its DAG's needs and its own.
const Need* unmet_need(const Setup& setup, const World& world, InstanceId instance,
                       std::uint32_t dag, std::uint32_t task);

// Whether the task would fail now: for a need, or for what a task upstream should have left.
bool lacks_need(const Stage& stage, std::uint32_t task);

// Whether any task of it reads or writes its region's buckets.
bool uses_object_store(const DeploymentSpec& deployment);

// Whether the pool is there. One that is only a name in the code has tasks that wait; nothing
// fails.
bool has_pool(const Setup& setup, const World& world, InstanceId instance, std::uint32_t pool);

}  // namespace blackstart::sim
