#include <gtest/gtest.h>

#include <algorithm>

#include "tests/ledger_drill.h"
#include "tests/measured.h"

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
      {"measure": "intervals_run_late", "equals": 1},
      {"measure": "runs_unfinished", "equals": 0})"}),
            "")
      << "05:00 alone is skipped; that of 06:00 runs 51 minutes late and shifts the others: that "
         "of "
         "24:00 comes at 24:51";
}

// By hand: nobody enters the pool anew, and the DAG is unpaused at 06:21. Yesterday's run, which
// Airflow 3 creates at once, and today's are never scheduled.
TEST(Work, ARunThatNeverBeginsIsUnfinishedAndNothingIsRunTwiceByIt) {
  EXPECT_EQ(surprises({.dag = R"("schedule": "0 8 * * *", "pool": "warehouse_slots",
                         "idempotent": false)",
                       .pools = R"({"ui": ["warehouse_slots"]})",
                       .strategy = kByHand,
                       .expectations = R"(
      {"measure": "runs_unfinished", "equals": 2},
      {"measure": "intervals_run_twice", "equals": 0},
      {"measure": "intervals_run_twice_unsafe", "equals": 0})"}),
            "");
}

TEST(Work, WhatIsDueAndWasNeverCreatedIsUnfinishedWhereItIsNotSkipped) {
  EXPECT_EQ(surprises({.data_team_responds_in = "30h", .expectations = R"(
      {"measure": "intervals_skipped", "equals": 19},
      {"measure": "runs_unfinished", "equals": 1})"}),
            "")
      << "05:00 to 23:00 never run; 24:00 would run now";
  EXPECT_EQ(surprises({.dag = R"("schedule": "@hourly", "catchup": true)",
                       .data_team_responds_in = "30h",
                       .expectations = R"(
      {"measure": "intervals_skipped", "equals": 0},
      {"measure": "runs_unfinished", "equals": 20})"}),
            "")
      << "05:00 to 24:00; what was due before the run began was done";
}

// The run of 24:00 takes an hour: at 24:30 it is at work, and nothing is wrong with it.
TEST(Work, ARunThatHasNotHadTheTimeToEndIsNotUnfinished) {
  EXPECT_EQ(surprises({.dag = R"("schedule": "0 0 * * *", "task_duration": "1h")",
                       .expectations = R"({"measure": "runs_unfinished", "equals": 0})"}),
            "");
  EXPECT_EQ(surprises({.dag = R"("schedule": "0 0 * * *", "task_duration": "1h",
                         "deliver_by": "20m")",
                       .expectations = R"({"measure": "runs_unfinished", "equals": 1})"}),
            "")
      << "unless it was promised for earlier";
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

// As above, and nothing is tried again: the adopted row fails without having begun.
TEST(Work, AnAdoptedRunInWhichNothingBeganIsNotRunTwice) {
  EXPECT_EQ(surprises({.dag = R"("schedule": "0 4 * * *", "task_duration": "10m",
                         "idempotent": false)",
                       .strategy = "backup_and_restore",
                       .copies = R"("hourly": {"copies": ["metadata"], "region": "us-west-2",
                         "offset": "5m", "takes": {"constant": "1m", "assumption": "the test's"},
                         "lag": {"constant": "1m", "assumption": "the test's"}})",
                       .expectations = R"(
      {"measure": "zombies", "equals": 1}, {"measure": "tasks_failed", "equals": 1},
      {"measure": "intervals_run_twice", "equals": 0},
      {"measure": "intervals_run_twice_unsafe", "equals": 0})"}),
            "");
}

// 28 requests until 24:30; that of 04:40 made no run, so that nothing was promised of it.
TEST(Work, OfWhatIsRequestedADeliveryIsPromisedForEachRun) {
  for (const auto& [within, missed] : {std::pair{"5m", "0"}, {"30s", "27"}}) {
    EXPECT_EQ(surprises({.dag = R"("schedule": {"external": "50m"}, "deliver_by": ")" +
                                std::string(within) + "\"",
                         .faults = kTwentyMinutes,
                         .strategy = "",
                         .expectations = R"({"measure": "deliveries_promised", "equals": 27},
      {"measure": "deliveries_missed", "equals": )" +
                                         std::string(missed) + "}"}),
              "")
        << within;
  }
}

// Its asset is updated at 06:52, and it is there at 06:53.
TEST(Work, OfWhatAnAssetTriggersADeliveryIsPromisedForEachDay) {
  for (const auto& [by, missed] : {std::pair{"07:00", "0"}, {"06:30", "1"}}) {
    EXPECT_EQ(surprises({.dag = R"("schedule": "0 6 * * *",
        "tasks": {"post": {"updates": ["postings"]}}},
      "report": {"schedule": {"assets": ["postings"]}, "deliver_by": ")" +
                                std::string(by) + "\"",
                         .expectations = R"(
      {"measure": "deliveries_promised", "of": "dag:report", "equals": 1},
      {"measure": "deliveries_missed", "of": "dag:report", "equals": )" +
                                         std::string(missed) + "}"}),
              "")
        << by;
  }
}

TEST(Work, DeliveriesOfWhatOwesNoneAreUnknown) {
  const std::string expected = R"({"measure": "deliveries_missed", "equals": 0})";
  EXPECT_EQ(surprises({.expectations = expected}),
            "deliveries_missed equals 0: it matched nothing in this run\n");
  EXPECT_EQ(surprises({.dag = R"("schedule": {"external": "48h"}, "deliver_by": "1h")",
                       .expectations = expected}),
            "deliveries_missed equals 0: it matched nothing in this run\n")
      << "nobody asks for it before the end";
}

// Until 04:00: 30 days of 24 runs, the one of the first midnight and four more, each of 1000 and
// 500 bytes. From 06:51 on: those of 06:00 to 24:00.
TEST(Work, XComsAndLogsAreLostWithTheirBytes) {
  const auto outcome = outcome_of(
      {.dag = R"("schedule": "@hourly", "xcom_rows": 2, "xcom_bytes": 1000, "log_bytes": 500)"});
  for (const auto& [data_class, each] :
       {std::pair{sim::DataClass::xcom, 1000}, {sim::DataClass::task_log, 500}}) {
    SCOPED_TRACE(name_of(data_class));
    const drill::LedgerRow row = row_of(outcome.ledger, data_class);
    EXPECT_EQ(row.bytes.existed, 721 * each);
    EXPECT_EQ(row.bytes.lost, 725 * each);
    EXPECT_EQ(row.bytes.present, 19 * each);
  }
}

TEST(Work, ADagThatCannotSucceedIsUselessThoughItsDeploymentIsNot) {
  EXPECT_EQ(surprises({.dag = R"("schedule": "@hourly", "tags": ["internal"]},
      "partners": {"schedule": "@hourly", "tags": ["partner"], "needs": ["allow_list:partner-api"])",
                       .strategy = kByHand,
                       .expectations = R"(
      {"measure": "healthy_but_useless", "of": "tag:partner", "equals": 1},
      {"measure": "healthy_but_useless", "of": "tag:internal", "equals": 0},
      {"measure": "healthy_but_useless", "equals": 0})"}),
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
  int scenarios = 0;
  for (const auto& entry : fs::directory_iterator(BLACKSTART_SOURCE_DIR "/scenarios/airflow")) {
    ++scenarios;
    const auto scenario = drill::load_scenario(entry.path());
    const auto outcome = drill::run(scenario, 1, scenario.setup->starts_at);
    EXPECT_EQ(surprises(outcome), "") << entry.path();
  }
  EXPECT_GT(scenarios, 0);
}

TEST(Work, BytesOfXComsWithoutARowAreLostLikeOthers) {
  const auto outcome =
      outcome_of({.dag = R"("schedule": "@hourly", "xcom_rows": 0, "xcom_bytes": 1000)"});
  const drill::LedgerRow row = row_of(outcome.ledger, sim::DataClass::xcom);
  EXPECT_EQ(row.lost, 0);
  EXPECT_EQ(row.bytes.lost, (30 * 24 + 5) * 1000);
}

}  // namespace
}  // namespace blackstart::tests
