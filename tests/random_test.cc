#include "sim/random.h"

#include <gtest/gtest.h>

#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <set>

#include "recovery/check.h"

namespace blackstart::sim {
namespace {

// Random123, tests/kat_vectors: philox4x32 10.
TEST(Random, PhiloxGivesThePublishedAnswers) {
  EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}),
            (PhiloxCounter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
            (PhiloxCounter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (PhiloxCounter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Random, SeedPurposeEntityAndAttemptEachGiveAnotherDraw) {
  const DrawKey key{.seed = 7, .purpose = 1, .entity = hash_name("cluster/a"), .attempt = 0};
  std::set<double> draws{uniform(key)};
  for (std::uint32_t other = 1; other <= 1000; ++other) {
    DrawKey changed = key;
    changed.seed += other;
    draws.insert(uniform(changed));
    changed = key;
    changed.purpose += other;
    draws.insert(uniform(changed));
    changed = key;
    changed.entity += other;
    draws.insert(uniform(changed));
    changed = key;
    changed.attempt += other;
    draws.insert(uniform(changed));
  }
  EXPECT_EQ(draws.size(), 4001u);
}

TEST(Random, TheSameKeyGivesTheSameDrawForEver) {
  const DrawKey key{
      .seed = 42, .purpose = 3, .entity = hash_name("deployment/billing"), .attempt = 2};
  EXPECT_EQ(uniform(key), uniform(key));
  EXPECT_EQ(uniform(key), 0x1.0ca0075e05e68p-3);
  EXPECT_EQ(hash_name("deployment/billing"), 0xd99ef4da44573b46u);
  EXPECT_NE(hash_name("deployment/billing"), hash_name("deployment/billinh"));
}

TEST(Random, DrawsFillTheOpenUnitIntervalEvenly) {
  constexpr int kDraws = 200'000;
  double sum = 0, squares = 0;
  for (std::uint64_t entity = 0; entity < kDraws; ++entity) {
    const double u = uniform({.seed = 1, .purpose = 2, .entity = entity, .attempt = 0});
    ASSERT_GT(u, 0);
    ASSERT_LT(u, 1);
    sum += u;
    squares += u * u;
  }
  EXPECT_NEAR(sum / kDraws, 1.0 / 2, 0.003);
  EXPECT_NEAR(squares / kDraws, 1.0 / 3, 0.003);
}

TEST(Random, LogarithmAndExponentialAgreeWithTheMathematicalLibrary) {
  for (double x = 1e-300; x < 1e300; x *= 1.37) {
    EXPECT_NEAR(portable_log(x), std::log(x), 1e-14 * std::max(1.0, std::abs(std::log(x)))) << x;
  }
  for (double x = 0.5; x < 2; x += 0.001) EXPECT_NEAR(portable_log(x), std::log(x), 1e-15) << x;
  for (double x = -700; x < 709; x += 0.173) {
    EXPECT_NEAR(portable_exp(x) / std::exp(x), 1, 1e-14) << x;
  }
  EXPECT_EQ(portable_log(1), 0);
  EXPECT_EQ(portable_exp(0), 1);
  EXPECT_EQ(portable_exp(-1000), 0);
  EXPECT_TRUE(std::isinf(portable_exp(1000)));
}

TEST(Random, NormalQuantileAgreesWithBoost) {
  const boost::math::normal normal;
  for (double p = 0.0005; p < 1; p += 0.0005) {
    EXPECT_NEAR(normal_quantile(p), boost::math::quantile(normal, p), 1e-13) << p;
  }
  for (double p = 1e-3; p > 1e-300; p /= 7) {
    EXPECT_NEAR(normal_quantile(p), boost::math::quantile(normal, p), 1e-11) << p;
  }
  EXPECT_EQ(normal_quantile(0.5), 0);
}

TEST(Random, WhatHasNoQuantileOrLogarithmIsCaught) {
  EXPECT_THROW(normal_quantile(0), recovery::InternalError);
  EXPECT_THROW(normal_quantile(1), recovery::InternalError);
  EXPECT_THROW(portable_log(0), recovery::InternalError);
  EXPECT_THROW(portable_log(-1), recovery::InternalError);
}

}  // namespace
}  // namespace blackstart::sim
