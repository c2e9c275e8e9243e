#pragma once

#include <array>
#include <cstdint>

#include "sim/protection/copy_spec.h"
#include "sim/world/ids.h"
#include "sim/world/row_counts.h"

namespace blackstart::sim {

// A copy of one part and the instant it was cut; kNone: there is none.
struct Found {
  std::uint32_t copy = kNone;  // an index into ClusterSpec::copies
  Instant cut = kNever;
};

// What copies still hold of an instance that is gone. It is present, but in no place that serves,
// until it is restored or those copies are lost too.
struct Remains {
  InstanceId of = kNone;
  std::uint32_t holds = 0;  // where its items begin in World::held
  RowCounts rows;
  std::array<Found, kParts> newest;       // what holds each part; kNone: nothing does
  std::array<Instant, kParts> lost_at{};  // what the copies had by then is what they have

  bool has(Part part) const { return newest[static_cast<std::size_t>(part)].copy != kNone; }
};

}  // namespace blackstart::sim
