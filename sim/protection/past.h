#pragma once

#include "sim/stage.h"

// What an instance's database and log bucket held at an instant, long after it is gone.
namespace blackstart::sim {

// How many triggers are there at both instants: they waited all the time.
std::int64_t triggers_in_both(const Setup& setup, const World& world, InstanceId instance,
                              Instant earlier, Instant later);
RowCounts rows_then(const Setup& setup, const World& world, InstanceId instance, Instant at);
// Task instances that were running, queued, scheduled or up for retry.
std::int64_t in_flight_then(const Setup& setup, const World& world, InstanceId instance,
                            Instant at);
// The instant of the newest row of this class in a copy that was cut at `cut` and kept so many;
// kNever: it kept none. Where it kept fewer than there were, it left out those in flight.
Instant newest_row(const Setup& setup, const World& world, InstanceId instance,
                   DataClass data_class, std::int64_t kept, Instant cut);

}  // namespace blackstart::sim
