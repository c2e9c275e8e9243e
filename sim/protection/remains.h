#pragma once

#include <array>
#include <cstdint>

#include "sim/protection/copy_spec.h"
#include "sim/world/ids.h"
#include "sim/world/row_counts.h"

namespace blackstart::sim {

// What copies still hold of an instance that is gone. It is present, but in no place that serves,
// until it is restored or those copies are lost too.
struct Remains {
  InstanceId of = kNone;
  std::uint32_t holds = 0;  // where its items begin in World::held
  RowCounts rows;
  std::array<Instant, kParts> cut = {kNever, kNever, kNever};  // kNever: nothing of this part
  std::array<Instant, kParts> lost_at{};  // what the copies had by then is what they have
};

}  // namespace blackstart::sim
