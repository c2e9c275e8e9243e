#include "drill/campaign/sensitivity.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "drill/campaign/compare.h"
#include "drill/campaign/judgement.h"

namespace blackstart::drill {
namespace {

using std::chrono::seconds;

// Only one end has a mean: how far the other is from it nobody knows, but it is not nothing.
double rank_of(const Sway& sway) {
  if (const auto swing = sway.swing()) return *swing;
  return sway.at_low.rta.mean.has_value() != sway.at_high.rta.mean.has_value() ? kInfinity : 0;
}

bool ranks_before(const Sway& a, const Sway& b) {
  return std::pair(a.change_of_share(), rank_of(a)) > std::pair(b.change_of_share(), rank_of(b));
}

using std::chrono::hours, std::chrono::minutes;
// What people count in.
constexpr std::array<Duration, 15> kUnits = {seconds(1),  seconds(2),  seconds(5),  seconds(10),
                                             seconds(15), seconds(30), minutes(1),  minutes(2),
                                             minutes(5),  minutes(10), minutes(15), minutes(30),
                                             hours(1),    hours(6),    hours(24)};

// Of the values that hold and those that do not, the two that are nearest.
struct Bracket {
  Duration met{}, not_met{};
  Verdict verdict = Verdict::missed;  // of the one that is not met

  Duration width() const { return std::max(met, not_met) - std::min(met, not_met); }
  // To a second, or to 1 % where that is coarser.
  Duration tolerance() const { return std::max<Duration>(seconds(1), met / 100); }
  bool is_wide() const { return width() > tolerance(); }
  // In whole units where one lies between: those can be told as they are.
  Duration middle() const {
    const Duration least = std::min(met, not_met), exact = least + width() / 2;
    const auto unit = std::ranges::upper_bound(kUnits, tolerance()) - 1;
    const Duration whole = exact - exact % *unit;
    return whole > least ? whole : exact;
  }
};

Duration resolution(const BreakEven& found) {
  const Duration width = std::max(found.at, found.beyond) - std::min(found.at, found.beyond);
  const auto* unit = std::ranges::find_if(kUnits, [&](Duration each) { return each >= width; });
  return unit == kUnits.end() ? kUnits.back() : *unit;
}

Duration rounded_up(Duration duration, Duration step) {
  const Duration down = duration - duration % step;
  return down < duration ? down + step : down;
}

class Analyst {
 public:
  Analyst(const Scenario& scenario, const SensitivityPlan& plan, const Rehearser& rehearse)
      : scenario_(scenario),
        plan_(plan),
        rehearse_(rehearse),
        said_(run(judged_by_the_run(scenario), plan.first_seed, {}, Detail::figures)) {}

  Sensitivity analyse() {
    sensitivity_.file = scenario_.file.generic_string();
    sensitivity_.title = scenario_.title;
    sensitivity_.first_seed = plan_.first_seed;
    sensitivity_.runs = plan_.runs;
    sensitivity_.required = plan_.required;
    sway_all();
    for (std::size_t i = 0; i < scenario_.objectives.size(); ++i) find_break_evens(i);
    return std::move(sensitivity_);
  }

 private:
  using Rows = std::span<const Row>;

  // The scenario as it is, then every figure held low and held high.
  void sway_all() {
    std::vector<Scenario> worlds = {scenario_};
    for (const InputFigure& input : inputs_of(scenario_)) {
      Sway sway{.input = input, .low = value_within(input, 0), .high = value_within(input, 1)};
      if (sway.low == sway.high) continue;
      for (const Duration held : {sway.low, sway.high}) worlds.push_back(world_with(input, held));
      sensitivity_.sways.push_back(std::move(sway));
    }
    const std::vector<Row> rows =
        rehearse_(worlds, runs_of_comparison(worlds.size(), plan_.first_seed, plan_.runs));
    const auto effect_in = [&](std::size_t world) {
      return effect_of(Rows(rows).subspan(world * plan_.runs, plan_.runs));
    };
    sensitivity_.base = effect_in(0);
    for (std::size_t i = 0; i < sensitivity_.sways.size(); ++i) {
      sensitivity_.sways[i].at_low = effect_in(1 + 2 * i);
      sensitivity_.sways[i].at_high = effect_in(2 + 2 * i);
    }
    std::ranges::stable_sort(sensitivity_.sways, ranks_before);
  }

  Scenario world_with(const InputFigure& input, Duration held) const {
    return with_input(scenario_, input, sim::Distribution::constant(held));
  }

  Effect effect_of(Rows rows) const {
    Effect effect;
    std::vector<Measured> values;
    std::vector<const Row*> pointers;
    for (const Row& row : rows) {
      values.push_back(row.measured.front());
      pointers.push_back(&row);
    }
    effect.rta = summarize({std::string(kHeadline), Unit::duration}, values);
    for (std::size_t i = 0; i < scenario_.objectives.size(); ++i) {
      effect.objectives.push_back(judge_objective_over(pointers, i, plan_.required));
      effect.objectives.back().says = said_.objectives[i].says;
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

  Verdict verdict_at(std::size_t objective, const InputFigure& input, Duration held) const {
    const Scenario world = world_with(input, held);
    const std::vector<Row> rows =
        rehearse_({&world, 1}, runs_of_seeds(plan_.first_seed, plan_.runs));
    return verdict_of(effect_of(rows).objectives[objective]);
  }

  void find_break_evens(std::size_t objective) {
    for (std::size_t i = 0; i < sensitivity_.sways.size(); ++i) {
      const Sway& sway = sensitivity_.sways[i];
      const bool decides = verdict_of(sway.at_low.objectives[objective]) !=
                           verdict_of(sway.at_high.objectives[objective]);
      const bool is_wide = i < plan_.break_even_figures && sway.makes_a_difference();
      if (!decides && !is_wide) continue;
      sensitivity_.break_evens.push_back(break_even(objective, sway));
      sensitivity_.break_evens.back().objective = said_.objectives[objective].says;
      sensitivity_.break_evens.back().figure = sway.input.name;
    }
  }

  // Between the ends where they differ; else from no time to far beyond the high end.
  BreakEven break_even(std::size_t objective, const Sway& sway) const {
    const Verdict low = verdict_of(sway.at_low.objectives[objective]);
    const Verdict high = verdict_of(sway.at_high.objectives[objective]);
    if (low == Verdict::met && high == Verdict::met) return break_even_above(objective, sway);
    if (low == Verdict::met)
      return narrowed(objective, sway, {.met = sway.low, .not_met = sway.high, .verdict = high});
    if (high == Verdict::met)
      return narrowed(objective, sway, {.met = sway.high, .not_met = sway.low, .verdict = low});
    const Verdict at_once = verdict_at(objective, sway.input, Duration{0});
    if (at_once == Verdict::met)
      return narrowed(objective, sway, {.met = Duration{0}, .not_met = sway.low, .verdict = low});
    // A delay may help: what is late for one tick of a schedule may be early for the next.
    const Duration far = far_beyond(objective, sway);
    const Verdict at_last = verdict_at(objective, sway.input, far);
    if (at_last == Verdict::met)
      return narrowed(objective, sway, {.met = far, .not_met = sway.high, .verdict = high});
    const bool is_certain = low == Verdict::missed && high == Verdict::missed &&
                            at_once == Verdict::missed && at_last == Verdict::missed;
    return {.objective = {},
            .figure = {},
            .kind = is_certain ? BreakEven::Kind::never : BreakEven::Kind::unknown,
            .at = far};
  }

  Duration far_beyond(std::size_t objective, const Sway& sway) const {
    const Duration rto = scenario_.objectives[objective].rto.value_or(Duration{0});
    return std::max(rto, 2 * sway.high);
  }

  BreakEven break_even_above(std::size_t objective, const Sway& sway) const {
    const Duration far = far_beyond(objective, sway);
    const Verdict verdict = verdict_at(objective, sway.input, far);
    if (verdict != Verdict::met)
      return narrowed(objective, sway, {.met = sway.high, .not_met = far, .verdict = verdict});
    return {.objective = {}, .figure = {}, .kind = BreakEven::Kind::always, .at = far};
  }

  // Bisection. Where the objective turns more than once, it finds one of these places.
  BreakEven narrowed(std::size_t objective, const Sway& sway, Bracket bracket) const {
    while (bracket.is_wide()) {
      const Duration middle = bracket.middle();
      const Verdict verdict = verdict_at(objective, sway.input, middle);
      (verdict == Verdict::met ? bracket.met : bracket.not_met) = middle;
      if (verdict != Verdict::met) bracket.verdict = verdict;
    }
    const bool is_below = bracket.met < bracket.not_met;
    return {.objective = {},
            .figure = {},
            .kind = is_below ? BreakEven::Kind::below : BreakEven::Kind::above,
            .at = bracket.met,
            .beyond = bracket.not_met,
            .verdict_beyond = bracket.verdict};
  }

  const Scenario& scenario_;
  const SensitivityPlan& plan_;
  const Rehearser& rehearse_;
  Outcome said_;  // one run, for the words of its judgements
  Sensitivity sensitivity_;
};

}  // namespace

std::optional<double> Sway::swing() const {
  const Summary &first = at_low.rta, &second = at_high.rta;
  if (first.runs == 0 && second.runs == 0) return 0;
  if (first.mean && second.mean) return std::abs(second.mean->value - first.mean->value);
  const bool is_never = (first.never > 0) != (second.never > 0);
  return is_never ? std::optional(kInfinity) : std::nullopt;
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

// To units that people count in, away from where it turns.
Duration BreakEven::rounded() const {
  return kind == Kind::above ? rounded_up(at, resolution(*this)) : at - at % resolution(*this);
}

Duration BreakEven::rounded_beyond() const {
  const Duration step = resolution(*this);
  return kind == Kind::above ? beyond - beyond % step : rounded_up(beyond, step);
}

Sensitivity sensitivity_of(const Scenario& scenario, const SensitivityPlan& plan,
                           const Rehearser& rehearse) {
  return Analyst(scenario, plan, rehearse).analyse();
}

}  // namespace blackstart::drill
