#include "sim/distribution.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <chrono>
#include <cmath>

#include "recovery/check.h"
#include "sim/random.h"

namespace blackstart::sim {
namespace {

using namespace std::chrono_literals;
using recovery::Duration;

double draw_number(std::uint64_t index) {
  return uniform({.seed = 11, .purpose = 5, .entity = index, .attempt = 0});
}

TEST(Distribution, AConstantIsAlwaysTheSame) {
  EXPECT_EQ(Distribution::constant(9min).draw(0.01), 9min);
  EXPECT_EQ(Distribution::constant(9min).draw(0.99), 9min);
  EXPECT_EQ(Distribution().draw(0.5), 0s);
}

TEST(Distribution, ARangeIsAStraightLineBetweenItsEnds) {
  const auto range = Distribution::range(10s, 20s);
  EXPECT_EQ(range.quantile(0.25), 12500ms);
  EXPECT_EQ(range.median(), 15s);
  EXPECT_EQ(range.draw(1e-12), 10s);
  EXPECT_EQ(range.draw(1 - 1e-12), 20s);
}

TEST(Distribution, SamplesAreDrawnEquallyOftenWhateverTheirOrder) {
  const auto samples = Distribution::samples({30s, 10s, 20s, 10s});
  EXPECT_EQ(samples.draw(0.1), 10s);
  EXPECT_EQ(samples.draw(0.49), 10s);
  EXPECT_EQ(samples.draw(0.51), 20s);
  EXPECT_EQ(samples.draw(0.99), 30s);
}

TEST(Distribution, AnOddNumberOfSamplesHasItsMiddleOneAsMedian) {
  EXPECT_EQ(Distribution::samples({50s, 10s, 30s}).median(), 30s);
}

TEST(Distribution, WhatHasNoTailHasEnds) {
  const auto range = Distribution::range(10s, 20s).ends();
  ASSERT_TRUE(range);
  EXPECT_EQ(range->low, 10s);
  EXPECT_EQ(range->high, 20s);
  EXPECT_EQ(Distribution::samples({30s, 10s, 20s}).ends()->high, 30s);
  EXPECT_EQ(Distribution::constant(9min).ends()->low, 9min);
  EXPECT_FALSE(Distribution::quantiles(0.5, 5min, 0.95, 20min).ends()) << "a lognormal";
}

TEST(Distribution, BothGivenQuantilesAreHitToTheMicrosecond) {
  const auto creation = Distribution::quantiles(0.5, 9min + 34s, 0.95, 11min + 4s);
  EXPECT_EQ(creation.median(), 9min + 34s);
  EXPECT_EQ(creation.quantile(0.95), 11min + 4s);
  const auto response = Distribution::quantiles(0.1, 90s, 0.99, 7h);
  EXPECT_EQ(response.quantile(0.1), 90s);
  EXPECT_EQ(response.quantile(0.99), 7h);
}

TEST(Distribution, EqualQuantilesAreAConstant) {
  EXPECT_EQ(Distribution::quantiles(0.5, 5s, 0.95, 5s), Distribution::constant(5s));
}

TEST(Distribution, AZeroQuantileIsALineCutOffAtZero) {
  const auto response = Distribution::quantiles(0.5, 0s, 0.95, 9min);
  EXPECT_EQ(response.median(), 0s);
  EXPECT_EQ(response.quantile(0.95), 9min);
  EXPECT_EQ(response.quantile(0.1), 0s);
}

TEST(Distribution, TheMedianOfALognormalIsTheGeometricMeanOfMirroredQuantiles) {
  const auto skewed = Distribution::quantiles(0.05, 1s, 0.95, 100s);
  EXPECT_EQ(skewed.median(), 10s);
}

TEST(Distribution, NothingIsNegativeOrOverflows) {
  const auto wild = Distribution::quantiles(0.5, 1us, 0.51, 24h);
  EXPECT_EQ(wild.draw(0x1p-54), 0us);
  EXPECT_GT(wild.draw(1 - 0x1p-53), 24h);
}

// Kolmogorov-Smirnov: the largest distance between what was drawn and what should have been.
TEST(Distribution, DrawsFollowTheLognormalLaw) {
  constexpr std::size_t kDraws = 20'000;
  const auto distribution = Distribution::quantiles(0.5, 12min, 0.95, 55min);
  const double sigma = std::log(55.0 / 12.0) / boost::math::quantile(boost::math::normal(), 0.95);
  const boost::math::lognormal law(std::log(12 * 60e6), sigma);
  std::vector<Duration> draws;
  for (std::size_t i = 0; i < kDraws; ++i) draws.push_back(distribution.draw(draw_number(i)));
  std::ranges::sort(draws);
  double distance = 0;
  for (std::size_t i = 0; i < kDraws; ++i) {
    const double expected = boost::math::cdf(law, static_cast<double>(draws[i].count()));
    distance = std::max({distance, std::abs(expected - static_cast<double>(i) / kDraws),
                         std::abs(expected - static_cast<double>(i + 1) / kDraws)});
  }
  // 1.63 / sqrt(n) is the 1 % critical value.
  EXPECT_LT(distance, 1.63 / std::sqrt(static_cast<double>(kDraws)));
}

TEST(Distribution, NonsenseIsCaughtWhereItIsBuilt) {
  EXPECT_THROW(Distribution::constant(-1s), recovery::InternalError);
  EXPECT_THROW(Distribution::range(2s, 1s), recovery::InternalError);
  EXPECT_THROW(Distribution::samples({}), recovery::InternalError);
  EXPECT_THROW(Distribution::quantiles(0.5, 2s, 0.95, 1s), recovery::InternalError);
  EXPECT_THROW(Distribution::quantiles(0.95, 1s, 0.5, 2s), recovery::InternalError);
  EXPECT_THROW(Distribution::constant(1s).quantile(1), recovery::InternalError);
}

}  // namespace
}  // namespace blackstart::sim
