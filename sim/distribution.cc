#include "sim/distribution.h"

#include <algorithm>
#include <utility>

#include "recovery/check.h"
#include "sim/random.h"

namespace blackstart::sim {
namespace {

using recovery::Duration;

// A hundred years: beyond every horizon, and an Instant plus thousands of them still fits.
constexpr double kLongest = 3.15e15;

Duration rounded(double microseconds) {
  if (!(microseconds > 0)) return Duration::zero();
  return Duration(static_cast<Duration::rep>(std::min(microseconds, kLongest) + 0.5));
}

double microseconds(Duration duration) {
  recovery::check(duration >= Duration::zero(), "a duration is not negative");
  return static_cast<double>(duration.count());
}

}  // namespace

Distribution Distribution::constant(Duration value) { return range(value, value); }

Distribution Distribution::range(Duration low, Duration high) {
  recovery::check(low <= high, "a range goes from low to high");
  Distribution result;
  result.offset_ = microseconds(low);
  result.slope_ = microseconds(high) - result.offset_;
  return result;
}

Distribution Distribution::samples(std::vector<Duration> measured) {
  recovery::check(!measured.empty(), "there is at least one sample");
  std::ranges::sort(measured);
  recovery::check(measured.front() >= Duration::zero(), "a duration is not negative");
  Distribution result;
  result.shape_ = Shape::samples;
  result.sorted_ = std::move(measured);
  return result;
}

Distribution Distribution::quantiles(double p_low, Duration low, double p_high, Duration high) {
  recovery::check(0 < p_low && p_low < p_high && p_high < 1, "0 < p_low < p_high < 1");
  recovery::check(low <= high, "quantiles do not decrease");
  if (low == high) return constant(low);
  const bool lognormal = low > Duration::zero();
  const double from = lognormal ? normal_quantile(p_low) : p_low;
  const double to = lognormal ? normal_quantile(p_high) : p_high;
  const double at_from = lognormal ? portable_log(microseconds(low)) : microseconds(low);
  const double at_to = lognormal ? portable_log(microseconds(high)) : microseconds(high);
  Distribution result;
  result.shape_ = lognormal ? Shape::lognormal : Shape::line;
  result.slope_ = (at_to - at_from) / (to - from);
  result.offset_ = at_from - from * result.slope_;
  return result;
}

Duration Distribution::quantile(double p) const {
  recovery::check(p > 0 && p < 1, "a quantile's probability lies strictly between 0 and 1");
  if (shape_ == Shape::line) return rounded(offset_ + p * slope_);
  if (shape_ == Shape::lognormal) {
    return rounded(portable_exp(offset_ + normal_quantile(p) * slope_));
  }
  const auto index = static_cast<std::size_t>(p * static_cast<double>(sorted_.size()));
  return sorted_[std::min(index, sorted_.size() - 1)];
}

std::optional<Distribution::Ends> Distribution::ends() const {
  switch (shape_) {
    case Shape::line:
      return Ends{rounded(offset_), rounded(offset_ + slope_)};
    case Shape::samples:
      return Ends{sorted_.front(), sorted_.back()};
    case Shape::lognormal:
      break;
  }
  return std::nullopt;
}

Duration stretched(Duration work, double factor) {
  if (factor == 1) return work;
  constexpr Duration kYear = std::chrono::hours(24 * 365);
  const double longer = static_cast<double>(work.count()) * factor;
  if (longer >= static_cast<double>(kYear.count())) return std::max(work, kYear);
  return Duration(static_cast<Duration::rep>(longer));
}

}  // namespace blackstart::sim
