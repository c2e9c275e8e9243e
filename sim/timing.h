#pragma once

#include <string>

#include "sim/distribution.h"

namespace blackstart::sim {

// A duration with its credentials: exactly one of `source` and `assumption` says where the figure
// is from.
struct Timing {
  Distribution distribution;
  std::string source;
  std::string assumption;
  bool is_assumption() const { return source.empty(); }
};

}  // namespace blackstart::sim
