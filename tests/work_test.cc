#include <gtest/gtest.h>

#include "tests/ledger_drill.h"

// What became of the work, where it is not obvious how to count it.
namespace blackstart::tests {
namespace {

namespace fs = std::filesystem;

TEST(Work, APromisedTimeOfDayIsTheFirstAfterTheIntervalIsDue) {
  EXPECT_EQ(
      surprises({.dag = R"("schedule": "0 6 * * *", "deliver_by": "07:00")", .expectations = R"(
      {"measure": "deliveries_promised", "equals": 1},
      {"measure": "deliveries_missed", "equals": 0},
      {"measure": "intervals_run_late", "equals": 1})"}),
      "")
      << "due at 06:00, run at 06:51, there at 06:52";
  EXPECT_EQ(surprises({.dag = R"("schedule": "0 6 * * *", "deliver_by": "06:30")",
                       .expectations = R"({"measure": "deliveries_missed", "equals": 1})"}),
            "");
  EXPECT_EQ(surprises({.dag = R"("schedule": "0 6 * * *", "deliver_by": "05:00")",
                       .expectations = R"({"measure": "deliveries_promised", "equals": 0})"}),
            "")
      << "five o'clock is tomorrow's, after the end";
}

// Airflow 3 runs a timedelta at the instant at which it looks: at 06:51, and every hour from then
// on. Each of these runs stands for the full hour before it.
TEST(Work, ARunThatIsOutOfPhaseStandsForTheIntervalItFallsInto) {
  EXPECT_EQ(surprises({.dag = R"("schedule": "1h")", .expectations = R"(
      {"measure": "intervals_skipped", "equals": 1},
      {"measure": "intervals_run_twice", "equals": 0},
      {"measure": "intervals_run_late", "equals": 0})"}),
            "")
      << "05:00 alone is skipped";
}

// The backup of 04:05 sees the run of 04:00 at work; it ends at 04:10, and the region at 04:30. The
// restored row has no worker behind it: a zombie, which is tried again and does everything again.
TEST(Work, ARunThatEndedAfterTheBackupIsRunTwice) {
  EXPECT_EQ(surprises({.dag = R"("schedule": "0 4 * * *", "task_duration": "10m", "retries": 1)",
                       .strategy = "backup_and_restore",
                       .copies = R"("hourly": {"copies": ["metadata"], "region": "us-west-2",
                         "offset": "5m", "takes": {"constant": "1m", "assumption": "the test's"},
                         "lag": {"constant": "1m", "assumption": "the test's"}})",
                       .expectations = R"(
      {"measure": "zombies", "equals": 1},
      {"measure": "intervals_run_twice", "equals": 1},
      {"measure": "intervals_skipped", "equals": 0}, {"measure": "runs_flooded", "equals": 0})"}),
            "");
}

// From 01:20 on, every 50 minutes: that of 04:40 finds nobody.
TEST(Work, ARequestThatNobodyHeardIsGone) {
  EXPECT_EQ(surprises({.dag = R"("schedule": {"external": "50m"})",
                       .faults = kTwentyMinutes,
                       .strategy = "",
                       .expectations = R"(
      {"measure": "triggers_lost", "equals": 1},
      {"measure": "intervals_skipped", "equals": 0})"}),
            "");
}

// Names are Route 53's, which is changed in us-east-1: that is lost for good, and so is every
// request from 04:40 to 23:50.
TEST(Work, RequestsGoWhereTheNamesPoint) {
  EXPECT_EQ(surprises({.dag = R"("schedule": {"external": "50m"})", .expectations = R"(
      {"measure": "triggers_lost", "equals": 24})"}),
            "");
}

TEST(Work, AScheduleThatItsTeamHadPausedOwesNothing) {
  EXPECT_EQ(surprises({.dag = R"("schedule": "@hourly", "paused": true, "deliver_by": "30m")",
                       .expectations = R"(
      {"measure": "intervals_skipped", "equals": 0},
      {"measure": "deliveries_promised", "equals": 0})"}),
            "");
}

TEST(Work, IsCountedForADagATagATierAndTheFleet) {
  EXPECT_EQ(surprises({.dag = R"("schedule": "@hourly", "tags": ["money"])", .expectations = R"(
      {"measure": "intervals_skipped", "of": "dag:post*", "equals": 1},
      {"measure": "intervals_skipped", "of": "tag:money", "equals": 1},
      {"measure": "intervals_skipped", "of": "tier:critical", "equals": 1},
      {"measure": "intervals_skipped", "of": "deployment:ledger", "equals": 1},
      {"measure": "intervals_skipped", "equals": 1})"}),
            "");
}

TEST(Work, IsWhatTheScenariosSayInEveryOneOfThem) {
  for (const auto& entry : fs::directory_iterator(BLACKSTART_SOURCE_DIR "/scenarios/airflow")) {
    const auto scenario = drill::load_scenario(entry.path());
    const auto outcome = drill::run(scenario, 1, scenario.setup->starts_at);
    EXPECT_EQ(surprises(outcome), "") << entry.path();
  }
}

}  // namespace
}  // namespace blackstart::tests
