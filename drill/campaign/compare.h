#pragma once

#include <string>
#include <vector>

#include "drill/campaign/bill.h"
#include "drill/campaign/sample.h"
#include "drill/report/report.h"

// Several answers to the same disaster, under the same luck: what differs between two of them in
// one run is due to them, and paired differences are far sharper than two averages.
namespace blackstart::drill {

// The second minus the first, run by run.
struct Difference {
  Quantity quantity;
  std::size_t pairs = 0;          // with a difference, be it infinite
  std::size_t never_in_one = 0;   // of those: only one of them gets there, infinitely far apart
  std::size_t never_in_both = 0;  // neither gets there: there is nothing to subtract
  std::size_t unseen = 0;         // a run was too short: the difference has bounds at most
  std::size_t certain_sign = 0;   // of those: and yet one of them is certainly longer
  std::optional<Estimate> mean;   // none where a pair is infinitely far apart or was not seen
  // Infinite where pairs that were not seen may move it; its interval holds wherever they are.
  Estimate median;
  // The interval of the mean (of the median, where there is no mean) lies on one side of zero.
  bool is_less = false, is_more = false;
  // It is more, or may be: pairs were not seen, or there are too few to tell.
  bool may_be_more = false;
  bool is_unknown() const { return pairs + certain_sign == 0; }
};
// Both lists are of runs in the same order.
Difference difference_of(const Quantity& quantity, std::span<const Measured> first,
                         std::span<const Measured> second);

struct Contender {
  std::string file, title, strategy;
  Summary rta, lost;
  Bill bill;
  std::vector<std::size_t> dominated_by;  // contenders that are better in one way and worse in none
  std::vector<Difference> to_the_first;   // of the first: none
};

struct Comparison {
  std::uint64_t first_seed = 1;
  std::size_t runs = 0;
  Prices prices;  // the same for all
  std::vector<Contender> contenders;
};

// Throws InputError with what differs where they do not have the same premises.
void check_comparable(std::span<const Scenario> scenarios);
// Every scenario's first `runs` seeds, one scenario after the other.
std::vector<PlannedRun> runs_of_comparison(std::size_t scenarios, std::uint64_t first_seed,
                                           std::size_t runs);
// `rows` in the order of runs_of_comparison, all of them.
Comparison compare(std::span<const Scenario> scenarios, std::span<const Row> rows);

std::string write_comparison_text(const Comparison& comparison, const Style& style);
// Schema blackstart/comparison/1.
std::string write_comparison_json(const Comparison& comparison, const Style& style);

}  // namespace blackstart::drill
