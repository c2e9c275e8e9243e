#include "sim/airflow/timetable.h"

#include <gtest/gtest.h>

#include "drill/text/durations.h"

namespace blackstart::tests {
namespace {

using sim::Cron;
using sim::Instant;
using sim::Interval;
using sim::Timetable;
using namespace std::chrono_literals;

Instant at(std::string_view text) { return std::get<Instant>(drill::read_instant(text)); }

// One case of catch-up, worked out by hand: what Airflow does at `now`, given what it remembers.
struct CatchUp {
  const char* story;
  std::uint32_t airflow = 2;
  const char* schedule = "@hourly";  // cron, or a timedelta such as "1h"
  const char* start_date = "2026-03-01T00:00:00Z";
  std::optional<bool> catchup{};
  const char* last_end = "";  // empty: an empty metadata database
  const char* now = "2026-03-31T00:30:00Z";
  const char* start = "";  // of the run that comes next, and its end: the instant it is created
  const char* end = "";
  std::int64_t due = 0;  // how many are created at once

  Timetable timetable() const {
    const Timetable::Settings settings{airflow, at(start_date), catchup};
    if (std::string_view(schedule) == "@once") return Timetable::once(at(start_date));
    const auto delta = drill::read_duration(schedule);
    if (const auto* every = std::get_if<sim::Duration>(&delta))
      return Timetable::every(*every, settings);
    return Timetable::of(std::get<Cron>(Cron::parse(schedule)), settings);
  }
  std::optional<Instant> remembered() const {
    return *last_end == '\0' ? std::nullopt : std::optional(at(last_end));
  }
  friend void PrintTo(const CatchUp& row, std::ostream* out) { *out << row.story; }
};

class Timetables : public testing::TestWithParam<CatchUp> {};

TEST_P(Timetables, CreateTheRunsThatAirflowCreates) {
  const CatchUp& row = GetParam();
  const Timetable timetable = row.timetable();
  const auto run = timetable.next(row.remembered(), at(row.now));
  EXPECT_EQ(timetable.due(row.remembered(), at(row.now)), row.due);
  if (*row.start == '\0') {
    EXPECT_FALSE(run);
  } else {
    ASSERT_TRUE(run);
    EXPECT_EQ(drill::text_of(run->start), row.start);
    EXPECT_EQ(drill::text_of(run->end), row.end);
  }
}

// 30 days of hours are 720 intervals. Airflow 2 creates a run when its interval is over, so at
// 00:30 the one from 23:00 to 00:00 is the latest complete one.
INSTANTIATE_TEST_SUITE_P(
    WorkedOutByHand, Timetables,
    testing::Values(
        CatchUp{.story = "Airflow 2, empty database: one run per complete interval since the start",
                .start = "2026-03-01T00:00:00Z",
                .end = "2026-03-01T01:00:00Z",
                .due = 720},
        CatchUp{.story = "Airflow 3, empty database: the latest trigger alone",
                .airflow = 3,
                .start = "2026-03-31T00:00:00Z",
                .end = "2026-03-31T00:00:00Z",
                .due = 1},
        CatchUp{.story = "Airflow 2 told not to catch up: the latest complete interval alone",
                .catchup = false,
                .start = "2026-03-30T23:00:00Z",
                .end = "2026-03-31T00:00:00Z",
                .due = 1},
        CatchUp{.story = "Airflow 3 told to catch up: the start date is a trigger too, 721 in all",
                .airflow = 3,
                .catchup = true,
                .start = "2026-03-01T00:00:00Z",
                .end = "2026-03-01T00:00:00Z",
                .due = 721},

        // Both sides of an outage: the last interval had run or had not, and the rows are there or
        // gone. With the rows gone it runs again although it had run: a duplicate.
        CatchUp{
            .story = "Airflow 2 without catchup, rows kept, latest had run: nothing until 01:00",
            .catchup = false,
            .last_end = "2026-03-31T00:00:00Z",
            .start = "2026-03-31T00:00:00Z",
            .end = "2026-03-31T01:00:00Z"},
        CatchUp{.story = "Airflow 2 without catchup, rows kept, latest had not run: late",
                .catchup = false,
                .last_end = "2026-03-30T20:00:00Z",
                .start = "2026-03-30T23:00:00Z",
                .end = "2026-03-31T00:00:00Z",
                .due = 1},
        CatchUp{.story = "Airflow 2 with catchup, rows kept: the four hours of the outage",
                .last_end = "2026-03-30T20:00:00Z",
                .start = "2026-03-30T20:00:00Z",
                .end = "2026-03-30T21:00:00Z",
                .due = 4},
        CatchUp{.story = "Airflow 3, rows kept, latest had run: nothing until 01:00",
                .airflow = 3,
                .last_end = "2026-03-31T00:00:00Z",
                .start = "2026-03-31T01:00:00Z",
                .end = "2026-03-31T01:00:00Z"},
        CatchUp{.story = "Airflow 3, rows kept, latest had not run: late, three are skipped",
                .airflow = 3,
                .last_end = "2026-03-30T20:00:00Z",
                .start = "2026-03-31T00:00:00Z",
                .end = "2026-03-31T00:00:00Z",
                .due = 1},
        CatchUp{.story = "Airflow 3 with catchup, rows kept: the four triggers of the outage",
                .airflow = 3,
                .catchup = true,
                .last_end = "2026-03-30T20:00:00Z",
                .start = "2026-03-30T21:00:00Z",
                .end = "2026-03-30T21:00:00Z",
                .due = 4},

        // On the tick itself the interval that ends there is complete.
        CatchUp{.story = "Airflow 2 without catchup on the tick: the interval that ends now",
                .catchup = false,
                .now = "2026-03-31T00:00:00Z",
                .start = "2026-03-30T23:00:00Z",
                .end = "2026-03-31T00:00:00Z",
                .due = 1},
        CatchUp{.story = "Airflow 2 at the start date: its first interval has an hour to go",
                .now = "2026-03-01T00:00:00Z",
                .start = "2026-03-01T00:00:00Z",
                .end = "2026-03-01T01:00:00Z"},
        CatchUp{.story = "Airflow 3 at the start date: it is the first trigger",
                .airflow = 3,
                .now = "2026-03-01T00:00:00Z",
                .start = "2026-03-01T00:00:00Z",
                .end = "2026-03-01T00:00:00Z",
                .due = 1},
        CatchUp{.story = "Airflow 2: a start date beside the ticks begins at the next one",
                .schedule = "@daily",
                .start_date = "2026-03-28T00:01:00Z",
                .start = "2026-03-29T00:00:00Z",
                .end = "2026-03-30T00:00:00Z",
                .due = 2},
        CatchUp{.story = "Airflow 3: a start date beside the ticks begins at the next one",
                .airflow = 3,
                .schedule = "@daily",
                .start_date = "2026-03-28T00:01:00Z",
                .catchup = true,
                .start = "2026-03-29T00:00:00Z",
                .end = "2026-03-29T00:00:00Z",
                .due = 3},
        CatchUp{.story = "Airflow 2: a start date in the future waits for its first interval",
                .start_date = "2026-04-01T00:00:00Z",
                .start = "2026-04-01T00:00:00Z",
                .end = "2026-04-01T01:00:00Z"},
        CatchUp{.story = "Airflow 3: a start date in the future waits for itself",
                .airflow = 3,
                .start_date = "2026-04-01T00:00:00Z",
                .start = "2026-04-01T00:00:00Z",
                .end = "2026-04-01T00:00:00Z"},

        // A timedelta: at 20 past in Airflow 2 with catchup; without, it snaps to the full hour.
        CatchUp{.story = "Airflow 2 timedelta with catchup: keeps the phase of its start date",
                .schedule = "1h",
                .start_date = "2026-03-01T00:20:00Z",
                .start = "2026-03-01T00:20:00Z",
                .end = "2026-03-01T01:20:00Z",
                .due = 720},
        CatchUp{.story = "Airflow 2 timedelta without catchup: snaps to the epoch's grid",
                .schedule = "1h",
                .start_date = "2026-03-01T00:20:00Z",
                .catchup = false,
                .start = "2026-03-30T23:00:00Z",
                .end = "2026-03-31T00:00:00Z",
                .due = 1},
        CatchUp{.story = "Airflow 2 timedelta without catchup, rows kept and up to date: no snap",
                .schedule = "1h",
                .start_date = "2026-03-01T00:20:00Z",
                .catchup = false,
                .last_end = "2026-03-31T00:20:00Z",
                .start = "2026-03-31T00:20:00Z",
                .end = "2026-03-31T01:20:00Z"},
        CatchUp{.story = "Airflow 2 timedelta without catchup, rows kept after an outage: snaps",
                .schedule = "1h",
                .start_date = "2026-03-01T00:20:00Z",
                .catchup = false,
                .last_end = "2026-03-30T20:20:00Z",
                .start = "2026-03-30T23:00:00Z",
                .end = "2026-03-31T00:00:00Z",
                .due = 1},
        CatchUp{.story = "Airflow 3 timedelta: runs at the instant it is looked at",
                .airflow = 3,
                .schedule = "1h",
                .start_date = "2026-03-01T00:20:00Z",
                .start = "2026-03-31T00:30:00Z",
                .end = "2026-03-31T00:30:00Z",
                .due = 1},
        CatchUp{.story = "Airflow 3 timedelta, rows kept and up to date: one hour after the last",
                .airflow = 3,
                .schedule = "1h",
                .start_date = "2026-03-01T00:20:00Z",
                .last_end = "2026-03-31T00:20:00Z",
                .start = "2026-03-31T01:20:00Z",
                .end = "2026-03-31T01:20:00Z"},
        CatchUp{.story = "Airflow 3 timedelta with catchup: the start date and 720 hours after it",
                .airflow = 3,
                .schedule = "1h",
                .start_date = "2026-03-01T00:20:00Z",
                .catchup = true,
                .start = "2026-03-01T00:20:00Z",
                .end = "2026-03-01T00:20:00Z",
                .due = 721},

        CatchUp{.story = "@once has run: never again",
                .schedule = "@once",
                .last_end = "2026-03-01T00:00:00Z"},
        CatchUp{.story = "@once on an empty database: once more",
                .schedule = "@once",
                .start = "2026-03-01T00:00:00Z",
                .end = "2026-03-01T00:00:00Z",
                .due = 1}),
    [](const auto& row) { return "Number" + std::to_string(row.index); });

TEST(Timetable, WithoutAScheduleNothingComesByItself) {
  const Timetable never;
  EXPECT_FALSE(never.next(std::nullopt, at("2026-03-01T00:00:00Z")));
  EXPECT_EQ(never.due(std::nullopt, at("2026-03-01T00:00:00Z")), 0);
  EXPECT_FALSE(never.latest_complete(at("2026-03-01T00:00:00Z")));
  EXPECT_EQ(never.runs(at("2026-03-01T00:00:00Z"), at("2026-04-01T00:00:00Z")), 0);
}

// What is counted is what one meets who looks at every boundary and creates the run that is due.
TEST(Timetable, RunsAreAsManyAsOneWouldCreateOneByOne) {
  for (const char* schedule : {"@hourly", "*/15 * * * *", "0 6 * * 1-5", "1h", "7h", "25m"}) {
    for (const std::uint32_t airflow : {2U, 3U}) {
      const CatchUp row{.story = "",
                        .airflow = airflow,
                        .schedule = schedule,
                        .start_date = "2026-03-01T00:20:00Z",
                        .catchup = true};
      const Timetable timetable = row.timetable();
      const Instant from = at("2026-03-02T06:00:00Z"), until = at("2026-03-05T06:00:00Z");
      std::int64_t met = 0;
      std::optional<Interval> latest;
      for (auto run = timetable.next(std::nullopt, from); run->end <= until;
           run = timetable.next(run->end, until)) {
        if (run->end > from) ++met;
        latest = run;
      }
      EXPECT_EQ(timetable.runs(from, until), met) << schedule << " in Airflow " << airflow;
      EXPECT_EQ(timetable.latest_complete(until), latest) << schedule << " in Airflow " << airflow;
    }
  }
}

TEST(Timetable, EachRunFollowsTheLatestBeforeIt) {
  const Timetable hourly = CatchUp{.story = ""}.timetable();
  EXPECT_EQ(hourly.following(Instant::min())->end, at("2026-03-01T01:00:00Z"));
  EXPECT_EQ(hourly.following(at("2026-03-05T06:00:00Z"))->end, at("2026-03-05T07:00:00Z"));
  EXPECT_EQ(hourly.following(at("2026-03-05T06:59:59Z"))->start, at("2026-03-05T06:00:00Z"));
  const Timetable once = Timetable::once(at("2026-03-01T00:00:00Z"));
  EXPECT_EQ(once.following(at("2026-02-01T00:00:00Z"))->end, at("2026-03-01T00:00:00Z"));
  EXPECT_FALSE(once.following(at("2026-03-01T00:00:00Z")));
}

TEST(Timetable, BeforeItsFirstRunThereIsNoneHoweverFarOneLooksBack) {
  const Timetable timetable = CatchUp{.story = ""}.timetable();
  EXPECT_EQ(timetable.runs(Instant::min(), at("2026-03-01T00:59:59Z")), 0);
  EXPECT_FALSE(timetable.latest_complete(at("2026-03-01T00:59:59Z")));
  EXPECT_EQ(timetable.runs(Instant::min(), at("2026-03-01T01:00:00Z")), 1);
}

}  // namespace
}  // namespace blackstart::tests
