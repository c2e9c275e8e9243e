#pragma once

#include <functional>
#include <string>
#include <vector>

#include "drill/scenario.h"

namespace blackstart::drill {

// A duration that a run draws or reads, and where its setup keeps it.
struct InputFigure {
  std::string name;  // "cluster.create", "protection/production/hourly/lag", "people/commander"
  sim::Timing timing;
  // Values that it may have, from the least to the most, each as plausible as the others: its
  // range. Empty: its timing says what it may be.
  std::vector<Duration> plausible;
  // Gives another value to everything in the setup that is written as this figure.
  std::function<void(sim::Setup& setup, const sim::Distribution& value)> put;

  // An assumption is one number that nobody knows: its spread is ignorance, not luck.
  bool is_assumption() const { return timing.is_assumption(); }
  bool is_measured() const { return !timing.distribution.measured().empty(); }
  bool has_spread() const { return !timing.distribution.is_constant(); }
  // Nobody said how wrong it may be.
  bool is_bare_guess() const {
    return is_assumption() && !has_spread() && timing.distribution.median() > Duration{0};
  }
};

// All figures that may matter: those with a spread, and assumptions. Operations of the plan, what
// the platform and Airflow do by themselves, copies, tasks, people; ends that nobody published
// last.
std::vector<InputFigure> inputs_of(const Scenario& scenario);
// The figures that are not known for sure: assumptions with a spread, and samples, which are few.
std::vector<InputFigure> uncertain_inputs_of(const Scenario& scenario);

// The same scenario with another figure. The engine expects what it expected before: nobody tells
// it the truth.
Scenario with_input(const Scenario& scenario, const InputFigure& input,
                    const sim::Distribution& distribution);

// Where nobody declared its ends, a figure is looked at between these quantiles; a bare guess from
// so little of it to so much.
inline constexpr double kInputLow = 0.05, kInputHigh = 0.95;
inline constexpr double kGuessLow = 0.5, kGuessHigh = 2;
// The value at `place`: 0 is the low end of what the figure may be, 1 the high end.
Duration value_within(const InputFigure& input, double place);

// Set number `set` of `sets` (0 <= set < sets): every assumption is held at one value from its
// range, every list of samples is drawn anew with replacement. The first set holds all assumptions
// at their low ends and the second at their high ends; over the others each visits all of its
// range evenly, its ends included (Latin hypercube; McKay, Beckman, Conover 1979).
Scenario with_input_set(const Scenario& scenario, std::size_t set, std::size_t sets,
                        std::uint64_t seed);

}  // namespace blackstart::drill
