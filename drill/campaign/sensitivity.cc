#include "drill/campaign/sensitivity.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "drill/campaign/judgement.h"
#include "drill/says.h"

namespace blackstart::drill {
namespace {

bool ranks_before(const Sway& a, const Sway& b) {
  return std::pair(a.change_of_share(), a.swing().value_or(0)) >
         std::pair(b.change_of_share(), b.swing().value_or(0));
}

// Both ends included.
void add_steps(Duration from, Duration to, int steps, std::vector<Duration>& values) {
  for (int i = 0; i <= steps; ++i) values.push_back(from + (to - from) * i / steps);
}

std::vector<Measured> headlines_of(std::span<const Row> rows) {
  std::vector<Measured> values;
  for (const Row& row : rows) values.push_back(row.measured.front());
  return values;
}

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
    sensitivity_.break_even_figures = plan_.break_even_figures;
    sway_all();
    if (!scenario_.objectives.empty()) find_break_evens();
    return std::move(sensitivity_);
  }

 private:
  using Rows = std::span<const Row>;

  // The scenario as it is, then every figure held low and held high.
  void sway_all() {
    std::vector<Scenario> variants = {scenario_};
    for (const InputFigure& input : inputs_of(scenario_)) {
      Sway sway{.input = input, .low = value_within(input, 0), .high = value_within(input, 1)};
      if (!sway.has_ends() && !sway.is_of_no_time()) continue;
      for (const Duration held : {sway.low, sway.high})
        variants.push_back(variant_with(input, held));
      sensitivity_.sways.push_back(std::move(sway));
    }
    const std::vector<Row> rows =
        rehearse_(variants, runs_of_comparison(variants.size(), plan_.first_seed, plan_.runs));
    const auto rows_in = [&](std::size_t variant) {
      return Rows(rows).subspan(variant * plan_.runs, plan_.runs);
    };
    sensitivity_.base = effect_of(rows_in(0));
    for (std::size_t i = 0; i < sensitivity_.sways.size(); ++i) {
      const Rows low = rows_in(1 + 2 * i), high = rows_in(2 + 2 * i);
      sensitivity_.sways[i].at_low = effect_of(low);
      sensitivity_.sways[i].at_high = effect_of(high);
      sensitivity_.sways[i].rta = difference_of({std::string(kHeadline), Unit::duration},
                                                headlines_of(low), headlines_of(high));
    }
    std::ranges::stable_sort(sensitivity_.sways, ranks_before);
    for (std::size_t i = 0; i < sensitivity_.sways.size(); ++i) {
      const Sway& sway = sensitivity_.sways[i];
      effects_[{i, sway.low}] = sway.at_low;
      effects_[{i, sway.high}] = sway.at_high;
    }
  }

  Scenario variant_with(const InputFigure& input, Duration held) const {
    return with_input(scenario_, input, sim::Distribution::constant(held));
  }

  Effect effect_of(Rows rows) const {
    Effect effect;
    std::vector<const Row*> pointers;
    for (const Row& row : rows) pointers.push_back(&row);
    effect.rta = summarize({std::string(kHeadline), Unit::duration}, headlines_of(rows));
    for (std::size_t i = 0; i < scenario_.objectives.size(); ++i) {
      effect.objectives.push_back(judge_objective_over(pointers, i, plan_.required));
      effect.objectives.back().says = says_of(scenario_.objectives[i]);
    }
    return effect;
  }

  // By the same runs everywhere: sampling error does not come between two variants.
  Verdict verdict_of(const JudgedOverRuns& judged) const {
    const double wanted = plan_.required * static_cast<double>(plan_.runs);
    if (static_cast<double>(judged.met) >= wanted) return Verdict::met;
    return static_cast<double>(judged.met + judged.unknown) < wanted ? Verdict::missed
                                                                     : Verdict::unknown;
  }

  // What one run after the other says where a figure is held at each of the values: every value is
  // rehearsed once, whatever is asked of it.
  void rehearse_at(std::size_t figure, std::span<const Duration> values) {
    std::vector<Scenario> variants;
    std::vector<Duration> held;
    for (const Duration value : values) {
      if (effects_.contains({figure, value})) continue;
      variants.push_back(variant_with(sensitivity_.sways[figure].input, value));
      held.push_back(value);
    }
    if (variants.empty()) return;
    const std::vector<Row> rows =
        rehearse_(variants, runs_of_comparison(variants.size(), plan_.first_seed, plan_.runs));
    for (std::size_t i = 0; i < held.size(); ++i)
      effects_[{figure, held[i]}] = effect_of(Rows(rows).subspan(i * plan_.runs, plan_.runs));
  }

  void find_break_evens() {
    std::vector<std::size_t> searched;
    for (std::size_t i = 0; i < sensitivity_.sways.size(); ++i) {
      const Sway& sway = sensitivity_.sways[i];
      if (is_of_probes(sway.input)) continue;
      if (is_searched(i))
        searched.push_back(i);
      else if (sway.makes_a_difference())
        sensitivity_.not_searched.push_back(sway.input.name);
    }
    for (std::size_t objective = 0; objective < scenario_.objectives.size(); ++objective) {
      for (const std::size_t figure : searched) find_break_even_of(objective, figure);
    }
  }

  bool is_searched(std::size_t figure) const {
    const Sway& sway = sensitivity_.sways[figure];
    const bool is_wide = figure < plan_.break_even_figures && sway.makes_a_difference();
    return is_wide || !sway.has_ends() || changes_a_verdict(sway);
  }

  bool changes_a_verdict(const Sway& sway) const {
    for (std::size_t i = 0; i < scenario_.objectives.size(); ++i) {
      if (verdict_of(sway.at_low.objectives[i]) != verdict_of(sway.at_high.objectives[i]))
        return true;
    }
    return false;
  }

  // Of what is assumed to take no time it is worth a word only where it turns.
  void find_break_even_of(std::size_t objective, std::size_t figure) {
    BreakEven found = break_even(objective, figure);
    const bool turns = found.least || found.most;
    if (sensitivity_.sways[figure].has_ends() || turns)
      sensitivity_.break_evens.push_back(std::move(found));
  }

  // What takes longer than it is waited for is no sighting: the loader refuses such a probe.
  bool is_of_probes(const InputFigure& input) const {
    return std::ranges::any_of(scenario_.setup->missions, [&](const auto& mission) {
      for (recovery::StepIndex i = mission->first_probe(); i < mission->declaration(); ++i)
        if (mission->step(i).operation == input.name) return true;
      return false;
    });
  }

  BreakEven break_even(std::size_t objective, std::size_t figure) {
    const Sway& sway = sensitivity_.sways[figure];
    BreakEven found = find_break_even(
        values_to_try(sway, objective), sway.input.timing.distribution.median(),
        [&](std::span<const Duration> values) {
          rehearse_at(figure, values);
          std::vector<Verdict> verdicts;
          for (const Duration value : values)
            verdicts.push_back(verdict_of(effects_.at({figure, value}).objectives[objective]));
          return verdicts;
        });
    found.objective = says_of(scenario_.objectives[objective]);
    found.figure = sway.input.name;
    return found;
  }

  // From no time over its ends to far beyond them: a delay may help, for what is late for one tick
  // of a schedule may be early for the next.
  std::vector<Duration> values_to_try(const Sway& sway, std::size_t objective) const {
    const Duration far = std::max({2 * sway.high, Duration(std::chrono::hours(1)),
                                   scenario_.objectives[objective].rto.value_or(Duration{0})});
    std::vector<Duration> values;
    add_steps(Duration{0}, sway.low, 2, values);
    add_steps(sway.low, sway.high, 4, values);
    add_steps(sway.high, far, 8, values);
    std::ranges::sort(values);
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
  }

  const Scenario& scenario_;
  const SensitivityPlan& plan_;
  const Rehearser& rehearse_;
  Sensitivity sensitivity_;
  std::map<std::pair<std::size_t, Duration>, Effect> effects_;  // by figure and value
};

}  // namespace

std::optional<double> Sway::swing() const {
  if (rta.never_in_one > 0) return kInfinity;
  if (rta.unseen > 0) return std::nullopt;
  return rta.mean ? std::abs(rta.mean->value) : 0;
}

double Sway::change_of_share() const {
  double most = 0;
  for (std::size_t i = 0; i < at_low.objectives.size(); ++i) {
    const JudgedOverRuns &first = at_low.objectives[i], &second = at_high.objectives[i];
    const auto runs = static_cast<double>(first.met + first.missed + first.unknown);
    for (const auto verdict : {&JudgedOverRuns::met, &JudgedOverRuns::missed}) {
      const double change =
          std::abs(static_cast<double>(first.*verdict) - static_cast<double>(second.*verdict));
      most = std::max(most, change / runs);
    }
  }
  return most;
}

Sensitivity sensitivity_of(const Scenario& scenario, const SensitivityPlan& plan,
                           const Rehearser& rehearse) {
  return Analyst(scenario, plan, rehearse).analyse();
}

}  // namespace blackstart::drill
