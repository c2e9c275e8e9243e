#pragma once

#include <span>
#include <string>
#include <vector>

#include "drill/actual/actual.h"
#include "drill/scenario.h"

namespace blackstart::drill {

// Timings as real drills measured them, for a scenario's "timings": each operation's durations
// pooled as samples, with the steps and drills that they are from as the source; and as many
// responses of each person as a drill says when they were asked.
struct Calibration {
  std::string timings;  // JSON; empty: no step of any drill is one of the plan's
  std::string people;   // JSON, for its "people"; empty: nobody says when they were asked
  std::vector<std::string> left_out;  // "file:line: step: why", of what is no operation's duration
};

Calibration calibrate(const Scenario& scenario, std::span<const ActualDrill> drills);

}  // namespace blackstart::drill
