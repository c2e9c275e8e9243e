#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "recovery/time.h"

namespace blackstart::sim {

// How long something takes: a value, drawn by inversion, one uniform per draw. Rounded to the
// nearest microsecond, never negative, at most a hundred years. It knows nothing of where the
// randomness comes from.
class Distribution {
 public:
  using Duration = recovery::Duration;

  // Always zero.
  Distribution() = default;

  // Every factory takes durations that are not negative (checked).
  static Distribution constant(Duration value);
  // Uniform between `low` and `high`, low <= high.
  static Distribution range(Duration low, Duration high);
  // One of the measured durations, each as likely as the others. Not empty.
  static Distribution samples(std::vector<Duration> measured);
  // Lognormal through two quantiles, 0 < p_low < p_high < 1 and low <= high; equal durations are a
  // constant. A zero `low` has no logarithm: then a straight line through both, cut off at zero.
  static Distribution quantiles(double p_low, Duration low, double p_high, Duration high);

  // `uniform` in (0, 1): the same as quantile, named for what it is used for.
  Duration draw(double uniform) const { return quantile(uniform); }
  // 0 < p < 1 (checked).
  Duration quantile(double p) const;
  // Nothing hangs on luck.
  bool is_constant() const { return shape_ == Shape::line && slope_ == 0; }
  Duration median() const { return quantile(0.5); }
  // Between which it always lies; nullopt: it has a tail, which ends nowhere.
  struct Ends {
    Duration low{}, high{};
  };
  std::optional<Ends> ends() const;
  // What was measured, the shortest first; empty: it is not known by samples.
  std::span<const Duration> measured() const { return sorted_; }

  friend bool operator==(const Distribution&, const Distribution&) = default;
  friend auto operator<=>(const Distribution&, const Distribution&) = default;

 private:
  enum class Shape : std::uint8_t { line, lognormal, samples };

  // line: offset + p * slope, in microseconds; lognormal: exp(offset + z(p) * slope).
  Shape shape_ = Shape::line;
  double offset_ = 0;
  double slope_ = 0;
  std::vector<Duration> sorted_;
};

// `factor` times as long; at most a year: what takes longer never ends as far as a rehearsal is
// concerned.
recovery::Duration stretched(recovery::Duration work, double factor);

}  // namespace blackstart::sim
