#include "sim/airflow/cron.h"

#include <gtest/gtest.h>

#include "drill/text/durations.h"

namespace blackstart::tests {
namespace {

using sim::Cron;
using sim::Instant;
using namespace std::chrono_literals;

Instant at(std::string_view text) { return std::get<Instant>(drill::read_instant(text)); }

Cron cron(std::string_view text) { return std::get<Cron>(Cron::parse(text)); }

std::string mistake(std::string_view text) {
  const auto read = Cron::parse(text);
  const auto* found = std::get_if<sim::CronMistake>(&read);
  return found == nullptr ? "" : found->what;
}

TEST(Cron, ATickIsTheLatestAtItsOwnInstantAndTheNextIsLater) {
  const Cron hourly = cron("@hourly");
  EXPECT_EQ(hourly.latest_at(at("2026-03-14T22:00:00Z")), at("2026-03-14T22:00:00Z"));
  EXPECT_EQ(hourly.latest_at(at("2026-03-14T21:59:59Z")), at("2026-03-14T21:00:00Z"));
  EXPECT_EQ(hourly.next_after(at("2026-03-14T22:00:00Z")), at("2026-03-14T23:00:00Z"));
  EXPECT_EQ(hourly.next_after(at("2026-03-14T21:59:59.5Z")), at("2026-03-14T22:00:00Z"));
}

TEST(Cron, ADayOfTheMonthAndADayOfTheWeekAreAlternatives) {
  const Cron either = cron("0 12 13 * fri");
  EXPECT_EQ(either.next_after(at("2026-03-07T00:00:00Z")), at("2026-03-13T12:00:00Z"))
      << "a Friday and a thirteenth: one tick";
  EXPECT_EQ(either.next_after(at("2026-03-13T12:00:00Z")), at("2026-03-20T12:00:00Z"));
  EXPECT_EQ(either.next_after(at("2026-04-11T00:00:00Z")), at("2026-04-13T12:00:00Z"))
      << "a Monday, but the thirteenth";
}

TEST(Cron, AFieldThatLeavesNothingOutIsAsGoodAsAStar) {
  EXPECT_EQ(cron("0 0 1-31 * mon"), cron("0 0 * * mon"));
  EXPECT_EQ(cron("0 0 1 * 0-7"), cron("0 0 1 * *"));
  EXPECT_EQ(cron("0 0 * * 7"), cron("0 0 * * sun")) << "seven is Sunday too";
  EXPECT_EQ(cron("0 0 * * FRI-SUN"), cron("0 0 * * 0,5,6"));
  EXPECT_EQ(cron("5/20 * * * *"), cron("5,25,45 * * * *"));
}

TEST(Cron, AMonthWithoutSuchADayIsAsGoodAsLeftOut) {
  EXPECT_EQ(cron("0 0 31 * *"), cron("0 0 31 1,3,5,7,8,10,12 *"));
  EXPECT_EQ(cron("0 0 30 jan,feb *"), cron("0 0 30 jan *"));
  EXPECT_NE(cron("0 0 29 jan,feb *"), cron("0 0 29 jan *")) << "there are leap years";
}

TEST(Cron, ItsTextIsAlikeWhereItsTicksAre) {
  EXPECT_EQ(cron("@daily").text(), "0 0 * * *");
  EXPECT_EQ(cron("*/15 9-17 * * mon-fri").text(), "0,15,30,45 9-17 * * 1-5");
  EXPECT_EQ(cron("0,1,2,30 0 1-31 * 7").text(), "0-2,30 0 * * 0");
  EXPECT_EQ(cron("59 23 31 dec *").text(), "59 23 31 12 *");
  EXPECT_EQ(cron("0 12 13 1-12 fri").text(), "0 12 13 * 5");
}

TEST(Cron, TheLeapDayIsFoundAcrossTheCenturyThatHasNone) {
  const Cron leap_day = cron("0 0 29 2 *");
  EXPECT_EQ(leap_day.next_after(at("2096-02-29T00:00:00Z")), at("2104-02-29T00:00:00Z"));
  EXPECT_EQ(leap_day.latest_at(at("2104-02-28T23:59:00Z")), at("2096-02-29T00:00:00Z"));
  EXPECT_EQ(leap_day.count(at("2000-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z")), 7);
}

TEST(Cron, BeforeTheEpochIsAsGoodAsAfterIt) {
  EXPECT_EQ(cron("30 6 * * *").latest_at(at("1969-12-31T06:29:59Z")), at("1969-12-30T06:30:00Z"));
}

// The count leaves the earlier end out and takes the later one in, wherever the ends fall.
TEST(Cron, CountsWhatOneWouldMeetOnTheWay) {
  for (const char* text : {"* * * * *", "*/7 3-9 * * *", "15,45 */5 1,15,31 * *", "0 6 * 2-4 mon",
                           "59 23 28-31 * sun", "0 0 29 2 *", "@quarterly"}) {
    const Cron ticks = cron(text);
    for (const auto& [after, until] : {std::pair{"2026-01-31T03:14:00Z", "2026-03-02T05:10:30Z"},
                                       {"2028-02-28T23:59:00Z", "2028-03-01T00:00:00Z"},
                                       {"2026-12-31T23:59:00Z", "2027-01-01T00:00:00Z"},
                                       {"2026-05-04T06:00:00Z", "2026-05-04T06:00:00Z"}}) {
      std::int64_t met = 0;
      for (Instant tick = ticks.next_after(at(after)); tick <= at(until);
           tick = ticks.next_after(tick))
        ++met;
      EXPECT_EQ(ticks.count(at(after), at(until)), met) << text << " from " << after;
    }
  }
}

TEST(Cron, AMistakeSaysWhatWouldBeRight) {
  EXPECT_EQ(mistake("0 0 * *"),
            "'0 0 * *' has 4 fields; a cron expression has five: minute, hour, day of month, "
            "month, day of week");
  EXPECT_EQ(mistake("0 0 0 * * *"),
            "'0 0 0 * * *' has 6 fields; a cron expression has five: minute, hour, day of month, "
            "month, day of week (seconds are not modelled)");
  EXPECT_EQ(mistake("60 * * * *"), "'60' is not a minute; it is a number from 0 to 59");
  EXPECT_EQ(mistake("0 24 * * *"), "'24' is not an hour; it is a number from 0 to 23");
  EXPECT_EQ(mistake("0 0 * jam *"),
            "'jam' is not a month; it is a number from 1 to 12 or a name such as feb");
  EXPECT_EQ(mistake("0 22-2 * * *"), "'22-2' runs backwards; write 22-23,0-2");
  EXPECT_EQ(mistake("*/0 * * * *"), "'*/0' does not step; a step is 1 or more, as in */5");
  EXPECT_EQ(mistake("0 0 L * *"), "'L' is not a day of month; it is a number from 1 to 31");
  EXPECT_EQ(mistake("0 0 30 2 *"), "'0 0 30 2 *' never comes: none of its months has such a day");
  EXPECT_EQ(mistake("@fortnightly"),
            "'@fortnightly' is not a preset; known: @hourly @daily @midnight @weekly @monthly "
            "@quarterly @yearly @annually");
  EXPECT_EQ(mistake(""),
            "'' has 0 fields; a cron expression has five: minute, hour, day of month, month, day "
            "of week");
  EXPECT_EQ(mistake("1,,2 * * * *"), "'' is not a minute; it is a number from 0 to 59");
}

}  // namespace
}  // namespace blackstart::tests
