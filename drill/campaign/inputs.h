#pragma once

#include <string>
#include <vector>

#include "drill/scenario.h"

namespace blackstart::drill {

// A duration that a scenario's recovery is made of.
struct InputFigure {
  std::string name;  // "cluster.create", "people/incident-commander"
  sim::Timing timing;
  // An assumption is one number that nobody knows: its spread is ignorance, not luck.
  bool is_assumption() const { return timing.is_assumption(); }
  bool is_measured() const { return !timing.distribution.measured().empty(); }
  bool has_spread() const { return !timing.distribution.is_constant(); }
};

// Those that steps of the plan take, people last, each by name.
std::vector<InputFigure> inputs_of(const Scenario& scenario);
// Those that are not known for sure: assumptions with a spread, and samples, which are few.
std::vector<InputFigure> uncertain_inputs_of(const Scenario& scenario);

// The same scenario with another figure. The engine expects what it expected before: nobody tells
// it the truth.
Scenario with_input(const Scenario& scenario, const std::string& name,
                    const sim::Distribution& distribution);

// How far an assumption may be from the truth: between these quantiles of its spread.
inline constexpr double kInputLow = 0.05, kInputHigh = 0.95;

// Set number `set` of `sets` (0 <= set < sets): every assumption is held at one value from its
// range, every list of samples is drawn anew with replacement. Over all sets each assumption visits
// all of its range evenly (Latin hypercube; McKay, Beckman, Conover 1979).
Scenario with_input_set(const Scenario& scenario, std::size_t set, std::size_t sets,
                        std::uint64_t seed);

}  // namespace blackstart::drill
