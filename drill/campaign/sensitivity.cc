#include "drill/campaign/sensitivity.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "drill/campaign/compare.h"

namespace blackstart::drill {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

class Analyst {
 public:
  Analyst(const Scenario& scenario, const SensitivityPlan& plan, const Rehearser& rehearse)
      : scenario_(scenario), plan_(plan), rehearse_(rehearse) {}

  Sensitivity analyse() {
    sensitivity_.file = scenario_.file.generic_string();
    sensitivity_.title = scenario_.title;
    sensitivity_.first_seed = plan_.first_seed;
    sensitivity_.runs = plan_.runs;
    sensitivity_.required = plan_.required;
    sway_all();
    for (std::size_t i = 0; i < scenario_.objectives.size(); ++i) {
      if (scenario_.objectives[i].rto) find_break_evens(i);
    }
    return std::move(sensitivity_);
  }

 private:
  using Rows = std::span<const Row>;

  // The scenario as it is, then every figure held low and held high.
  void sway_all() {
    std::vector<Scenario> worlds = {scenario_};
    for (const InputFigure& input : inputs_of(scenario_)) {
      if (!input.has_spread()) continue;
      const sim::Distribution& spread = input.timing.distribution;
      Sway sway{
          .input = input, .low = spread.quantile(kInputLow), .high = spread.quantile(kInputHigh)};
      for (const Duration held : {sway.low, sway.high})
        worlds.push_back(with_input(scenario_, input.name, sim::Distribution::constant(held)));
      sensitivity_.sways.push_back(std::move(sway));
    }
    const std::vector<Row> rows =
        rehearse_(worlds, runs_of_comparison(worlds.size(), plan_.first_seed, plan_.runs));
    const auto mean_in = [&](std::size_t world) {
      return mean_of_world(Rows(rows).subspan(world * plan_.runs, plan_.runs));
    };
    sensitivity_.base = mean_in(0);
    for (std::size_t i = 0; i < sensitivity_.sways.size(); ++i) {
      sensitivity_.sways[i].at_low = mean_in(1 + 2 * i);
      sensitivity_.sways[i].at_high = mean_in(2 + 2 * i);
    }
    std::ranges::stable_sort(sensitivity_.sways, std::ranges::greater{}, &Sway::swing);
  }

  static std::optional<double> mean_of_world(Rows rows) {
    std::vector<Measured> values;
    for (const Row& row : rows) values.push_back(row.measured.front());
    const Summary summary = summarize({.name = std::string(kHeadline)}, values);
    return summary.mean ? std::optional(summary.mean->value) : std::nullopt;
  }

  bool is_met(std::size_t objective, const std::string& figure, Duration held) const {
    const Scenario world = with_input(scenario_, figure, sim::Distribution::constant(held));
    const std::vector<Row> rows =
        rehearse_({&world, 1}, runs_of_seeds(plan_.first_seed, plan_.runs));
    const auto met = std::ranges::count_if(
        rows, [&](const Row& row) { return row.objectives[objective] == Verdict::met; });
    return static_cast<double>(met) >= plan_.required * static_cast<double>(plan_.runs);
  }

  void find_break_evens(std::size_t objective) {
    const std::string says =
        run(judged_by_the_run(scenario_), plan_.first_seed, {}, Detail::figures)
            .objectives[objective]
            .says;
    const std::size_t figures = std::min(plan_.break_even_figures, sensitivity_.sways.size());
    for (std::size_t i = 0; i < figures; ++i) {
      if (sensitivity_.sways[i].swing() == 0) return;
      BreakEven found = break_even(objective, sensitivity_.sways[i]);
      found.objective = says;
      sensitivity_.break_evens.push_back(std::move(found));
    }
  }

  // Bisection to a minute. Where a step that takes longer can help (people then meet another order
  // of work), it finds one of the places where the objective turns.
  BreakEven break_even(std::size_t objective, const Sway& sway) const {
    const std::string& figure = sway.input.name;
    BreakEven found{.objective = {}, .figure = figure};
    if (!is_met(objective, figure, Duration{0})) return found;
    Duration met{0}, missed = std::max(*scenario_.objectives[objective].rto, 2 * sway.high);
    if (is_met(objective, figure, missed)) {
      found.kind = BreakEven::Kind::always;
      found.at = missed;
      return found;
    }
    while (missed - met > std::chrono::minutes(1)) {
      const Duration middle = met + (missed - met) / 2;
      (is_met(objective, figure, middle) ? met : missed) = middle;
    }
    found.kind = BreakEven::Kind::below;
    found.at = met;
    return found;
  }

  const Scenario& scenario_;
  const SensitivityPlan& plan_;
  const Rehearser& rehearse_;
  Sensitivity sensitivity_;
};

}  // namespace

double Sway::swing() const {
  if (!at_low && !at_high) return 0;
  if (!at_low || !at_high) return kInfinity;
  return std::abs(*at_high - *at_low);
}

Sensitivity sensitivity_of(const Scenario& scenario, const SensitivityPlan& plan,
                           const Rehearser& rehearse) {
  return Analyst(scenario, plan, rehearse).analyse();
}

}  // namespace blackstart::drill
