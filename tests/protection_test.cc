#include <gtest/gtest.h>

#include "sim/protection/cut.h"
#include "sim/random.h"
#include "sim/world/world.h"
#include "tests/seeds.h"
#include "tests/small_world.h"

// As of which instant a copy holds everything: worked out by hand from its schedule.
namespace blackstart::tests {
namespace {

using recovery::Duration;
using sim::CopySpec;
using sim::Span;

// 2026-01-05T00:00:00Z is a whole hour, so that backups begin at :00 of the test's own clock.
Instant at(Duration since_start) { return kStart + since_start; }

CopySpec hourly_backup() {
  return {.name = "hourly",
          .every = 1h,
          .takes = constantly(10min),
          .lag = constantly(0min),
          .region = 1};
}

CopySpec replica(Duration lag) {
  return {.name = "standby",
          .kind = CopySpec::Kind::replica,
          .every = 1min,
          .takes = constantly(0min),
          .lag = constantly(lag),
          .region = 1};
}

Instant cut(const CopySpec& copy, Duration now, const std::vector<Span>& outages = {},
            std::uint64_t seed = 1) {
  return sim::cut_at(copy, outages, {.seed = seed, .copy = 42}, at(now));
}

TEST(Cut, OfABackupIsTheBeginningOfTheLastOneThatIsFinished) {
  EXPECT_EQ(cut(hourly_backup(), 7h + 25min), at(7h));
  EXPECT_EQ(cut(hourly_backup(), 7h + 10min), at(7h));
  EXPECT_EQ(cut(hourly_backup(), 7h + 9min + 59s), at(6h)) << "the one of 07:00 is under way";
}

TEST(Cut, OfABackupElsewhereWaitsForTheReplicationToo) {
  CopySpec copy = hourly_backup();
  copy.lag = constantly(15min);
  EXPECT_EQ(cut(copy, 7h + 25min), at(7h));
  EXPECT_EQ(cut(copy, 7h + 24min), at(6h));
}

TEST(Cut, OfADailyBackupAtTwoIsYesterdaysUntilTodaysIsFinished) {
  CopySpec copy = hourly_backup();
  copy.every = 24h;
  copy.offset = 2h;
  EXPECT_EQ(cut(copy, 24h + 2h + 9min), at(2h));
  EXPECT_EQ(cut(copy, 24h + 2h + 10min), at(26h));
}

TEST(Cut, WhatIsUnderWayWhenTheRegionFailsNeverFinishes) {
  const std::vector<Span> outage = {{at(7h + 5min), at(9h + 30min)}};
  EXPECT_EQ(cut(hourly_backup(), 8h, outage), at(6h));
  // None is begun at 08:00 and 09:00; the one of 10:00 is the next.
  EXPECT_EQ(cut(hourly_backup(), 10h + 9min, outage), at(6h));
  EXPECT_EQ(cut(hourly_backup(), 10h + 10min, outage), at(10h));
}

TEST(Cut, ABackupThatFinishesInTheInstantOfTheFaultIsLost) {
  EXPECT_EQ(cut(hourly_backup(), 7h + 10min, {{at(7h + 10min), Instant::max()}}), at(6h));
}

TEST(Cut, OfAReplicaIsBehindByItsLag) {
  EXPECT_EQ(cut(replica(90s), 7h + 25min), at(7h + 23min));
  EXPECT_EQ(cut(replica(0s), 7h + 25min + 30s), at(7h + 25min)) << "it is fed every minute";
}

TEST(Cut, APausedLinkFreezesTheReplicaAndAResumedOneCatchesUp) {
  CopySpec copy = replica(1min);
  copy.paused = {{at(2h), at(6h)}};
  EXPECT_EQ(cut(copy, 2h), at(1h + 58min)) << "what would arrive at 02:00 does not";
  EXPECT_EQ(cut(copy, 5h + 59min), at(1h + 58min));
  EXPECT_EQ(cut(copy, 6h), at(5h + 59min));
}

TEST(Cut, ALinkThatBrokeUnnoticedThreeWeeksAgoLeavesACopyOfThen) {
  CopySpec copy = replica(0s);
  copy.every = 1s;
  copy.paused = {{at(-21 * 24h), Instant::max()}};
  EXPECT_EQ(cut(copy, 7h), at(-21 * 24h - 1s));
}

TEST(Cut, OfACopyThatNeverFinishedIsNever) {
  CopySpec copy = hourly_backup();
  copy.paused = {{Instant::min(), Instant::max()}};
  EXPECT_EQ(cut(copy, 7h), sim::kNever);
  copy = hourly_backup();
  copy.takes = constantly(100 * 366 * 24h);
  EXPECT_EQ(cut(copy, 7h), sim::kNever);
}

CopySpec of_varying_lag() {
  CopySpec copy = replica(0s);
  copy.lag.distribution = sim::Distribution::quantiles(0.5, 5min, 0.95, 2h);
  copy.paused = {{at(3h), at(5h)}};
  return copy;
}

// What arrives brings everything from before it: the newest of all that have arrived, which is
// looked for here the long way.
Instant the_long_way(const CopySpec& copy, Instant now, std::uint64_t seed) {
  Instant newest = sim::kNever;
  for (Duration begins = -24h; at(begins) <= now; begins += copy.every) {
    const auto turn = at(begins).time_since_epoch() / copy.every;
    const Duration lag =
        copy.lag.distribution.draw(sim::uniform({.seed = seed,
                                                 .purpose = sim::hash_name("copy lag"),
                                                 .entity = 42,
                                                 .attempt = static_cast<std::uint32_t>(turn)}));
    Instant arrives = at(begins) + lag;
    if (arrives >= at(3h)) arrives = std::max(arrives, at(5h));
    if (arrives <= now) newest = at(begins);
  }
  return newest;
}

TEST(Cut, OfAVaryingLagIsTheNewestThatHasArrivedAndNeverGoesBack) {
  for (std::uint64_t seed = 1; seed <= seeds(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Instant before = sim::kNever;
    for (Duration now = 0h; now < 9h; now += 47min) {
      const Instant found = cut(of_varying_lag(), now, {}, seed);
      EXPECT_EQ(found, the_long_way(of_varying_lag(), at(now), seed));
      EXPECT_GE(found, before);
      before = found;
    }
  }
}

}  // namespace
}  // namespace blackstart::tests
