#include "drill/campaign/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <vector>

#include "recovery/check.h"
#include "sim/random.h"

namespace blackstart::drill {
namespace {

constexpr double kTail = (1 - kConfidence) / 2;

// Stirling's series (DLMF 5.11.1) after lifting x to where it converges.
double log_gamma(double x) {
  double lifted = 0;
  for (; x < 12; x += 1) lifted += sim::portable_log(x);
  const double inverse = 1 / x, square = inverse * inverse;
  const double series =
      inverse *
      (1.0 / 12 -
       square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square / 1188))));
  constexpr double kHalfLogTwoPi = 0.91893853320467274178;
  return (x - 0.5) * sim::portable_log(x) - x + kHalfLogTwoPi + series - lifted;
}

// x^a (1-x)^b / (a B(a, b))
double beta_front(double a, double b, double x) {
  const double log_front = log_gamma(a + b) - log_gamma(a) - log_gamma(b) +
                           a * sim::portable_log(x) + b * sim::portable_log(1 - x);
  return sim::portable_exp(log_front) / a;
}

double away_from_zero(double value) {
  constexpr double kTiny = 1e-300;
  return value < kTiny && value > -kTiny ? kTiny : value;
}

// Lentz's evaluation; converges fast where x < (a + 1) / (a + b + 2).
double beta_fraction(double a, double b, double x) {
  double c = 1, d = 1 / away_from_zero(1 - (a + b) * x / (a + 1)), fraction = d;
  for (int m = 1; m <= 100'000; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    double step = 1;
    for (const double term : {even, odd}) {
      d = 1 / away_from_zero(1 + term * d);
      c = away_from_zero(1 + term / c);
      step = c * d;
      fraction *= step;
    }
    if (step > 1 - 1e-15 && step < 1 + 1e-15) break;
  }
  return fraction;
}

// P(T <= t) for t >= 0.
double student_cdf(double t, double degrees) {
  return 1 - incomplete_beta(degrees / 2, 0.5, degrees / (degrees + t * t)) / 2;
}

Estimate wilson(double share, double n) {
  const double z = sim::normal_quantile(1 - kTail);
  const double centre = (share + z * z / (2 * n)) / (1 + z * z / n);
  const double half =
      z * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n);
  // At the ends the formula is exact, its rounding is not.
  return {share, {share == 0 ? 0 : centre - half, share == 1 ? 1 : std::min(1.0, centre + half)}};
}

double average(std::span<const double> numbers) {
  double sum = 0;
  for (const double number : numbers) sum += number - numbers.front();
  return numbers.front() + sum / static_cast<double>(numbers.size());
}

std::map<std::uint64_t, double> residuals_by_cluster(std::span<const double> numbers,
                                                     std::span<const std::uint64_t> clusters) {
  const double mean = average(numbers);
  std::map<std::uint64_t, double> sums;
  for (std::size_t i = 0; i < numbers.size(); ++i) sums[clusters[i]] += numbers[i] - mean;
  return sums;
}

std::size_t count_of(std::span<const std::uint64_t> clusters) {
  return std::set<std::uint64_t>(clusters.begin(), clusters.end()).size();
}

Estimate estimate_at(const Ranks& ranks, std::span<const double> sorted) {
  return {sorted[ranks.value],
          {ranks.is_open_below ? -kInfinity : sorted[ranks.low],
           ranks.is_open_above ? kInfinity : sorted[ranks.high]}};
}

}  // namespace

double incomplete_beta(double a, double b, double x) {
  recovery::check(a > 0 && b > 0 && x >= 0 && x <= 1, "0 <= x <= 1 and a, b > 0");
  if (x < std::numeric_limits<double>::min()) return 0;
  if (x == 1) return 1;
  if (x < (a + 1) / (a + b + 2)) return beta_front(a, b, x) * beta_fraction(a, b, x);
  return 1 - beta_front(b, a, 1 - x) * beta_fraction(b, a, 1 - x);
}

double student_quantile(double p, double degrees) {
  recovery::check(p > 0 && p < 1 && degrees > 0, "0 < p < 1 and degrees > 0");
  if (p < 0.5) return -student_quantile(1 - p, degrees);
  double low = 0, high = 1;
  while (student_cdf(high, degrees) < p && high < 1e9) high *= 2;
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2;
    (student_cdf(middle, degrees) < p ? low : high) = middle;
  }
  return (low + high) / 2;
}

double binomial_cdf(std::size_t k, std::size_t n, double p) {
  if (k >= n) return 1;
  return incomplete_beta(static_cast<double>(n - k), static_cast<double>(k + 1), 1 - p);
}

Estimate mean_of(std::span<const double> numbers) {
  recovery::check(!numbers.empty(), "a mean is of something");
  const auto n = static_cast<double>(numbers.size());
  // Differences to the first: large numbers that lie close together keep their digits.
  const double origin = numbers.front();
  double sum = 0;
  for (const double number : numbers) sum += number - origin;
  const double offset = sum / n;
  if (numbers.size() == 1) return {origin, {-kInfinity, kInfinity}};
  double squares = 0;
  for (const double number : numbers) {
    const double distance = number - origin - offset;
    squares += distance * distance;
  }
  const double half = student_quantile(1 - kTail, n - 1) * std::sqrt(squares / (n - 1) / n);
  return {origin + offset, {origin + offset - half, origin + offset + half}};
}

// With B numbers below the quantile, that of rank r (from 0) is not above it while B > r, and not
// below it while B <= r.
Ranks quantile_ranks(double p, std::size_t n) {
  recovery::check(p > 0 && p < 1 && n > 0, "a quantile of something");
  // The first with at least p of all at or below it; 0.95 * 100 must not become 96th by rounding.
  const auto position = static_cast<std::size_t>(std::ceil(p * static_cast<double>(n) - 1e-9));
  // The largest low with P(B <= low) <= tail, the smallest high with P(B <= high) >= 1 - tail.
  const auto first_above = [n, p](double probability) {
    std::size_t low = 0, high = n;
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      if (binomial_cdf(middle, n, p) > probability)
        high = middle;
      else
        low = middle + 1;
    }
    return low;
  };
  const std::size_t above_low = first_above(kTail), above_high = first_above(1 - kTail);
  return {.value = std::max<std::size_t>(position, 1) - 1,
          .low = above_low > 0 ? above_low - 1 : 0,
          .high = std::min(above_high, n - 1),
          .is_open_below = above_low == 0,
          .is_open_above = above_high >= n};
}

Estimate quantile_of(std::span<const double> sorted, double p) {
  return estimate_at(quantile_ranks(p, sorted.size()), sorted);
}

Estimate share_of(std::size_t counted, std::size_t all) {
  recovery::check(counted <= all, "a part is no more than the whole");
  if (all == 0) return {0, {0, 1}};
  return wilson(static_cast<double>(counted) / static_cast<double>(all), static_cast<double>(all));
}

double design_effect(std::span<const double> numbers, std::span<const std::uint64_t> clusters) {
  const auto sums = residuals_by_cluster(numbers, clusters);
  const auto n = static_cast<double>(numbers.size()), groups = static_cast<double>(sums.size());
  if (sums.size() < 2) return n;
  double within = 0, between = 0;
  const double mean = average(numbers);
  for (const double number : numbers) within += (number - mean) * (number - mean);
  for (const auto& [cluster, sum] : sums) between += sum * sum;
  if (within <= 0) return n / groups;
  return std::max(1.0, groups / (groups - 1) * between / (n / (n - 1) * within));
}

std::size_t effective_count(std::span<const double> numbers,
                            std::span<const std::uint64_t> clusters) {
  const std::size_t groups = count_of(clusters);
  if (groups < 2) return 1;
  const double allowance = sim::normal_quantile(1 - kTail) /
                           student_quantile(1 - kTail, static_cast<double>(groups - 1));
  const double count = static_cast<double>(numbers.size()) / design_effect(numbers, clusters) *
                       allowance * allowance;
  return std::max<std::size_t>(1, static_cast<std::size_t>(count));
}

Estimate mean_of(std::span<const double> numbers, std::span<const std::uint64_t> clusters) {
  if (clusters.empty()) return mean_of(numbers);
  const auto n = static_cast<double>(numbers.size());
  const std::size_t groups = count_of(clusters);
  const double mean = average(numbers);
  if (groups < 2) return {mean, {-kInfinity, kInfinity}};
  double squares = 0;
  for (const double number : numbers) squares += (number - mean) * (number - mean);
  const double half = student_quantile(1 - kTail, static_cast<double>(groups - 1)) *
                      std::sqrt(squares / (n - 1) / n * design_effect(numbers, clusters));
  return {mean, {mean - half, mean + half}};
}

Ranks quantile_ranks(double p, std::span<const double> numbers,
                     std::span<const std::uint64_t> clusters) {
  const std::size_t n = numbers.size();
  const Ranks independent = quantile_ranks(p, n);
  if (clusters.empty()) return independent;
  std::vector<double> sorted(numbers.begin(), numbers.end());
  std::ranges::sort(sorted);
  std::vector<double> is_below;
  for (const double number : numbers)
    is_below.push_back(number <= sorted[independent.value] ? 1 : 0);
  const std::size_t count = std::min(n, effective_count(is_below, clusters));
  Ranks ranks = quantile_ranks(p, count);
  ranks.value = independent.value;
  ranks.low = std::min(ranks.low * n / count, independent.low);
  ranks.high = std::max(((ranks.high + 1) * n + count - 1) / count - 1, independent.high);
  return ranks;
}

Estimate quantile_of(std::span<const double> numbers, std::span<const std::uint64_t> clusters,
                     double p) {
  std::vector<double> sorted(numbers.begin(), numbers.end());
  std::ranges::sort(sorted);
  return estimate_at(quantile_ranks(p, numbers, clusters), sorted);
}

Estimate share_of(std::span<const double> numbers, std::span<const std::uint64_t> clusters) {
  const auto counted = numbers.size() - static_cast<std::size_t>(std::ranges::count(numbers, 0.0));
  if (clusters.empty() || numbers.empty()) return share_of(counted, numbers.size());
  const double share = static_cast<double>(counted) / static_cast<double>(numbers.size());
  return wilson(share, static_cast<double>(effective_count(numbers, clusters)));
}

}  // namespace blackstart::drill
