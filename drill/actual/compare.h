#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "drill/actual/actual.h"
#include "drill/report/report.h"
#include "drill/scenario.h"

namespace blackstart::drill {

// What many runs say of a stretch of time that the drill measured.
struct Prediction {
  std::string step;
  Duration actual{};
  std::size_t never = 0;                      // runs in which it was not finished
  std::optional<Duration> low, median, high;  // 5, 50 and 95 % of all runs; nullopt: not finished
  double percentile = 0;  // the share of all runs that took less, those that took the same by half
};

// A drill beside its prediction. A step lasts from when somebody or something begins to work on it
// until it is done; what a person takes to respond comes before, as a row of its own where the
// drill says when they were asked, and in none where it does not. A milestone from the first fault
// to the last Deployment that was hit.
struct DrillComparison {
  std::string scenario, drill;
  std::uint64_t first_seed = 1;
  std::size_t runs = 0;
  std::vector<Prediction> steps;         // known to both, in the drill's order
  std::optional<Prediction> total;       // from the first begin to the last end of these
  std::vector<std::string> unforeseen;   // in the drill; the plan does not know them
  std::vector<std::string> not_drilled;  // in the plan; the drill does not have them
  // In no run, and none came to anything that the drill has: a drill of another disaster.
  bool was_nothing_hit = false;
  // 0; 3 where nothing was hit, or the drill and the plan have nothing in common.
  int exit_code() const { return steps.empty() ? 3 : 0; }
};

struct CompareSettings {
  std::uint64_t first_seed = 1;
  std::size_t runs = 200;  // at least 1
  unsigned threads = 1;
};

DrillComparison compare_drill(const Scenario& scenario, const ActualDrill& drill,
                              const CompareSettings& settings);
std::string write_comparison_text(const DrillComparison& comparison, const Style& style);
std::string write_comparison_json(const DrillComparison& comparison, const Style& style);

}  // namespace blackstart::drill
