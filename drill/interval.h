#pragma once

#include <limits>

namespace blackstart::drill {

// Longer than any time: what never comes takes as long.
inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Between which two numbers one lies that is not known better.
struct Interval {
  double low = 0, high = 0;
  bool holds(double value) const { return low <= value && value <= high; }
};

}  // namespace blackstart::drill
