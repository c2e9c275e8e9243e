#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "drill/interval.h"

// What numbers of independent runs say of the law behind them. Pure, and without libm, so that a
// report has the same bytes on every machine.
namespace blackstart::drill {

// Nominally 95 of 100 such intervals hold the truth.
inline constexpr double kConfidence = 0.95;

struct Estimate {
  double value = 0;
  Interval interval;
};

// I_x(a, b) for a, b > 0 and x in [0, 1]; absolute error below 1e-10. Continued fraction of
// Didonato and Morris (1992) as in DLMF 8.17.22.
double incomplete_beta(double a, double b, double x);
// The p-quantile of Student's t with `degrees` > 0 of freedom; 0 < p < 1.
double student_quantile(double p, double degrees);
// P(X <= k) of a binomial X with n trials; 0 <= p <= 1.
double binomial_cdf(std::size_t k, std::size_t n, double p);

// Student's t. A single number has no interval: it reaches from -infinity to infinity.
Estimate mean_of(std::span<const double> numbers);

// Which of n sorted numbers, counted from 0, stand for a quantile and the ends of its interval.
struct Ranks {
  std::size_t value = 0, low = 0, high = 0;
  // Too few numbers for the confidence: that end is not covered, and the truth may lie beyond it.
  bool is_open_below = false, is_open_above = false;
};
// Distribution-free: the number of observations below the quantile is binomial, so that the two
// order statistics hold it with at least the confidence. 0 < p < 1, n > 0.
Ranks quantile_ranks(double p, std::size_t n);
// The p-quantile of sorted, not empty numbers; an end that is not covered is infinite.
Estimate quantile_of(std::span<const double> sorted, double p);

// Wilson (1927): the share of `all` that `counted` is, 0 of 0 is anything.
Estimate share_of(std::size_t counted, std::size_t all);

// ---- numbers that hang together: those with the same cluster are not independent, clusters are.
// `clusters` is as long as `numbers`, and empty where none hang together.

// How much larger the variance of the mean is than of as many independent numbers, at least 1:
// Kish's (1965) design effect, by the cluster-robust variance of Liang and Zeger (1986). The size
// of the largest possible effect where the numbers do not vary.
double design_effect(std::span<const double> numbers, std::span<const std::uint64_t> clusters);
// How many independent numbers say as much of a share, with the allowance of Korn and Graubard
// (1998) for few clusters. At least 1.
std::size_t effective_count(std::span<const double> numbers,
                            std::span<const std::uint64_t> clusters);
// Student's t with as many degrees of freedom as there are clusters but one.
Estimate mean_of(std::span<const double> numbers, std::span<const std::uint64_t> clusters);
// Numbers may be in any order: the ranks are those of as many independent numbers, spread over all
// of them.
Ranks quantile_ranks(double p, std::span<const double> numbers,
                     std::span<const std::uint64_t> clusters);
Estimate quantile_of(std::span<const double> numbers, std::span<const std::uint64_t> clusters,
                     double p);
// The share that is not 0.
Estimate share_of(std::span<const double> numbers, std::span<const std::uint64_t> clusters);

}  // namespace blackstart::drill
