#include <gtest/gtest.h>

#include <functional>

#include "drill/campaign/sensitivity.h"
#include "drill/text/durations.h"
#include "tests/says.h"

// Up to which value of a figure an objective holds, and how precisely that is told.
namespace blackstart::tests {
namespace {

using namespace drill;

using namespace std::chrono_literals;

// What holds is what is said of each minute.
BreakEven break_even_of(const std::function<bool(recovery::Duration)>& holds,
                        recovery::Duration as_is) {
  const std::vector<recovery::Duration> values = {0min, 30min, 60min, 90min, 120min, 150min};
  return find_break_even(values, as_is, [&](std::span<const recovery::Duration> asked) {
    std::vector<Verdict> verdicts;
    for (const recovery::Duration each : asked)
      verdicts.push_back(holds(each) ? Verdict::met : Verdict::missed);
    return verdicts;
  });
}

TEST(BreakEven, WhatHoldsInTheMiddleIsToldWithBothOfItsEnds) {
  const BreakEven found =
      break_even_of([](auto each) { return each > 40min && each < 100min; }, 10min);
  ASSERT_EQ(found.kind, BreakEven::Kind::between);
  EXPECT_GT(found.least->met, 40min);
  EXPECT_LE(found.least->not_met, 40min);
  EXPECT_LE(found.least->met - found.least->not_met, 25s) << "1 % of 41 minutes";
  EXPECT_LT(found.most->met, 100min);
  EXPECT_GE(found.most->not_met, 100min);
  EXPECT_FALSE(found.holds_elsewhere);
}

TEST(BreakEven, OfTwoStretchesTheNearerOneIsToldAndTheOtherIsNotHidden) {
  const auto holds = [](auto each) { return each < 10min || each > 100min; };
  const BreakEven near = break_even_of(holds, 20min), far = break_even_of(holds, 90min);
  EXPECT_EQ(near.kind, BreakEven::Kind::below);
  EXPECT_LT(near.most->met, 10min);
  EXPECT_TRUE(near.holds_elsewhere);
  EXPECT_EQ(far.kind, BreakEven::Kind::above);
  EXPECT_GT(far.least->met, 100min);
}

TEST(BreakEven, NeverAndAlwaysAreOfTheValuesThatWereTried) {
  const BreakEven never = break_even_of([](auto) { return false; }, 0min);
  EXPECT_EQ(never.kind, BreakEven::Kind::never);
  EXPECT_EQ(never.tried, 6U);
  EXPECT_EQ(never.up_to, 150min);
  EXPECT_EQ(break_even_of([](auto) { return true; }, 0min).kind, BreakEven::Kind::always);
}

// Of a stretch that is only seconds long the ends are told as they were found.
TEST(BreakEven, WhatIsToldToHoldHoldsHoweverShortTheStretch) {
  int told_of_a_stretch = 0;
  for (recovery::Duration begins = 2820s; begins < 3600s; begins += 77s) {
    for (const recovery::Duration lasts : {13s, 61s, 700s, 1500s}) {
      SCOPED_TRACE(text_of(begins) + " for " + text_of(lasts));
      const auto holds = [&](recovery::Duration each) {
        return (each >= begins && each <= begins + lasts) || each == 60min;
      };
      const BreakEven found = break_even_of(holds, 60min);
      if (found.kind != BreakEven::Kind::between) continue;
      ++told_of_a_stretch;
      EXPECT_TRUE(holds(found.least->met) && holds(found.most->met));
      EXPECT_FALSE(holds(found.least->not_met) || holds(found.most->not_met));
      if (found.least->rounded_met() < found.most->rounded_met()) {
        EXPECT_TRUE(holds(found.least->rounded_met()));
        EXPECT_TRUE(holds(found.most->rounded_met()));
      }
    }
  }
  EXPECT_GT(told_of_a_stretch, 0);
}

TEST(BreakEven, WhatHoldsOnlyAtOnceIsToldAsThat) {
  Sensitivity told;
  told.break_evens = {break_even_of([](auto each) { return each == 0s; }, 0s)};
  told.break_evens[0].figure = "x";
  EXPECT_TRUE(
      says(write_sensitivity_text(told, {}), "holds while x takes no time; at 1s it is missed"));
}

// 1 % of 2 minutes is 1.2 s, which people count in twos; of half a minute it would be less than the
// second that is searched to.
TEST(Sensitivity, ABreakEvenIsNoMorePreciseThanItWasSearched) {
  EXPECT_EQ((Turn{2min + 3s, 2min + 4200ms}).rounded_met(), 2min + 2s);
  EXPECT_EQ((Turn{30400ms, 31s}).rounded_met(), 30s);
  EXPECT_EQ((Turn{2min + 3s, 2min + 1800ms}).rounded_met(), 2min + 4s);
  EXPECT_EQ((Turn{2min + 3s, 2min + 1800ms}).rounded_not_met(), 2min);
  EXPECT_EQ((Turn{70min + 20s, 71min}).rounded_met(), 70min);
}

// It turns at 18000 s - 4860 s = 3h39m, which was searched to 2 minutes.
TEST(Sensitivity, ABreakEvenTellsHowFarItWasSearched) {
  const Turn turn{13080s, 13200s};
  EXPECT_EQ(turn.rounded_not_met(), 3h + 40min);
  Sensitivity found;
  found.break_evens = {{.figure = "x", .kind = BreakEven::Kind::below, .most = turn}};
  const std::string text = write_sensitivity_text(found, {});
  EXPECT_TRUE(says(text, "holds while x takes less than 3h38m; at 3h40m it is missed"));
}

}  // namespace
}  // namespace blackstart::tests
