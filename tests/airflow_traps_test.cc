#include <gtest/gtest.h>

#include "tests/ledger_drill.h"

// The mistakes about Airflow that make an engineer stop trusting a simulator, one test each, named
// after it.
namespace blackstart::tests {
namespace {

TEST(AirflowTraps, HealthyTakenForRecovered) {
  EXPECT_EQ(surprises({.data_team_responds_in = "40h", .expectations = R"(
      {"measure": "state", "of": "deployment:ledger", "equals": "HEALTHY"},
      {"measure": "rta", "to": "scheduler", "at_most": "3h"},
      {"measure": "healthy_but_useless", "equals": 1},
      {"measure": "status", "never": "recovered"})"}),
            "");
}

TEST(AirflowTraps, HumansAtZeroSeconds) {
  EXPECT_EQ(surprises({.expectations = R"({"measure": "rta", "equals": "2h22m"})"}), "")
      << "the run of 06:00, one minute after the DAGs are unpaused";
  EXPECT_EQ(surprises({.data_team_responds_in = "70m", .expectations = R"(
      {"measure": "rta", "equals": "3h22m"}, {"measure": "operator_time", "equals": "60m"})"}),
            "")
      << "an hour later, and nobody has worked longer";
}

// 16 runs at a time, a minute each: 726 hours are not made up for at once.
TEST(AirflowTraps, InfiniteCapacity) {
  EXPECT_EQ(surprises({.airflow = "2", .expectations = R"(
      {"measure": "created", "class": "dag_run", "when": "6h22m", "at_most": 20},
      {"measure": "created", "class": "dag_run", "when": "7h", "at_most": 726},
      {"measure": "created", "class": "dag_run", "when": "23h59m", "equals": 748})"}),
            "");
}

// From 04:00 on a task works that takes two hours. Its row says RUNNING when the region is back at
// 04:50, and nobody works: it is a zombie, tried again five minutes after that was noticed.
TEST(AirflowTraps, RunningRowsTakenAsLive) {
  EXPECT_EQ(surprises({.dag = R"("schedule": "0 4 * * *", "task_duration": "2h", "retries": 1)",
                       .faults = kTwentyMinutes,
                       .strategy = "",
                       .expectations = R"(
      {"measure": "zombies", "equals": 1},
      {"measure": "tasks_retried", "equals": 1},
      {"measure": "rta", "at_least": "2h25m", "at_most": "2h30m"})"}),
            "");
}

// The run of 04:00 dies with its worker and fails. Everything comes back, and every later run waits
// for it for ever: 16 of them, then no more are created.
TEST(AirflowTraps, AChainBehindAFailedRunTakenForAlive) {
  EXPECT_EQ(surprises({.dag = R"("schedule": "@hourly", "task_duration": "45m",
                                 "depends_on_past": true)",
                       .faults = kTwentyMinutes,
                       .strategy = "",
                       .expectations = R"(
      {"measure": "tasks_failed", "equals": 1},
      {"measure": "status", "equals": "not_recovered"},
      {"measure": "healthy_but_useless", "equals": 1},
      {"measure": "intervals_skipped", "equals": 3})"}),
            "")
      << "05:00 to 20:00 wait, 21:00 to 23:00 are skipped, 24:00 may still come";
}

// The metadata database and the uploaded logs survive twenty minutes without their region; the log
// of what was running is lost for good: the try of 04:00 would have uploaded it at 06:00.
TEST(AirflowTraps, OneRpoNumber) {
  EXPECT_EQ(surprises({.dag = R"("schedule": "0 4 * * *", "task_duration": "2h")",
                       .faults = kTwentyMinutes,
                       .strategy = "",
                       .expectations = R"(
      {"measure": "lost", "class": "dag_run", "equals": 0},
      {"measure": "lost", "class": "task_log", "equals": 0},
      {"measure": "created", "class": "log_tail", "equals": 1},
      {"measure": "lost", "class": "log_tail", "equals": "all"},
      {"measure": "log_tails_lost", "equals": 1},
      {"measure": "tasks_failed", "equals": 1})"}),
            "");
}

// A pool that nobody made again fails nothing, alerts nobody and runs nothing.
TEST(AirflowTraps, TargetsThatAreMissingAndSilentlySkipped) {
  EXPECT_EQ(surprises({.dag = R"("schedule": "@hourly", "pool": "slots")",
                       .pools = R"({"ui": ["slots"]})",
                       .data_team_responds_in = "40h",
                       .expectations = R"(
      {"measure": "tasks_failed", "equals": 0},
      {"measure": "status", "never": "recovered"},
      {"measure": "healthy_but_useless", "equals": 1})"}),
            "");
}

TEST(AirflowTraps, SteadyStateNotVerifiedBeforeTheFault) {
  for (const char* airflow : {"2", "3"}) {
    EXPECT_EQ(surprises({.dag = R"("schedule": "*/15 * * * *", "deliver_by": "10m", "tasks": 3)",
                         .airflow = airflow,
                         .faults = "",
                         .expectations = R"(
      {"measure": "created", "class": "dag_run", "equals": 96},
      {"measure": "created", "class": "task_instance", "equals": 288},
      {"measure": "deliveries_promised", "equals": 95},
      {"measure": "deliveries_missed", "equals": 0},
      {"measure": "intervals_skipped", "equals": 0},
      {"measure": "intervals_run_late", "equals": 0},
      {"measure": "intervals_run_twice", "equals": 0},
      {"measure": "runs_flooded", "equals": 0},
      {"measure": "tasks_failed", "equals": 0},
      {"measure": "zombies", "equals": 0})"}),
              "")
        << "Airflow " << airflow;
  }
}

// The same file on two versions, the same disaster: one floods, the other skips.
TEST(AirflowTraps, CatchupIsWhatItWasLastYear) {
  EXPECT_EQ(surprises({.airflow = "2", .expectations = R"(
      {"measure": "intervals_run_twice", "equals": 724},
      {"measure": "intervals_skipped", "equals": 0})"}),
            "");
  EXPECT_EQ(surprises({.airflow = "3", .expectations = R"(
      {"measure": "intervals_run_twice", "equals": 0},
      {"measure": "intervals_skipped", "equals": 1})"}),
            "")
      << "05:00; 06:00 is the latest at 06:51";
}

}  // namespace
}  // namespace blackstart::tests
