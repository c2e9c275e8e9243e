#include "drill/campaign/sample.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "drill/acceptance.h"
#include "drill/campaign/inputs.h"
#include "drill/campaign/judgement.h"
#include "drill/campaign/row.h"
#include "drill/says.h"
#include "recovery/check.h"

namespace blackstart::drill {
namespace {

constexpr std::size_t kWorst = 5;

using Rows = std::vector<const Row*>;

// By variant: the runs of the scenario, then those of each set of inputs.
std::vector<Rows> by_variant(std::span<const Row> rows, std::size_t sets) {
  std::vector<Rows> variants(sets + 1);
  for (const Row& row : rows) variants.at(row.variant).push_back(&row);
  return variants;
}

// A part of a set would say something else than all of it.
std::vector<Rows> without_partial_sets(std::vector<Rows> variants, std::size_t runs_of_a_set) {
  const auto partial = std::find_if(variants.begin() + 1, variants.end(),
                                    [=](const Rows& set) { return set.size() < runs_of_a_set; });
  variants.erase(partial, variants.end());
  return variants;
}

std::vector<Measured> values_in(const Rows& rows, std::size_t column) {
  std::vector<Measured> values;
  for (const Row* row : rows) values.push_back(row->measured[column]);
  return values;
}

std::size_t sets_of(const Scenario& scenario, const SamplePlan& plan) {
  return uncertain_inputs_of(scenario).empty() ? 0 : plan.sets;
}

// What was measured, with which of it hangs together; `clusters` is empty where nothing does.
struct Series {
  std::vector<Measured> values;
  std::vector<std::uint64_t> clusters;
};

Series without_nothing(const std::vector<Measured>& values,
                       const std::vector<std::uint64_t>& clusters) {
  Series series;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i].is_nothing()) continue;
    series.values.push_back(values[i]);
    if (!clusters.empty()) series.clusters.push_back(clusters[i]);
  }
  return series;
}

Quantile quantile(const Series& series, const std::vector<Measured>& sorted, double p) {
  std::vector<double> numbers;  // what never came is the largest of all
  for (const Measured& value : series.values) numbers.push_back(static_cast<double>(value.rank()));
  const Ranks ranks = quantile_ranks(p, numbers, series.clusters);
  return {.p = p,
          .value = sorted[ranks.value],
          .low = sorted[ranks.low],
          .high = sorted[ranks.high],
          .is_open_below = ranks.is_open_below,
          .is_open_above = ranks.is_open_above};
}

std::optional<Estimate> mean(const Series& series) {
  std::vector<double> numbers;
  for (const Measured& value : series.values) {
    if (!value.is_known()) return std::nullopt;
    numbers.push_back(static_cast<double>(value.value));
  }
  if (numbers.empty()) return std::nullopt;
  return mean_of(numbers, series.clusters);
}

std::optional<Estimate> mean_in(const Rows& rows, std::size_t column) {
  return mean(without_nothing(values_in(rows, column), clusters_of(rows)));
}

std::optional<double> precision_in(const Rows& rows) {
  const auto estimate = mean_in(rows, 0);
  if (!estimate || estimate->value <= 0 || std::isinf(estimate->interval.high)) return {};
  return (estimate->interval.high - estimate->value) / estimate->value;
}

class Reduction {
 public:
  Reduction(const Scenario& scenario, const SamplePlan& plan, std::span<const Row> rows)
      : scenario_(scenario),
        plan_(plan),
        quantities_(quantities_of(scenario)),
        variants_(without_partial_sets(by_variant(rows, sets_of(scenario, plan)),
                                       plan.runs_of_a_set())) {}

  Sample reduce() {
    sample_.file = scenario_.file.generic_string();
    sample_.title = scenario_.title;
    sample_.strategy = scenario_.strategy;
    sample_.plan = plan_;
    sample_.runs = variants_[0].size();
    sample_.sets_planned = sets_of(scenario_, plan_);
    sample_.sets = variants_.size() - 1;
    for (std::size_t i = 0; i < scenario_.objectives.size(); ++i) judge_objective(i);
    for (std::size_t i = 0; i < scenario_.expectations.size(); ++i) judge_expectation(i);
    accept(scenario_.accepted, plan_.today, sample_.objectives, sample_.expectations);
    summarize_all();
    name_the_worst();
    name_the_inputs();
    return std::move(sample_);
  }

 private:
  // Held at one value an assumption leaves little to luck: few runs that agree say enough.
  static Verdict verdict_of_set(const JudgedOverRuns& judged, std::size_t runs) {
    if (judged.met == runs) return Verdict::met;
    return judged.missed == runs ? Verdict::missed : judged.of_the_runs;
  }

  // What the runs say is unknown again where a set of inputs, for sure, says the opposite.
  void hold_against_inputs(JudgedOverRuns& judged, const auto& judge_set) const {
    judged.verdict = judged.of_the_runs;
    for (std::size_t set = 1; set < variants_.size(); ++set) {
      const Verdict verdict = verdict_of_set(judge_set(variants_[set]), variants_[set].size());
      judged.sets_met += verdict == Verdict::met;
      judged.sets_missed += verdict == Verdict::missed;
    }
    const bool flips = judged.of_the_runs == Verdict::met      ? judged.sets_missed > 0
                       : judged.of_the_runs == Verdict::missed ? judged.sets_met > 0
                                                               : false;
    if (flips) judged.verdict = Verdict::unknown;
  }

  void judge_objective(std::size_t index) {
    const auto over = [&](const Rows& rows) {
      return judge_objective_over(rows, index, plan_.required);
    };
    JudgedOverRuns judged = over(variants_[0]);
    judged.says = says_of(scenario_.objectives[index]);
    hold_against_inputs(judged, over);
    sample_.objectives.push_back(std::move(judged));
  }

  void judge_expectation(std::size_t index) {
    const Expectation& expectation = scenario_.expectations[index];
    const std::size_t column = quantities_.size() - scenario_.expectations.size() + index;
    const auto over = [&](const Rows& rows) {
      return judge_expectation_over(rows, expectation, index, column);
    };
    JudgedOverRuns judged = over(variants_[0]);
    judged.says = says_of(expectation);
    if (sample_.runs < expectation.runs) {
      judged.measured = "it asks for " + std::to_string(expectation.runs) + " runs";
      judged.of_the_runs = Verdict::unknown;
    }
    // A belief about every run that failed in one has failed, whatever other inputs would do.
    const bool is_settled = expectation.statistic.empty() && judged.of_the_runs == Verdict::missed;
    if (is_settled)
      judged.verdict = judged.of_the_runs;
    else
      hold_against_inputs(judged, over);
    sample_.expectations.push_back(std::move(judged));
  }

  void summarize_all() {
    if (variants_[0].empty()) return;
    for (std::size_t column = 0; column < quantities_.size(); ++column) {
      Summary summary = summarize(quantities_[column], values_in(variants_[0], column),
                                  clusters_of(variants_[0]));
      if (summary.runs == 0) continue;
      summary.over_inputs = over_inputs(column);
      sample_.summaries.push_back(std::move(summary));
    }
  }

  std::optional<Interval> over_inputs(std::size_t column) const {
    std::optional<Interval> range;
    for (std::size_t set = 1; set < variants_.size(); ++set) {
      const auto of_set = mean_in(variants_[set], column);
      if (!of_set) return std::nullopt;
      if (!range) range = {of_set->value, of_set->value};
      range = {std::min(range->low, of_set->value), std::max(range->high, of_set->value)};
    }
    return range;
  }

  void name_the_worst() {
    sample_.precision = precision_in(variants_[0]);
    for (const Row* row : variants_[0]) {
      if (!row->measured[0].is_nothing())
        sample_.worst.push_back({row->seed, row->prefix_seed, row->measured[0]});
    }
    std::ranges::stable_sort(sample_.worst, std::ranges::greater{}, &WorstRun::headline);
    sample_.worst.resize(std::min(sample_.worst.size(), kWorst));
  }

  void name_the_inputs() {
    for (const InputFigure& input : inputs_of(scenario_)) {
      if (input.is_assumption() && !input.has_spread())
        sample_.fixed_assumptions.push_back(input.name);
    }
    if (variants_.size() == 1) return;
    for (const InputFigure& input : uncertain_inputs_of(scenario_))
      sample_.uncertain.push_back(input.name);
  }

  const Scenario& scenario_;
  const SamplePlan& plan_;
  std::vector<Quantity> quantities_;
  std::vector<Rows> variants_;
  Sample sample_;
};

}  // namespace

std::vector<Scenario> variants_of(const Scenario& scenario, const SamplePlan& plan) {
  std::vector<Scenario> variants = {scenario};
  const std::size_t sets = sets_of(scenario, plan);
  for (std::size_t set = 0; set < sets; ++set)
    variants.push_back(with_input_set(scenario, set, sets, plan.first_seed));
  return variants;
}

std::vector<PlannedRun> runs_of(const Scenario& scenario, const SamplePlan& plan) {
  std::vector<PlannedRun> runs = runs_of_seeds(plan.first_seed, plan.runs);
  const auto prefix_of = [&plan](std::size_t i) -> std::optional<std::uint64_t> {
    if (plan.runs_per_prefix == 1) return std::nullopt;
    return plan.first_seed + i / plan.runs_per_prefix * plan.runs_per_prefix;
  };
  for (std::size_t i = 0; i < runs.size(); ++i) runs[i].prefix_seed = prefix_of(i);
  for (std::size_t set = 1; set <= sets_of(scenario, plan); ++set) {
    for (std::size_t i = 0; i < plan.runs_of_a_set(); ++i) {
      runs.push_back({.number = runs.size(),
                      .variant = static_cast<std::uint32_t>(set),
                      .seed = plan.first_seed + i,
                      .prefix_seed = prefix_of(i)});
    }
  }
  return runs;
}

Summary summarize(const Quantity& quantity, const std::vector<Measured>& values,
                  const std::vector<std::uint64_t>& clusters) {
  const Series series = without_nothing(values, clusters);
  Summary summary{.quantity = quantity, .runs = series.values.size()};
  if (series.values.empty()) return summary;
  // In the order of the runs: a sum in another order may round differently.
  summary.mean = mean(series);
  std::vector<Measured> sorted = series.values;
  std::ranges::sort(sorted);
  const auto count = [&sorted](bool (Measured::*is)() const) {
    return static_cast<std::size_t>(std::ranges::count_if(sorted, std::mem_fn(is)));
  };
  summary.never = count(&Measured::is_never);
  summary.unseen = count(&Measured::is_unseen);
  for (const double p : kQuantiles) summary.quantiles.push_back(quantile(series, sorted, p));
  summary.least = sorted.front();
  summary.most = sorted.back();
  return summary;
}

bool are_enough(const SamplePlan& plan, std::span<const Row> rows) {
  if (!plan.precision) return false;
  Rows pointers;
  for (const Row& row : rows) pointers.push_back(&row);
  const auto is_nothing = [](const Row& row) { return row.measured.front().is_nothing(); };
  const auto precision = precision_in(pointers);
  return precision ? *precision <= *plan.precision : std::ranges::all_of(rows, is_nothing);
}

int Sample::exit_code() const { return exit_code_of(objectives, expectations); }

Sample reduce(const Scenario& scenario, const SamplePlan& plan, std::span<const Row> rows) {
  return Reduction(scenario, plan, rows).reduce();
}

}  // namespace blackstart::drill
