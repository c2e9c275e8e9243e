#pragma once

#include "drill/scenario.h"

namespace blackstart::drill {

// What is paid for 30 days of peace, at the scenario's prices: what a strategy stands on whether
// anything happens or not.
struct Bill {
  struct Line {
    double quantity = 0;  // in the unit of its price
    double dollars = 0;
  };
  std::array<Line, kBilled.size()> lines;  // by Billed
  double total() const;
};

// What bytes a row of a metadata database takes, indexes included.
inline constexpr double kBytesPerRow = 1024;  // assumption: no published figure

// Counted in the world as it is just before its first fault, and in how its data have grown until
// then. Of every copy the newest is kept, and what is added is sent; a replica of metadata is a
// database server of its own.
Bill bill_of(const Scenario& scenario);

}  // namespace blackstart::drill
