#include "drill/bound.h"

#include <gtest/gtest.h>

#include "drill/says.h"

// One run and a statistic of many are held against a bound by the same rule.
namespace blackstart::tests {
namespace {

using drill::Interval, drill::kInfinity, drill::Reading, drill::Unit, drill::Verdict;
using Kind = drill::Bound::Kind;

Verdict hold(Kind kind, std::int64_t number, Interval interval, Unit unit = Unit::duration) {
  return drill::hold_against({.kind = kind, .number = number}, unit, interval);
}

Verdict hold(Kind kind, std::int64_t number, Reading reading) {
  reading.unit = Unit::duration;
  return drill::hold_against({.kind = kind, .number = number}, reading);
}

TEST(Bound, WhatNeverComesIsAtLeastAnythingAndAtMostNothing) {
  const Interval never{kInfinity, kInfinity};
  const Reading never_in_a_run{.number = std::nullopt};
  for (const auto& [kind, verdict] : {std::pair{Kind::at_most, Verdict::missed},
                                      {Kind::at_least, Verdict::met},
                                      {Kind::equals, Verdict::missed},
                                      {Kind::never, Verdict::met},
                                      {Kind::eventually, Verdict::missed}}) {
    SCOPED_TRACE("the kind " + std::to_string(static_cast<int>(kind)));
    EXPECT_EQ(hold(kind, 100, never), verdict);
    EXPECT_EQ(hold(kind, 100, never_in_a_run), verdict);
  }
}

// 50 have passed without it: it takes 50 or more.
TEST(Bound, WhatHasNotComeYetTakesAtLeastAsLongAsItWasWaitedFor) {
  const Reading waiting{.number = std::nullopt, .at_least = 50, .is_final = false};
  EXPECT_EQ(hold(Kind::at_most, 49, waiting), Verdict::missed);
  EXPECT_EQ(hold(Kind::at_most, 50, waiting), Verdict::unknown);
  EXPECT_EQ(hold(Kind::at_least, 50, waiting), Verdict::met);
  EXPECT_EQ(hold(Kind::at_least, 51, waiting), Verdict::unknown);
  EXPECT_EQ(hold(Kind::never, 0, waiting), Verdict::unknown);
}

TEST(Bound, NeverIsNoneOfACountAndNoTimeAtAll) {
  EXPECT_EQ(hold(Kind::never, 0, {0, 0}, Unit::count), Verdict::met);
  EXPECT_EQ(hold(Kind::never, 0, {0, 1}, Unit::count), Verdict::unknown);
  EXPECT_EQ(hold(Kind::eventually, 0, {0, 0}, Unit::count), Verdict::missed);
  EXPECT_EQ(hold(Kind::never, 0, {0, 0}), Verdict::missed) << "at once is not never";
  EXPECT_EQ(hold(Kind::eventually, 0, {0, 0}), Verdict::met);
}

TEST(Bound, AllOfWhatThereWasNoneOfIsUnknown) {
  const drill::Bound all{.kind = Kind::equals, .value = drill::Bound::Value::all};
  const auto lost = [](std::int64_t count, std::int64_t there) {
    return Reading{.unit = Unit::count, .matched = 1, .number = count, .all = there};
  };
  EXPECT_EQ(drill::hold_against(all, lost(0, 0)), Verdict::unknown);
  EXPECT_EQ(drill::hold_against(all, lost(0, 1)), Verdict::missed);
  EXPECT_EQ(drill::hold_against(all, lost(1, 1)), Verdict::met);
}

TEST(Expectations, SayWhichStatisticOverRunsTheyAreAbout) {
  drill::Expectation slow;
  slow.measure = "rta";
  slow.of.deployment = "billing";
  slow.statistic = "p95";
  slow.bounds.push_back({.kind = Kind::at_most, .number = 180'000'000});
  EXPECT_EQ(drill::says_of(slow),
            "p95 of rta deployment:billing to first_success since fault at most 3m");
}

TEST(Expectations, WriteCountsAsTheRestOfTheReportDoes) {
  drill::Expectation lost;
  lost.measure = "lost";
  lost.bounds.push_back({.kind = Kind::at_most, .number = 34'748});
  EXPECT_EQ(drill::says_of(lost), "lost at most 34,748");
}

TEST(Expectations, JoinTheirBoundsWithAnd) {
  drill::Expectation lost;
  lost.measure = "lost";
  for (const Kind kind : {Kind::at_most, Kind::at_least})
    lost.bounds.push_back({.kind = kind, .number = 3});
  EXPECT_EQ(drill::says_of(lost), "lost at most 3 and at least 3");
}

}  // namespace
}  // namespace blackstart::tests
