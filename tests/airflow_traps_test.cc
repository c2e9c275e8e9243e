#include <gtest/gtest.h>

#include "drill/outcome.h"
#include "tests/program.h"

// The mistakes about Airflow that make an engineer stop trusting a simulator, one test each, named
// after it. All play in scenarios/worlds/ledger.json, where whatever is done takes ten minutes and
// everybody responds in ten. The region is lost at 04:30; it is declared at 04:41, and 2 h 10 min
// later, at 06:51, the rebuilt Deployment is unpaused.
namespace blackstart::tests {
namespace {

const std::string kForGood = R"({"at": "4h", "kind": "region_outage", "target": "us-east-1"})";
const std::string kTwentyMinutes =
    R"({"at": "4h", "kind": "region_outage", "target": "us-east-1", "for": "20m"})";

struct Drill {
  std::string dag = R"("schedule": "@hourly")";
  std::string airflow = "3";
  std::string pools = "null";
  std::string faults = kForGood;
  std::string data_team_responds_in = "10m";
  bool is_rebuilt = true;
  std::string expectations;

  std::string text() const {
    const std::string folder = BLACKSTART_SOURCE_DIR "/scenarios/";
    return R"({"starts_at": "2026-03-31T00:30:00Z", "horizon": "24h",
      "world": ")" +
           folder + R"(worlds/ledger.json",
      "timings": ")" +
           folder + R"(timings/round-figures.json",
      "override": {"deployments": {"ledger": {"connections": null, "pools": )" +
           pools + R"(,
        "airflow_version": )" +
           airflow + R"(,
        "dags": {"postings": {"start_date": "2026-03-01T00:00:00Z", )" +
           dag + R"(}}}}},
      "people": {"data-team": {"responds": {"constant": ")" +
           data_team_responds_in + R"(",
        "assumption": "the test's"}}},
      "faults": [)" +
           faults + R"(],
      "detection": {"from": ["us-west-2"], "declared_by": "incident-commander"},)" +
           (is_rebuilt
                ? R"("strategy": {"kind": "reprovision", "from": "us-east-1", "to": "us-west-2"},)"
                : "") +
           R"("expectations": [)" + expectations + "]}";
  }
};

// What came out otherwise than expected, a line each; empty: all as expected.
std::string surprises(const Drill& drill) {
  const Scratch scratch;
  const auto scenario = drill::load_scenario(scratch.write("drill.json", drill.text()));
  const auto outcome = drill::run(scenario, 1, scenario.setup->starts_at);
  std::string lines;
  for (const drill::Judgement& each : outcome.expectations) {
    if (each.verdict != drill::Verdict::met) lines += each.says + ": " + each.measured + "\n";
  }
  return outcome.expectations.empty() ? "nothing was expected" : lines;
}

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
                       .is_rebuilt = false,
                       .expectations = R"(
      {"measure": "zombies", "equals": 1},
      {"measure": "tasks_retried", "equals": 1},
      {"measure": "rta", "at_least": "2h25m", "at_most": "2h30m"})"}),
            "");
}

// The metadata database survives twenty minutes without its region; the log of what was running
// does not.
TEST(AirflowTraps, OneRpoNumber) {
  EXPECT_EQ(surprises({.dag = R"("schedule": "0 4 * * *", "task_duration": "2h")",
                       .faults = kTwentyMinutes,
                       .is_rebuilt = false,
                       .expectations = R"(
      {"measure": "lost", "class": "dag_run", "equals": 0},
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
