#include "drill/campaign/judgement.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "drill/campaign/row.h"
#include "drill/text/durations.h"
#include "recovery/check.h"

namespace blackstart::drill {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

void count_verdict(Verdict verdict, JudgedOverRuns& judged) {
  if (verdict == Verdict::met)
    ++judged.met;
  else if (verdict == Verdict::missed)
    ++judged.missed;
  else
    ++judged.unknown;
}

double number_of(Measured measured) {
  return measured.is_never() ? kInfinity : static_cast<double>(measured.value);
}

std::vector<double> numbers_in(std::span<const Row* const> rows, std::size_t column) {
  std::vector<double> numbers;
  for (const Row* row : rows) {
    if (!row->measured[column].is_nothing()) numbers.push_back(number_of(row->measured[column]));
  }
  return numbers;
}

Estimate share_where(std::span<const Row* const> rows, const auto& holds) {
  std::vector<double> numbers;
  for (const Row* row : rows) numbers.push_back(holds(*row) ? 1 : 0);
  return share_of(numbers, clusters_of(rows));
}

Estimate exactly(double value) { return {value, {value, value}}; }

Estimate quantile_of(std::span<const double> numbers, std::span<const std::uint64_t> clusters,
                     double p) {
  const Ranks ranks = quantile_ranks(p, numbers, clusters);
  std::vector<double> sorted(numbers.begin(), numbers.end());
  std::ranges::sort(sorted);
  return {sorted[ranks.value],
          {ranks.is_open_below ? -kInfinity : sorted[ranks.low],
           ranks.is_open_above ? kInfinity : sorted[ranks.high]}};
}

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

Verdict certainly(bool met, bool missed) {
  if (met) return Verdict::met;
  return missed ? Verdict::missed : Verdict::unknown;
}

Verdict hold_against(const Bound& bound, const Interval& interval) {
  const auto wanted = static_cast<double>(bound.number);
  switch (bound.kind) {
    case Bound::Kind::at_most:
      return certainly(interval.high <= wanted, interval.low > wanted);
    case Bound::Kind::at_least:
      return certainly(interval.low >= wanted, interval.high < wanted);
    case Bound::Kind::equals:
      return certainly(interval.low == wanted && interval.high == wanted, !interval.holds(wanted));
    case Bound::Kind::never:
      return certainly(interval.low == kInfinity || interval.high <= 0, interval.low > 0);
    case Bound::Kind::eventually:
      return certainly(interval.high < kInfinity, interval.low == kInfinity);
  }
  return Verdict::unknown;
}

std::string in_words(double number, bool is_time) {
  if (number == kInfinity) return is_time ? "never" : "any number";
  if (number == -kInfinity) return "anything";
  const auto whole = static_cast<std::int64_t>(number);
  return is_time ? text_of(Duration(whole)) : std::to_string(whole);
}

void judge_statistic(std::span<const Row* const> rows, const Expectation& expectation,
                     std::size_t column, JudgedOverRuns& judged) {
  const std::vector<double> numbers = numbers_in(rows, column);
  if (numbers.size() < rows.size()) {
    judged.measured = "it matched nothing in " + std::to_string(rows.size() - numbers.size()) +
                      " of " + std::to_string(rows.size()) + " runs";
    return;
  }
  const Estimate estimate = statistic_of(numbers, clusters_of(rows), expectation.statistic);
  const bool is_time = expectation.measure == "rta";
  judged.measured = expectation.statistic + " " + in_words(estimate.value, is_time);
  const Interval& interval = estimate.interval;
  if (interval.low != interval.high)
    judged.measured += ", 95 % interval " + in_words(interval.low, is_time) + " to " +
                       in_words(interval.high, is_time);
  judged.of_the_runs = Verdict::met;
  for (const Bound& bound : expectation.bounds) {
    const Verdict verdict = hold_against(bound, interval);
    if (judged.of_the_runs != Verdict::missed && verdict != Verdict::met)
      judged.of_the_runs = verdict;
  }
}

}  // namespace

JudgedOverRuns judge_objective_over(std::span<const Row* const> rows, std::size_t index,
                                    double required) {
  JudgedOverRuns judged;
  for (const Row* row : rows) count_verdict(row->objectives[index], judged);
  const auto is_met = [index](const Row& row) { return row.objectives[index] == Verdict::met; };
  const auto may_be = [index](const Row& row) { return row.objectives[index] != Verdict::missed; };
  judged.share_met = share_where(rows, is_met);
  // A run that cannot tell may be either: it counts for neither side.
  const Estimate at_best = share_where(rows, may_be);
  judged.of_the_runs =
      certainly(judged.share_met.interval.low >= required, at_best.interval.high < required);
  return judged;
}

JudgedOverRuns judge_expectation_over(std::span<const Row* const> rows,
                                      const Expectation& expectation, std::size_t index,
                                      std::size_t column) {
  JudgedOverRuns judged;
  for (const Row* row : rows) count_verdict(row->expectations[index], judged);
  judged.share_met = share_where(
      rows, [index](const Row& row) { return row.expectations[index] == Verdict::met; });
  if (rows.empty()) return judged;
  if (!expectation.statistic.empty()) {
    judge_statistic(rows, expectation, column, judged);
  } else {
    judged.of_the_runs = certainly(judged.met == rows.size(), judged.missed > 0);
  }
  return judged;
}

}  // namespace blackstart::drill
