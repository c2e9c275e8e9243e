#pragma once

#include <cstdint>
#include <span>

#include "sim/protection/copy_spec.h"

namespace blackstart::sim {

// Whose luck is drawn: one and the same for a copy, however often it is asked.
struct CopyLuck {
  std::uint64_t seed = 0;
  std::uint64_t copy = 0;  // the hash of its full name
};

// The instant as of which the copy holds everything, at `now`; kNever: none has ever arrived.
// Derived from the schedule and what is drawn for each turn, so that no event is spent on it.
// `outages` are those of either end, by time: what is under way when one begins never arrives, and
// what would begin in one is never taken. Never goes back as `now` goes on: what arrives brings
// everything from before it.
recovery::Instant cut_at(const CopySpec& copy, std::span<const Span> outages, const CopyLuck& luck,
                         recovery::Instant now);

}  // namespace blackstart::sim
