#pragma once

#include <chrono>
#include <limits>

namespace blackstart::recovery {

// Time is an integer number of microseconds, UTC. The engine is told what time it is; nothing here
// asks a clock.
using Duration = std::chrono::microseconds;
using Instant = std::chrono::sys_time<Duration>;

// A bound that is never reached: "no time-out".
inline constexpr Duration kForever{std::numeric_limits<Duration::rep>::max()};
inline constexpr Instant kNotPlanned = Instant::max();

}  // namespace blackstart::recovery
