#include "drill/campaign/inputs.h"

#include <algorithm>

#include "drill/campaign/figures.h"
#include "providers/mock/operations.h"
#include "recovery/check.h"
#include "sim/random.h"

namespace blackstart::drill {
namespace {

Scenario rebound(const Scenario& scenario, sim::Setup setup) {
  Scenario changed = scenario;
  changed.setup = std::make_shared<const sim::Setup>(std::move(setup));
  changed.binding = std::make_shared<const sim::Binding>(changed.setup, mock::operations());
  return changed;
}

bool is_uncertain(const InputFigure& input) {
  return input.has_spread() && (input.is_assumption() || input.is_measured());
}

Duration between(Duration low, Duration high, double place) {
  return low +
         Duration(static_cast<Duration::rep>(static_cast<double>((high - low).count()) * place));
}

// Evenly over the values, in a straight line from each to the next.
Duration among(const std::vector<Duration>& values, double place) {
  const double position = place * static_cast<double>(values.size() - 1);
  const auto below = std::min(static_cast<std::size_t>(position), values.size() - 1);
  const auto above = std::min(below + 1, values.size() - 1);
  return between(values[below], values[above], position - static_cast<double>(below));
}

// The luck of one figure in one set of inputs.
class Redraw {
 public:
  Redraw(std::uint64_t seed, const std::string& figure)
      : seed_(seed), figure_(sim::hash_name(figure)) {}

  sim::Distribution of(const InputFigure& input, std::size_t set, std::size_t sets) const {
    if (input.is_measured()) return bootstrapped(input.timing.distribution.measured(), set);
    return sim::Distribution::constant(value_within(input, position_of(set, sets)));
  }

 private:
  static constexpr std::size_t kCorners = 2;  // all low, all high: what adds up flips there first

  // Between its low end, 0, and its high one, 1.
  double position_of(std::size_t set, std::size_t sets) const {
    constexpr double kMiddle = 0.5;
    if (sets == 1) return kMiddle;
    if (set < kCorners) return static_cast<double>(set);
    const std::size_t others = sets - kCorners;
    if (others == 1) return kMiddle;
    return static_cast<double>(stratum(set, sets)) / static_cast<double>(others - 1);
  }

  double luck(std::string_view purpose, std::size_t which) const {
    return sim::uniform({.seed = seed_,
                         .purpose = sim::hash_name(purpose),
                         .entity = figure_,
                         .attempt = static_cast<std::uint32_t>(which)});
  }

  // A permutation of the sets that are no corners: the rank of this set's number among theirs.
  std::size_t stratum(std::size_t set, std::size_t sets) const {
    const double own = luck("input set", set);
    std::size_t below = 0;
    for (std::size_t other = kCorners; other < sets; ++other)
      below += luck("input set", other) < own;
    return below;
  }

  sim::Distribution bootstrapped(std::span<const Duration> measured, std::size_t set) const {
    std::vector<Duration> again;
    for (std::size_t i = 0; i < measured.size(); ++i) {
      const double where = luck("bootstrap", set * measured.size() + i);
      again.push_back(
          measured[static_cast<std::size_t>(where * static_cast<double>(measured.size()))]);
    }
    return sim::Distribution::samples(std::move(again));
  }

  std::uint64_t seed_, figure_;
};

}  // namespace

std::vector<InputFigure> inputs_of(const Scenario& scenario) {
  std::vector<InputFigure> inputs = figures_of(scenario);
  std::erase_if(inputs, [](const InputFigure& input) {
    return !input.has_spread() && !input.is_assumption();
  });
  return inputs;
}

std::vector<InputFigure> uncertain_inputs_of(const Scenario& scenario) {
  std::vector<InputFigure> inputs = inputs_of(scenario);
  std::erase_if(inputs, [](const InputFigure& input) { return !is_uncertain(input); });
  return inputs;
}

Scenario with_input(const Scenario& scenario, const InputFigure& input,
                    const sim::Distribution& distribution) {
  sim::Setup setup = *scenario.setup;
  input.put(setup, distribution);
  return rebound(scenario, std::move(setup));
}

Duration value_within(const InputFigure& input, double place) {
  if (!input.plausible.empty()) return among(input.plausible, place);
  const sim::Distribution& spread = input.timing.distribution;
  if (input.is_bare_guess())
    return between(sim::stretched(spread.median(), kGuessLow),
                   sim::stretched(spread.median(), kGuessHigh), place);
  if (const auto ends = spread.ends()) return between(ends->low, ends->high, place);
  return spread.quantile(kInputLow + (kInputHigh - kInputLow) * place);
}

Scenario with_input_set(const Scenario& scenario, std::size_t set, std::size_t sets,
                        std::uint64_t seed) {
  recovery::check(set < sets, "the set is one of the sets");
  sim::Setup setup = *scenario.setup;
  for (const InputFigure& input : uncertain_inputs_of(scenario))
    input.put(setup, Redraw(seed, input.name).of(input, set, sets));
  return rebound(scenario, std::move(setup));
}

}  // namespace blackstart::drill
