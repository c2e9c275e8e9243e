#include "drill/campaign/compare.h"

#include <algorithm>
#include <iterator>

#include "drill/campaign/premises.h"
#include "drill/read/problems.h"
#include "drill/text/words.h"
#include "recovery/check.h"

namespace blackstart::drill {
namespace {

using Values = std::vector<Measured>;

// The second minus the first of what never came only once.
double distance(Measured first, Measured second) {
  if (second.is_never()) return kInfinity;
  if (first.is_never()) return -kInfinity;
  return static_cast<double>(second.value - first.value);
}

// Between what the second minus the first lies, where at least one of them was not seen. What never
// comes is as long as anything that was not seen can be.
Interval bounds_where_unseen(Measured first, Measured second) {
  if (first.is_never()) return {-kInfinity, 0};
  if (second.is_never()) return {0, kInfinity};
  const auto apart = static_cast<double>(second.at_least() - first.at_least());
  return {first.is_unseen() ? -kInfinity : apart, second.is_unseen() ? kInfinity : apart};
}

Interval bounds_of(Measured first, Measured second) {
  if (first.is_unseen() || second.is_unseen()) return bounds_where_unseen(first, second);
  const double apart = distance(first, second);
  return {apart, apart};
}

void count_pair(Measured first, Measured second, const Interval& apart, Difference& difference) {
  const bool is_unseen = first.is_unseen() || second.is_unseen();
  difference.unseen += is_unseen;
  difference.certain_sign += is_unseen && (apart.low > 0 || apart.high < 0);
  difference.pairs += !is_unseen;
  difference.never_in_one += !is_unseen && (first.is_never() || second.is_never());
}

// Wherever between its bounds each of them is.
Estimate median_of(std::vector<double> least, std::vector<double> most) {
  std::ranges::sort(least);
  std::ranges::sort(most);
  const Estimate low = quantile_of(least, 0.5), high = quantile_of(most, 0.5);
  return {low.value == high.value ? low.value : kInfinity, {low.interval.low, high.interval.high}};
}

void estimate(const std::vector<Interval>& apart, Difference& difference) {
  std::vector<double> least, most;
  for (const Interval& each : apart) {
    least.push_back(each.low);
    most.push_back(each.high);
  }
  if (difference.never_in_one + difference.unseen == 0) difference.mean = mean_of(least);
  difference.median = median_of(std::move(least), std::move(most));
  const Interval& interval =
      difference.mean ? difference.mean->interval : difference.median.interval;
  difference.is_less = interval.high < 0;
  difference.is_more = interval.low > 0;
  const bool may_turn = std::ranges::any_of(
      apart, [](const Interval& each) { return each.low < each.high && each.high > 0; });
  const bool is_without_end = interval.high == kInfinity;  // of too few runs
  difference.may_be_more =
      difference.is_more || (!difference.is_less && (may_turn || is_without_end));
}

class Comparer {
 public:
  Comparer(std::span<const Scenario> scenarios, std::span<const Row> rows)
      : scenarios_(scenarios), rows_(rows) {
    for (const Scenario& scenario : scenarios) {
      quantities_.push_back(quantities_of(scenario));
      bills_.push_back(bill_of(scenario));
    }
  }

  Comparison compare() {
    Comparison comparison{.first_seed = rows_.front().seed,
                          .runs = rows_.size() / scenarios_.size(),
                          .prices = scenarios_.front().prices};
    for (std::size_t i = 0; i < scenarios_.size(); ++i)
      comparison.contenders.push_back(contender(i));
    return comparison;
  }

 private:
  Contender contender(std::size_t index) const {
    const Scenario& scenario = scenarios_[index];
    Contender contender{.file = scenario.file.generic_string(),
                        .title = scenario.title,
                        .strategy = scenario.strategy,
                        .rta = summary(index, kHeadline),
                        .lost = summary(index, kLost),
                        .bill = bills_[index]};
    for (std::size_t other = 0; other < scenarios_.size(); ++other) {
      if (other != index && dominates(other, index)) contender.dominated_by.push_back(other);
    }
    if (index > 0) contender.to_the_first = differences(index);
    return contender;
  }

  Values values(std::size_t index, std::string_view quantity) const {
    const std::size_t column = column_of(quantity, quantities_[index]);
    Values values;
    for (const Row& row : rows_) {
      if (row.variant == index) values.push_back(seen_in(row, column));
    }
    return values;
  }

  // What was still cut off when the run ended may yet be lost, and who had still to act may yet.
  static Measured seen_in(const Row& row, std::size_t column) {
    const Measured measured = row.measured[column];
    const bool may_grow = row.measured.front().is_unseen() && measured.is_known();
    return may_grow ? Measured::unseen(measured.value) : measured;
  }

  Summary summary(std::size_t index, std::string_view quantity) const {
    return summarize(quantities_[index][column_of(quantity, quantities_[index])],
                     values(index, quantity));
  }

  Difference difference(std::size_t first, std::size_t second, std::string_view quantity) const {
    return difference_of(quantities_[first][column_of(quantity, quantities_[first])],
                         values(first, quantity), values(second, quantity));
  }

  // Better in one way beyond sampling error, and worse in none beyond it. A bill is known exactly;
  // what a run was too short to see is never in anybody's favour.
  bool dominates(std::size_t better, std::size_t worse) const {
    const Difference rta = difference(worse, better, kHeadline);
    const Difference lost = difference(worse, better, kLost);
    const double dollars = bills_[better].total() - bills_[worse].total();
    return (rta.is_less || lost.is_less || dollars < 0) && !rta.may_be_more && !lost.may_be_more &&
           dollars <= 0;
  }

  // The recovery times, all losses, and each class that is not lost alike.
  std::vector<Difference> differences(std::size_t index) const {
    std::vector<Difference> differences;
    for (const std::string_view quantity :
         {kHeadline, std::string_view("rta:slowest:first_success:declared"), kLost, kManualSteps})
      differences.push_back(difference(0, index, quantity));
    for (const Quantity& quantity : quantities_[index]) {
      if (!quantity.name.starts_with("lost:")) continue;
      Difference each = difference(0, index, quantity.name);
      if (each.is_less || each.is_more) differences.push_back(std::move(each));
    }
    return differences;
  }

  std::span<const Scenario> scenarios_;
  std::span<const Row> rows_;
  std::vector<std::vector<Quantity>> quantities_;
  std::vector<Bill> bills_;
};

// Of two ordered lists: what only the first has, in words.
std::string without(const std::vector<std::string>& all, const std::vector<std::string>& those) {
  std::vector<std::string> rest;
  std::ranges::set_difference(all, those, std::back_inserter(rest));
  return rest.empty() ? "nothing" : joined(rest, "; ");
}

void hold_against(const Scenario& first, const Scenario& other, Problems& problems) {
  Premises here = premises_of(other), there = premises_of(first);
  Premises all = here;
  all.insert(there.begin(), there.end());
  for (const auto& [pointer, said] : all) {
    if (here[pointer] == there[pointer]) continue;
    problems.add({.file = other.file.generic_string(), .pointer = pointer, .line = 0, .column = 0},
                 without(here[pointer], there[pointer]) + " is not what " +
                     first.file.generic_string() +
                     " has: " + without(there[pointer], here[pointer]));
  }
}

}  // namespace

Difference difference_of(const Quantity& quantity, std::span<const Measured> first,
                         std::span<const Measured> second) {
  recovery::check(first.size() == second.size(), "runs are compared in pairs");
  Difference difference{.quantity = quantity};
  std::vector<Interval> apart;
  for (std::size_t i = 0; i < first.size(); ++i) {
    if (first[i].is_nothing() || second[i].is_nothing()) continue;
    if (first[i].is_never() && second[i].is_never()) {
      ++difference.never_in_both;
      continue;
    }
    apart.push_back(bounds_of(first[i], second[i]));
    count_pair(first[i], second[i], apart.back(), difference);
  }
  if (!apart.empty()) estimate(apart, difference);
  return difference;
}

void check_comparable(std::span<const Scenario> scenarios) {
  Problems problems;
  for (const Scenario& other : scenarios.subspan(1))
    hold_against(scenarios.front(), other, problems);
  if (problems.any()) throw InputError(problems);
}

std::vector<PlannedRun> runs_of_comparison(std::size_t scenarios, std::uint64_t first_seed,
                                           std::size_t runs) {
  std::vector<PlannedRun> list;
  for (std::size_t variant = 0; variant < scenarios; ++variant) {
    for (std::size_t i = 0; i < runs; ++i)
      list.push_back({.number = list.size(),
                      .variant = static_cast<std::uint32_t>(variant),
                      .seed = first_seed + i});
  }
  return list;
}

Comparison compare(std::span<const Scenario> scenarios, std::span<const Row> rows) {
  recovery::check(!rows.empty() && rows.size() % scenarios.size() == 0,
                  "every contender has all its runs");
  return Comparer(scenarios, rows).compare();
}

}  // namespace blackstart::drill
