#pragma once

#include <span>
#include <string>
#include <vector>

#include "drill/actual/actual.h"
#include "drill/scenario.h"

namespace blackstart::drill {

// Timings as real drills measured them, for a scenario's "timings": each operation's durations
// pooled as samples, to the second, with the steps and drills that they are from as the source.
struct Calibration {
  std::string timings;                // JSON; empty: no step of any drill is one of the plan's
  std::vector<std::string> left_out;  // "file:line: step: why", of what is no operation's duration
};

Calibration calibrate(const Scenario& scenario, std::span<const ActualDrill> drills);

}  // namespace blackstart::drill
