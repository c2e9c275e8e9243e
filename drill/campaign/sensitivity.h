#pragma once

#include <functional>
#include <string>
#include <vector>

#include "drill/campaign/break_even.h"
#include "drill/campaign/compare.h"
#include "drill/campaign/inputs.h"
#include "drill/campaign/sample.h"
#include "drill/report/report.h"

// Which figures the recovery time depends on, and how long each may take.
namespace blackstart::drill {

// What many runs say where one figure is held at one value.
struct Effect {
  Summary rta;  // the headline
  std::vector<JudgedOverRuns> objectives;
};

// One figure held at its low and at its high end, everything else as luck has it. An assumption of
// no time at all has no ends: half and double of it are the same.
struct Sway {
  InputFigure input;
  Duration low{}, high{};
  Effect at_low, at_high;
  Difference rta;  // the headline, of the high end to the low one, run by run
  bool has_ends() const { return low != high; }
  bool is_of_no_time() const { return input.is_assumption() && high == Duration{0}; }
  // The change of the mean RTA of the runs that get there, in microseconds: infinite where some get
  // there at one end only; nullopt: a run was too short to tell.
  std::optional<double> swing() const;
  // The largest change in the share of runs that meet an objective, or miss it.
  double change_of_share() const;
  bool makes_a_difference() const {  // of a second at least
    constexpr double kSecond = Duration(std::chrono::seconds(1)).count();
    return change_of_share() > 0 || swing().value_or(0) >= kSecond;
  }
};

struct Sensitivity {
  std::string file, title;
  std::uint64_t first_seed = 1;
  std::size_t runs = 0;  // of each variant, under the same seeds
  double required = 0.95;
  Effect base;              // as things are
  std::vector<Sway> sways;  // what decides an objective first, then the widest swing
  std::vector<BreakEven> break_evens;
  std::size_t break_even_figures = 0;     // as planned
  std::vector<std::string> not_searched;  // make a difference, and less than so many others
};

struct SensitivityPlan {
  std::uint64_t first_seed = 1;
  std::size_t runs = 50;
  double required = 0.95;  // share of runs that must meet an objective
  // Break-evens are looked for of this many figures that make a difference, the widest first, of
  // all that change the verdict, and of those that are assumed to take no time: each costs many
  // runs.
  std::size_t break_even_figures = 5;
};

// Carries out runs; may throw to give up.
using Rehearser =
    std::function<std::vector<Row>(std::span<const Scenario>, std::span<const PlannedRun>)>;

Sensitivity sensitivity_of(const Scenario& scenario, const SensitivityPlan& plan,
                           const Rehearser& rehearse);

std::string write_sensitivity_text(const Sensitivity& sensitivity, const Style& style);
// Schema blackstart/sensitivity/1.
std::string write_sensitivity_json(const Sensitivity& sensitivity, const Style& style);
// A tornado: a bar per figure, the widest on top.
std::string write_tornado_svg(const Sensitivity& sensitivity);

}  // namespace blackstart::drill
