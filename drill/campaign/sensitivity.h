#pragma once

#include <functional>
#include <string>
#include <vector>

#include "drill/campaign/inputs.h"
#include "drill/campaign/sample.h"
#include "drill/report/report.h"

// Which figures the recovery time depends on, and how long each may take.
namespace blackstart::drill {

// One figure held at its 5 % and at its 95 % quantile, everything else as luck has it.
struct Sway {
  InputFigure input;
  Duration low{}, high{};
  // The headline's mean; nullopt: a run did not get there.
  std::optional<double> at_low, at_high;
  double swing() const;  // microseconds; infinite where one end has no mean and the other has
};

// How long a figure may take before an objective is missed.
struct BreakEven {
  std::string objective;  // in words
  std::string figure;
  enum class Kind : std::uint8_t { always, never, below } kind = Kind::never;
  Duration at{};  // below: the objective is met up to here; always: it was tried up to here
};

struct Sensitivity {
  std::string file, title;
  std::uint64_t first_seed = 1;
  std::size_t runs = 0;  // of each variant, under the same seeds
  double required = 0.95;
  std::optional<double> base;  // the headline's mean as things are
  std::vector<Sway> sways;     // the widest swing first
  std::vector<BreakEven> break_evens;
};

struct SensitivityPlan {
  std::uint64_t first_seed = 1;
  std::size_t runs = 50;
  double required = 0.95;              // share of runs that must meet an objective
  std::size_t break_even_figures = 5;  // of the widest swings
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
