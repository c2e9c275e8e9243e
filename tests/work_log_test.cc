#include "sim/airflow/work_log.h"

#include <gtest/gtest.h>

#include "sim/airflow/runs.h"
#include "sim/world/spec.h"
#include "tests/airflow_world.h"

namespace blackstart::tests {
namespace {

using sim::Work;

sim::DeploymentSpec two_tasks() {
  sim::DeploymentSpec spec;
  spec.dags = {hourly(sim::chain_of(2, task_of(1min)))};
  spec.dags[0].tasks[0].xcom_rows = 3;
  spec.dags[0].tasks[1].log_bytes = 100;
  return spec;
}

// One run a minute; its first task takes 20 s, its second another 20 s.
sim::WorkLog log_of_runs(const sim::DeploymentSpec& spec, int runs) {
  sim::WorkLog log;
  log.begin(kStart, {}, {sim::kNever});
  for (int i = 0; i < runs; ++i) {
    const Instant at = kStart + i * 1min;
    const std::uint32_t run = log.create_run(spec, {.interval = at, .created = at});
    log.append(spec, {.at = at, .run = run, .task = 0, .what = Work::task_started});
    log.append(spec, {.at = at + 20s, .run = run, .task = 0, .what = Work::task_succeeded});
    log.append(spec, {.at = at + 20s, .run = run, .task = 1, .what = Work::task_started});
    log.append(spec, {.at = at + 40s, .run = run, .task = 1, .what = Work::task_succeeded});
    log.append(spec, {.at = at + 40s, .run = run, .task = 0, .what = Work::run_succeeded});
  }
  return log;
}

TEST(WorkLog, TellsWhatExistedAtAnyInstant) {
  const auto spec = two_tasks();
  const auto log = log_of_runs(spec, 1000);
  for (const int minute : {0, 1, 41, 42, 43, 500, 999}) {
    const auto rows = log.rows_at(spec, kStart + minute * 1min + 30s);
    EXPECT_EQ(rows[DataClass::dag_run], minute + 1);
    EXPECT_EQ(rows[DataClass::task_instance], 2 * (minute + 1));
    EXPECT_EQ(rows[DataClass::xcom], 4 * minute + 3) << "at 30 s the first task has succeeded";
    EXPECT_EQ(rows[DataClass::task_log], 2 * minute + 1);
    EXPECT_EQ(rows.bytes_of(DataClass::task_log), 100 * minute);
  }
}

TEST(WorkLog, BeforeItBeganThereIsWhatExisted) {
  const auto spec = two_tasks();
  EXPECT_EQ(log_of_runs(spec, 1000).rows_at(spec, kStart - 1s)[DataClass::dag_run], 0);
  EXPECT_EQ(log_of_runs(spec, 0).rows_at(spec, kStart + 1h)[DataClass::dag_run], 0);
}

TEST(WorkLog, TellsWhatWasRunningAndTheLatestInterval) {
  const auto spec = two_tasks();
  const auto log = log_of_runs(spec, 1000);
  const auto state = log.state_at(spec, kStart + 500min + 30s);
  EXPECT_EQ(state.latest, std::vector{kStart + 500min});
  ASSERT_EQ(state.unfinished.size(), 1u);
  EXPECT_EQ(state.unfinished[0].run, 500u);
  ASSERT_EQ(state.unfinished[0].tasks.size(), 2u);
  EXPECT_EQ(state.unfinished[0].tasks[0].latest, Work::task_succeeded);
  EXPECT_EQ(state.unfinished[0].tasks[1].latest, Work::task_started);
  EXPECT_EQ(log.state_at(spec, kStart + 500min + 50s).unfinished.size(), 0u)
      << "the run has ended and the next has not begun";
}

TEST(WorkLog, RemembersHowOftenATaskOfAnUnfinishedRunWasTriedInVain) {
  const auto spec = two_tasks();
  sim::WorkLog log;
  log.begin(kStart, {}, {sim::kNever});
  const std::uint32_t run = log.create_run(spec, {.interval = kStart, .created = kStart});
  for (int i = 0; i < 3; ++i) {
    const Instant at = kStart + i * 10min;
    log.append(spec, {.at = at, .run = run, .task = 0, .what = Work::task_started});
    log.append(spec, {.at = at + 1min, .run = run, .task = 0, .what = Work::task_retries});
  }
  const auto task = log.state_at(spec, kStart + 15min).unfinished[0].tasks[0];
  EXPECT_EQ(task.retried, 2u);
  EXPECT_EQ(task.since, kStart + 11min);
}

TEST(AssetsSeen, TellsWhichUpdatedAssetsWereQueuedWhereAndWhen) {
  sim::World world;
  world.assets_seen.append({.at = kStart + 1h, .instance = 0, .dag = 1, .seen = 2});
  world.assets_seen.append({.at = kStart + 2h, .instance = 0, .dag = 0, .seen = 1});
  world.assets_seen.append({.at = kStart + 2h, .instance = 1, .dag = 1, .seen = 4});
  world.assets_seen.append({.at = kStart + 3h, .instance = 0, .dag = 1, .seen = 0});
  EXPECT_EQ(assets_seen_at(world, 0, 1, kStart), 0u);
  EXPECT_EQ(assets_seen_at(world, 0, 1, kStart + 2h), 2u);
  EXPECT_EQ(assets_seen_at(world, 0, 1, kStart + 3h), 0u) << "the run was created";
}

TEST(WorkLog, KeepsHowTheLatestRunEndedOfADagThatDependsOnItsPast) {
  auto spec = two_tasks();
  spec.dags[0].depends_on_past = true;
  sim::WorkLog log;
  log.begin(kStart, {}, {sim::kNever});
  const std::uint32_t run = log.create_run(spec, {.interval = kStart, .created = kStart});
  log.append(spec, {.at = kStart + 1min, .run = run, .task = 0, .what = Work::task_succeeded});
  log.append(spec, {.at = kStart + 2min, .run = run, .task = 1, .what = Work::task_failed});
  log.append(spec, {.at = kStart + 2min, .run = run, .task = 0, .what = Work::run_failed});
  const auto state = log.state_at(spec, kStart + 1h);
  ASSERT_EQ(state.broken.size(), 1u);
  EXPECT_EQ(state.broken[0].tasks[0].latest, Work::task_succeeded);
  EXPECT_EQ(state.broken[0].tasks[1].latest, Work::task_failed);
}

TEST(WorkLog, ACopyTakesOverWhereItsOriginWas) {
  const auto spec = two_tasks();
  auto state = log_of_runs(spec, 3).state_at(spec, kStart + 2min + 30s);
  sim::WorkLog copy;
  copy.begin(kStart + 1h, state.rows, {sim::kNever});
  const std::uint32_t run = copy.adopt_run({.interval = kStart + 2min, .created = kStart + 2min});
  state.unfinished[0].run = run;
  copy.adopt(kStart + 1h, spec, state);
  EXPECT_EQ(copy.state_at(spec, kStart + 2h).latest, std::vector{kStart + 2min});
  copy.append(spec, {.at = kStart + 3h, .run = run, .task = 1, .what = Work::task_succeeded});
  EXPECT_EQ(copy.rows_at(spec, kStart + 3h)[DataClass::dag_run], 3) << "no run was created";
  EXPECT_EQ(copy.rows_at(spec, kStart + 3h)[DataClass::xcom], 2 * 4 + 3 + 1);
}

}  // namespace
}  // namespace blackstart::tests
