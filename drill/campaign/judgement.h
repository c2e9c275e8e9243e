#pragma once

#include "drill/campaign/sample.h"

namespace blackstart::drill {

// How objective number `index` came out over these runs: met where at least `required` of all runs
// met it, beyond the sampling error.
JudgedOverRuns judge_objective_over(std::span<const Row* const> rows, std::size_t index,
                                    double required);

// How an expectation came out over these runs. Without a statistic it must hold in every run; a
// statistic must keep its bounds with all of its interval. `column`: where its readings are.
JudgedOverRuns judge_expectation_over(std::span<const Row* const> rows,
                                      const Expectation& expectation, std::size_t index,
                                      std::size_t column);

}  // namespace blackstart::drill
