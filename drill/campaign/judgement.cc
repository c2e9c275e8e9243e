#include "drill/campaign/judgement.h"

#include <algorithm>
#include <charconv>

#include "drill/bound.h"
#include "drill/campaign/row.h"
#include "drill/campaign/words.h"
#include "drill/measures.h"
#include "recovery/check.h"

namespace blackstart::drill {
namespace {

void count_verdict(Verdict verdict, JudgedOverRuns& judged) {
  if (verdict == Verdict::met)
    ++judged.met;
  else if (verdict == Verdict::missed)
    ++judged.missed;
  else
    ++judged.unknown;
}

// What a run was too short to see lies beyond all that any run saw, and nobody knows how far: it is
// counted as this. One that has failed for being late fails whatever it is.
struct Stand {
  double unseen = kInfinity;
  std::size_t index = 0;  // of the expectation

  double number_of(const Row& row, std::size_t column) const {
    const Measured measured = row.measured[column];
    if (measured.is_never()) return kInfinity;
    if (!measured.is_unseen()) return static_cast<double>(measured.value);
    return row.expectations[index] == Verdict::missed ? kInfinity : unseen;
  }
};

double most_seen(std::span<const Row* const> rows, std::size_t column) {
  std::int64_t most = 0;
  for (const Row* row : rows) {
    if (row->measured[column].is_known()) most = std::max(most, row->measured[column].value);
  }
  return static_cast<double>(most);
}

std::size_t count_nothing(std::span<const Row* const> rows, std::size_t column) {
  return static_cast<std::size_t>(std::ranges::count_if(
      rows, [column](const Row* row) { return row->measured[column].is_nothing(); }));
}

Estimate share_where(std::span<const Row* const> rows, const auto& holds) {
  std::vector<double> numbers;
  for (const Row* row : rows) numbers.push_back(holds(*row) ? 1 : 0);
  return share_of(numbers, clusters_of(rows));
}

Estimate exactly(double value) { return {value, {value, value}}; }

// "mean", "median", "min", "max" or "p95": the loader knows no others.
Estimate statistic_of(std::span<const double> numbers, std::span<const std::uint64_t> clusters,
                      const std::string& statistic) {
  const auto [least, most] = std::ranges::minmax(numbers);
  if (statistic == "min") return exactly(least);
  if (statistic == "max") return exactly(most);
  if (statistic == "median") return quantile_of(numbers, clusters, 0.5);
  if (statistic == "mean")
    return most == kInfinity ? exactly(kInfinity) : mean_of(numbers, clusters);
  double percent = 0;
  std::from_chars(statistic.data() + 1, statistic.data() + statistic.size(), percent);
  return quantile_of(numbers, clusters, percent / 100);
}

// How the numbers of a statistic are written.
struct Words {
  Unit unit = Unit::count;
  std::string endless;  // what is larger than every number

  std::string of(double number) const {
    if (number == kInfinity) return endless;
    if (number == -kInfinity) return "anything";
    return in_words(number, unit);
  }
  std::string of(const Estimate& estimate) const {
    const auto& [low, high] = estimate.interval;
    return of(estimate.value) +
           (low == high ? "" : ", 95 % interval " + of(low) + " to " + of(high));
  }
};

Verdict hold_against_all(const Expectation& expectation, const Interval& interval) {
  const Unit unit = find_measure(expectation.measure)->unit;
  Verdict worst = Verdict::met;
  for (const Bound& bound : expectation.bounds)
    worst = worse(worst, hold_against(bound, unit, interval));
  return worst;
}

void judge_statistic(std::span<const Row* const> rows, const Expectation& expectation,
                     std::size_t index, std::size_t column, JudgedOverRuns& judged) {
  const std::string of_all = " of " + std::to_string(rows.size()) + " runs";
  if (const std::size_t nothing = count_nothing(rows, column); nothing > 0) {
    judged.measured = "it matched nothing in " + std::to_string(nothing) + of_all;
    return;
  }
  const auto estimate_with = [&](double unseen) {
    std::vector<double> numbers;
    for (const Row* row : rows) numbers.push_back(Stand{unseen, index}.number_of(*row, column));
    return statistic_of(numbers, clusters_of(rows), expectation.statistic);
  };
  const Estimate late = estimate_with(kInfinity), early = estimate_with(most_seen(rows, column));
  const Verdict verdict = hold_against_all(expectation, late.interval);
  const bool is_certain = verdict == hold_against_all(expectation, early.interval);
  judged.of_the_runs = is_certain ? verdict : Verdict::unknown;
  const auto unseen = std::ranges::count_if(
      rows, [column](const Row* row) { return row->measured[column].is_unseen(); });
  const Unit unit = find_measure(expectation.measure)->unit;
  const std::string never = unit == Unit::duration ? "never" : "any number";
  const Words words{unit, unseen > 0 ? "not seen" : never};
  judged.measured = expectation.statistic + " " + words.of(late);
  if (unseen > 0) judged.measured += "; not seen in " + std::to_string(unseen) + of_all;
}

// A run that cannot tell may be either, so that it widens the interval to both sides.
Estimate share_met_of(const Estimate& at_worst, const Estimate& at_best,
                      const JudgedOverRuns& judged) {
  const auto told = static_cast<double>(judged.met + judged.missed);
  return {judged.is_known() ? static_cast<double>(judged.met) / told : 0,
          {at_worst.interval.low, at_best.interval.high}};
}

template <std::vector<Verdict> Row::*list>
Estimate share_met(std::span<const Row* const> rows, std::size_t index,
                   const JudgedOverRuns& judged) {
  const auto is_met = [=](const Row& row) { return (row.*list)[index] == Verdict::met; };
  const auto may_be = [=](const Row& row) { return (row.*list)[index] != Verdict::missed; };
  return share_met_of(share_where(rows, is_met), share_where(rows, may_be), judged);
}

}  // namespace

JudgedOverRuns judge_objective_over(std::span<const Row* const> rows, std::size_t index,
                                    double required) {
  JudgedOverRuns judged;
  for (const Row* row : rows) count_verdict(row->objectives[index], judged);
  judged.share_met = share_met<&Row::objectives>(rows, index, judged);
  judged.of_the_runs = certainly(judged.share_met.interval.low >= required,
                                 judged.share_met.interval.high < required);
  return judged;
}

JudgedOverRuns judge_expectation_over(std::span<const Row* const> rows,
                                      const Expectation& expectation, std::size_t index,
                                      std::size_t column) {
  JudgedOverRuns judged;
  for (const Row* row : rows) count_verdict(row->expectations[index], judged);
  judged.share_met = share_met<&Row::expectations>(rows, index, judged);
  if (rows.empty()) return judged;
  if (!expectation.statistic.empty()) {
    judge_statistic(rows, expectation, index, column, judged);
  } else {
    judged.of_the_runs = certainly(judged.met == rows.size(), judged.missed > 0);
  }
  return judged;
}

}  // namespace blackstart::drill
