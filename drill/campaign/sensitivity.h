#pragma once

#include <functional>
#include <string>
#include <vector>

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

// One figure held at its low and at its high end, everything else as luck has it.
struct Sway {
  InputFigure input;
  Duration low{}, high{};
  Effect at_low, at_high;
  // Of the mean RTA, in microseconds: infinite where only one end gets there in all runs; nullopt:
  // a run was too short to tell.
  std::optional<double> swing() const;
  // The largest change in the share of runs that meet an objective, or miss it.
  double change_of_share() const;
  bool makes_a_difference() const { return change_of_share() > 0 || swing().value_or(0) > 0; }
};

// How long a figure may take before an objective is missed.
struct BreakEven {
  std::string objective;  // in words
  std::string figure;
  // Held whatever it takes, or missed wherever it was tried; while it takes less, or more; or too
  // many runs cannot tell.
  enum class Kind : std::uint8_t { always, never, below, above, unknown } kind = Kind::unknown;
  Duration at{};      // below, above: met up to here; always, never: it was tried up to here
  Duration beyond{};  // below, above: the nearest that was tried and is not met
  Verdict verdict_beyond = Verdict::missed;
  // No more precise than it was searched: where it holds for sure, and where it does not any more.
  Duration rounded() const;
  Duration rounded_beyond() const;
};

struct Sensitivity {
  std::string file, title;
  std::uint64_t first_seed = 1;
  std::size_t runs = 0;  // of each variant, under the same seeds
  double required = 0.95;
  Effect base;              // as things are
  std::vector<Sway> sways;  // what decides an objective first, then the widest swing
  std::vector<BreakEven> break_evens;
};

struct SensitivityPlan {
  std::uint64_t first_seed = 1;
  std::size_t runs = 50;
  double required = 0.95;  // share of runs that must meet an objective
  // Break-evens are looked for of so many figures, and of all that change the verdict.
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
