#pragma once

#include "sim/stage.h"

// What an instance's database and log bucket held at an instant, long after it is gone.
namespace blackstart::sim {

RowCounts rows_then(const Setup& setup, const World& world, InstanceId instance, Instant at);
// Task instances that a copy cut then does not hold because of the state they were in.
std::int64_t left_out_then(const Setup& setup, const World& world, InstanceId instance, Instant at,
                           const CopySpec& copy);
// Of when the newest row of this class is that existed at `at`; kNever: there was none.
Instant newest_row(const Setup& setup, const World& world, InstanceId instance,
                   DataClass data_class, Instant at);

}  // namespace blackstart::sim
