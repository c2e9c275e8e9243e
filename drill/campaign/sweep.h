#pragma once

#include <string>
#include <vector>

#include "drill/campaign/sample.h"
#include "drill/report/report.h"

// One scenario with some of its values varied: every combination under the same seeds.
namespace blackstart::drill {

// A JSON pointer and the values that go there: "/detection/misses=2,3,5".
struct Axis {
  std::string pointer;
  std::vector<std::string> values;  // JSON, or else plain words
};
// nullopt: it is not POINTER=VALUE,...; commas inside of JSON strings, lists and objects do not
// separate.
std::optional<Axis> axis_in(const std::string& text);

// Every combination; the last axis turns fastest.
std::vector<std::vector<Change>> grid_of(std::span<const Axis> axes);

struct GridPoint {
  std::vector<std::string> values;  // by axis
  Summary rta, lost;
  std::vector<JudgedOverRuns> objectives;
};

struct Sweep {
  std::string file, title;
  std::uint64_t first_seed = 1;
  std::size_t runs = 0;  // of each point
  std::vector<std::string> axes;
  std::vector<GridPoint> points;  // at least one
};

// `rows` in the order of runs_of_comparison, all of them; variants in the order of the grid.
Sweep sweep(std::span<const Axis> axes, std::span<const Scenario> variants,
            std::span<const Row> rows);

std::string write_sweep_text(const Sweep& sweep, const Style& style);
// Schema blackstart/sweep/1.
std::string write_sweep_json(const Sweep& sweep, const Style& style);

}  // namespace blackstart::drill
