#include "drill/campaign/statistics.h"

#include <gtest/gtest.h>

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <vector>

#include "drill/campaign/compare.h"

// Intervals against published tables, Boost.Math, and numbers worked out by hand.
namespace blackstart::tests {
namespace {

using namespace drill;

// Any table of Student's t: the two-sided 95 % points for 1, 4, 10 and 30 degrees of freedom.
TEST(Statistics, StudentsQuantilesAreThoseOfTheTables) {
  EXPECT_NEAR(student_quantile(0.975, 1), 12.706, 5e-4);
  EXPECT_NEAR(student_quantile(0.975, 4), 2.776, 5e-4);
  EXPECT_NEAR(student_quantile(0.975, 10), 2.228, 5e-4);
  EXPECT_NEAR(student_quantile(0.025, 30), -2.042, 5e-4);
}

TEST(Statistics, AgreesWithBoostMath) {
  for (const double degrees : {1.0, 2.0, 7.0, 99.0, 9999.0}) {
    const boost::math::students_t law(degrees);
    EXPECT_NEAR(student_quantile(0.975, degrees), quantile(law, 0.975), 1e-7) << degrees;
  }
  for (const double a : {0.5, 3.0, 50.0, 5000.0}) {
    for (const double x : {0.001, 0.3, 0.5, 0.95, 0.9999})
      EXPECT_NEAR(incomplete_beta(a, 20, x), boost::math::ibeta(a, 20.0, x), 1e-10)
          << a << ", " << x;
  }
  for (const std::size_t k : {0UL, 3UL, 47UL, 99UL}) {
    const boost::math::binomial law(100, 0.4);
    EXPECT_NEAR(binomial_cdf(k, 100, 0.4), cdf(law, static_cast<double>(k)), 1e-10) << k;
  }
}

// 2, 4, 6: mean 4, standard deviation 2, half-width 4.303 * 2 / sqrt(3) = 4.968.
TEST(Statistics, AMeanOfThreeIsAsWorkedOutByHand) {
  const Estimate mean = mean_of(std::vector{2.0, 4.0, 6.0});
  EXPECT_DOUBLE_EQ(mean.value, 4);
  EXPECT_NEAR(mean.interval.low, 4 - 4.968, 1e-3);
  EXPECT_NEAR(mean.interval.high, 4 + 4.968, 1e-3);
}

TEST(Statistics, OneNumberHasAMeanAndNoInterval) {
  const Estimate mean = mean_of(std::vector{7.0});
  EXPECT_DOUBLE_EQ(mean.value, 7);
  EXPECT_TRUE(std::isinf(mean.interval.high));
}

// Conover, Practical Nonparametric Statistics, table of the sign test: with 10 numbers the 2nd and
// the 9th hold the median with 97.9 %, with 20 the 6th and the 15th with 95.9 %.
TEST(Statistics, RanksOfTheMedianAreThoseOfTheTables) {
  const Ranks ten = quantile_ranks(0.5, 10);
  EXPECT_EQ(ten.low + 1, 2U);
  EXPECT_EQ(ten.high + 1, 9U);
  const Ranks twenty = quantile_ranks(0.5, 20);
  EXPECT_EQ(twenty.low + 1, 6U);
  EXPECT_EQ(twenty.high + 1, 15U);
  EXPECT_EQ(twenty.value + 1, 10U);
}

// The largest of n exceeds the 99 % quantile with probability 1 - 0.99^n: 97.5 % takes 368 numbers.
TEST(Statistics, AQuantileThatSoFewNumbersCannotBoundIsOpen) {
  EXPECT_TRUE(quantile_ranks(0.99, 300).is_open_above);
  EXPECT_FALSE(quantile_ranks(0.99, 400).is_open_above);
  EXPECT_TRUE(quantile_ranks(0.01, 300).is_open_below);
  EXPECT_TRUE(quantile_ranks(0.5, 1).is_open_below);
}

// Brown, Cai, DasGupta (2001): Wilson's interval for 8 of 10 is 0.490 to 0.943.
TEST(Statistics, WilsonsIntervalIsAsWorkedOutByHand) {
  const Estimate share = share_of(8, 10);
  EXPECT_NEAR(share.interval.low, 0.490, 1e-3);
  EXPECT_NEAR(share.interval.high, 0.943, 1e-3);
  EXPECT_EQ(share_of(0, 10).interval.low, 0);
  EXPECT_EQ(share_of(10, 10).interval.high, 1);
  EXPECT_EQ(share_of(0, 0).interval.high, 1);
}

Difference difference(const std::vector<std::int64_t>& first,
                      const std::vector<std::int64_t>& second) {
  std::vector<Measured> a, b;
  for (const auto value : first) a.push_back({value});
  for (const auto value : second) b.push_back({value});
  return difference_of({.name = "rta"}, a, b);
}

// The runs differ by hundreds, the pairs by 9, 10 and 11: mean 10, half-width 4.303 / sqrt(3)
// = 2.48.
TEST(Statistics, PairsTellApartWhatAveragesCannot) {
  const Difference found = difference({100, 500, 900}, {109, 510, 911});
  ASSERT_TRUE(found.mean);
  EXPECT_NEAR(found.mean->interval.low, 10 - 2.484, 1e-3);
  EXPECT_TRUE(found.is_more);
  EXPECT_FALSE(found.is_less);
}

TEST(Statistics, APairOfWhichOneNeverCameHasNoMeanDifferenceAndIsNotDropped) {
  std::vector<std::int64_t> first(20, 100), second(20, 90);
  second.back() = Measured::kNever;
  const Difference found = difference(first, second);
  EXPECT_FALSE(found.mean);
  EXPECT_EQ(found.never_in_one, 1U);
  EXPECT_EQ(found.pairs, 20U);
  EXPECT_DOUBLE_EQ(found.median.value, -10);
  EXPECT_TRUE(found.is_less) << "the median is, and its interval with it";
}

TEST(Statistics, OnePairTellsNotThatItIsNoMore) {
  EXPECT_TRUE(difference({900}, {100}).may_be_more);
  EXPECT_FALSE(difference({900, 905}, {100, 110}).may_be_more);
}

TEST(Statistics, AlikeIsNoDifference) {
  const Difference found = difference({5, 7, Measured::kNever}, {5, 7, Measured::kNever});
  EXPECT_FALSE(found.is_less || found.is_more);
  EXPECT_EQ(found.never_in_one, 0U);
}

}  // namespace
}  // namespace blackstart::tests
