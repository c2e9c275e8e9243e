#include "sim/airflow/scheduler.h"

#include <gtest/gtest.h>

#include "sim/world/holding.h"
#include "tests/airflow_world.h"
#include "tests/measured.h"

namespace blackstart::tests {
namespace {

using sim::Work;

// How many tasks were at work just before each whole minute, the largest of these.
std::size_t most_at_once(const sim::Simulation& simulation) {
  std::size_t most = 0;
  const auto started = instants_of(simulation, Work::task_started);
  const auto ended = instants_of(simulation, Work::task_succeeded);
  for (Instant at = kStart; at < simulation.now(); at += 1min) {
    const auto before = [at](Instant each) { return each < at; };
    most = std::max(most, static_cast<std::size_t>(std::ranges::count_if(started, before) -
                                                   std::ranges::count_if(ended, before)));
  }
  return most;
}

// One run at 01:00 of as many tasks, 10 minutes each.
sim::DagSpec wide(std::uint32_t tasks) { return hourly(side_by_side(tasks, task_of(10min))); }

TEST(Scheduler, WithoutAFaultCountsAreWhatTheSchedulesSay) {
  sim::DagSpec quarterly = hourly(sim::chain_of(2, task_of(1min)));
  quarterly.schedule.every = 15min;
  const auto simulation = finished(AirflowWorld{
      .horizon = 25h - 1s,
      .dags = {hourly(sim::chain_of(3, task_of(7min))),
               quarterly}}.setup());
  const auto created = [ledger = ledger_of(simulation)](DataClass data_class) {
    return row_of(ledger, data_class).created;
  };
  EXPECT_EQ(created(DataClass::dag_run), 24 + 99);
  EXPECT_EQ(created(DataClass::task_instance), 3 * 24 + 2 * 99);
  EXPECT_EQ(created(DataClass::task_log), 3 * 24 + 2 * 99);
}

TEST(Scheduler, AnIdleDeploymentCostsNoEvents) {
  sim::DagSpec weekly = hourly({task_of(1min)});
  weekly.schedule.every = std::chrono::days(7);
  weekly.start_date = kStart - std::chrono::days(8);
  EXPECT_EQ(finished(AirflowWorld{.dags = {weekly}}.setup()).events(), 0u)
      << "not one of 17280 heartbeats and 86400 loops";
}

TEST(Scheduler, ParallelismLimitsWhatRunsAtOnce) {
  AirflowWorld world{.horizon = 90min, .dags = {wide(12)}};
  world.profile.parallelism = 4;
  EXPECT_EQ(most_at_once(finished(world.setup())), 4u);
  world.schedulers = 2;
  EXPECT_EQ(most_at_once(finished(world.setup())), 8u) << "each scheduler has its own";
}

TEST(Scheduler, MaxActiveTasksLimitsADag) {
  AirflowWorld world{.horizon = 90min, .dags = {wide(12)}};
  world.dags[0].max_active_tasks = 3;
  EXPECT_EQ(most_at_once(finished(world.setup())), 3u);
}

// Each run has two tasks of an hour and a half: at 02:00 the first one's second task still waits.
TEST(Scheduler, MaxActiveTasksLimitsEachRunFromAirflow3On) {
  AirflowWorld world{.horizon = 2h + 15min, .dags = {hourly({task_of(90min), task_of(90min)})}};
  world.dags[0].max_active_tasks = 1;
  EXPECT_EQ(most_at_once(finished(world.setup())), 1u);
  world.airflow_major = 3;
  EXPECT_EQ(most_at_once(finished(world.setup())), 2u) << "one of each run";
  world.horizon = 3h + 15min;
  const auto simulation = finished(world.setup());
  EXPECT_EQ(most_at_once(simulation), 3u);
  EXPECT_EQ(instants_of(simulation, Work::task_started),
            (std::vector{kStart + 1h, kStart + 2h, kStart + 150min, kStart + 3h}));
}

TEST(Scheduler, APoolLimitsThoseThatNameIt) {
  AirflowWorld world{.horizon = 2h - 1s, .dags = {wide(12)}};
  for (sim::TaskSpec& task : world.dags[0].tasks) task.pool_slots = 2;
  const auto simulation = finished(with_pool(world, 4));
  EXPECT_EQ(most_at_once(simulation), 2u);
  EXPECT_EQ(count_of(simulation, Work::task_succeeded), 10u) << "two every ten minutes from 01:00";
}

TEST(Scheduler, ATaskThatDoesNotFitItsPoolHoldsUpNoSmallerOne) {
  sim::TaskSpec big = task_of(10min);
  big.pool_slots = 2;
  const AirflowWorld world{.horizon = 2h - 1s,
                           .dags = {hourly({task_of(60min), big}), hourly({task_of(10min)})}};
  Alone airflow(with_pool(world, 2));
  airflow.run_until(kStart + 1h + 30min);
  EXPECT_EQ(instants_of(airflow, Work::task_succeeded), std::vector{kStart + 1h + 10min})
      << "one slot of two is free, and the task of two slots waits alone";
  airflow.run_until(kStart + 2h + 11min);
  EXPECT_EQ(count_of(airflow, Work::task_started), 5u)
      << "it had both at 02:00, and at 02:10 two small ones of 02:00";
}

TEST(Scheduler, ADeferrableTaskNeedsASlotUntilItDefersAndWhenItGoesOn) {
  sim::TaskSpec sensor = task_of(30min);
  sensor.is_deferrable = true;
  Alone airflow(with_pool({.dags = {hourly({task_of(20min), sensor})}}, 1));
  airflow.run_until(kStart + 2h - 1s);
  EXPECT_EQ(instants_of(airflow, Work::task_deferred), std::vector{kStart + 1h + 20min})
      << "when the first task has left the pool";
  EXPECT_EQ(airflow.world().pools[1].free, 1);
  airflow.run_until(kStart + 2h);
  EXPECT_EQ(instants_of(airflow, Work::task_succeeded),
            (std::vector{kStart + 1h + 20min, kStart + 1h + 50min}));
}

// One waits half an hour for its trigger, the other works ten minutes, and the pool has one slot.
sim::Setup sensor_and_worker(bool includes_deferred) {
  sim::TaskSpec sensor = task_of(30min);
  sensor.is_deferrable = true;
  sim::Setup setup = with_pool({.dags = {hourly({sensor}), hourly({task_of(10min)})}}, 1);
  setup.world.deployments[0].pools[0].includes_deferred = includes_deferred;
  return setup;
}

TEST(Scheduler, APoolThatDoesNotIncludeDeferredTasksGivesTheirSlotsToOthers) {
  Alone airflow(sensor_and_worker(false));
  airflow.run_until(kStart + 1h + 59min);
  const auto ends = instants_of(airflow, Work::task_succeeded);
  ASSERT_EQ(ends.size(), 2u);
  EXPECT_LE(ends[0], kStart + 1h + 10min + 2s) << "the worker, while the sensor is deferred";
  EXPECT_LE(ends[1], kStart + 1h + 30min + 2s);
}

TEST(Scheduler, APoolThatIncludesDeferredTasksKeepsTheirSlotsUntilTheirTriggersFire) {
  Alone airflow(sensor_and_worker(true));
  airflow.run_until(kStart + 1h + 20min);
  EXPECT_EQ(count_of(airflow, Work::task_deferred), 1u);
  EXPECT_EQ(count_of(airflow, Work::task_started), 1u) << "the sensor alone";
  EXPECT_EQ(airflow.world().pools[1].free, 0);
  airflow.run_until(kStart + 1h + 59min);
  const auto ends = instants_of(airflow, Work::task_succeeded);
  ASSERT_EQ(ends.size(), 2u);
  EXPECT_GE(ends[1], kStart + 1h + 40min) << "the worker began when the trigger had fired";
  EXPECT_EQ(airflow.world().pools[1].free, 1);
}

TEST(Scheduler, TheDefaultPoolHasTheSlotsThatItsDeploymentSays) {
  sim::Setup setup = AirflowWorld{.horizon = 90min, .dags = {wide(12)}}.setup();
  setup.world.deployments[0].pools = {{.name = "default_pool", .slots = 3}};
  EXPECT_EQ(most_at_once(finished(setup)), 3u);
}

TEST(Scheduler, ADeferrableTaskDoesNotBeginWithoutItsPool) {
  sim::TaskSpec sensor = task_of(30min);
  sensor.is_deferrable = true;
  Alone airflow(with_pool({.dags = {hourly({sensor})}}, 1));
  airflow.world().held.assign(airflow.world().held.size(), 0);
  airflow.run_until(kStart + 3h);
  EXPECT_EQ(count_of(airflow, Work::run_created), 3u);
  EXPECT_EQ(count_of(airflow, Work::task_started), 0u);
}

TEST(Scheduler, WithoutCatchupTheNextIntervalIsAskedForWhenARunCanBeCreated) {
  AirflowWorld world{.horizon = 9h, .dags = {hourly({task_of(210min)})}};
  world.dags[0].max_active_runs = 1;
  const auto simulation = finished(world.setup());
  const auto& log = simulation.world().logs[0];
  ASSERT_EQ(log.run_count(), 3u);
  EXPECT_EQ(log.run(1).interval, kStart + 4h) << "at 04:30: 02:00 and 03:00 are skipped";
  EXPECT_EQ(log.run(2).interval, kStart + 8h);
}

// Two tasks of 40 minutes, one after the other, every hour.
AirflowWorld chain_of_hours() {
  AirflowWorld world{.dags = {hourly(sim::chain_of(2, task_of(40min)))}};
  world.dags[0].depends_on_past = true;
  return world;
}

TEST(Scheduler, DependingOnThePastATaskWaitsForItsLikeAndNotForTheRun) {
  AirflowWorld world = chain_of_hours();
  world.horizon = 5h - 1s;
  EXPECT_EQ(instants_of(finished(world.setup()), Work::run_succeeded),
            (std::vector{kStart + 2h + 20min, kStart + 3h + 20min, kStart + 4h + 20min}))
      << "within the scheduler's interval";
}

TEST(Scheduler, DependingOnThePastATaskWaitsForEverBehindOneThatFailed) {
  AirflowWorld world = chain_of_hours();
  world.dags[0].tasks[1].needs = {{.kind = sim::NeedKind::allow_list, .item = 0}};
  sim::Setup setup = world.setup();
  setup.world.clusters[0].allow_lists = {{.name = "partner", .owner = "team"}};
  Alone airflow(setup);
  airflow.world().sites[0].allowed = 0;
  airflow.run_until(kStart + 1h + 45min);
  airflow.world().sites[0].allowed = 1;
  airflow.run_until(kStart + 4h + 50min);
  EXPECT_EQ(count_of(airflow, Work::task_failed), 1u);
  EXPECT_EQ(count_of(airflow, Work::task_succeeded), 4u) << "the first one of 01:00 to 04:00";
}

TEST(Scheduler, MaxActiveRunsMakesRunsWaitForTheirTurn) {
  AirflowWorld world{.horizon = 5h - 1s, .dags = {hourly({task_of(150min)})}};
  world.dags[0].catchup = true;
  world.dags[0].max_active_runs = 2;
  const auto created = instants_of(finished(world.setup()), Work::run_created);
  ASSERT_EQ(created.size(), 4u);
  EXPECT_EQ(created[1], kStart + 2h);
  EXPECT_EQ(created[2], kStart + 3h + 30min + 1s) << "when the run of 01:00 has ended";
  EXPECT_EQ(created[3], kStart + 4h + 30min + 1s);
}

// Thirty DAGs that are due at 01:00.
std::vector<sim::DagSpec> thirty() {
  return std::vector<sim::DagSpec>(30, hourly({task_of(1min)}));
}

TEST(Scheduler, ALoopCreatesSoManyRuns) {
  const auto created = instants_of(
      finished(AirflowWorld{.horizon = 90min, .dags = thirty()}.setup()), Work::run_created);
  ASSERT_EQ(created.size(), 30u);
  EXPECT_EQ(created[9], kStart + 1h);
  EXPECT_EQ(created[10], kStart + 1h + 1s);
  EXPECT_EQ(created[29], kStart + 1h + 2s);
}

TEST(Scheduler, TwoSchedulersCreateTwiceAsMany) {
  const auto created = instants_of(
      finished(AirflowWorld{.horizon = 90min, .schedulers = 2, .dags = thirty()}.setup()),
      Work::run_created);
  ASSERT_EQ(created.size(), 30u);
  EXPECT_EQ(created[19], kStart + 1h);
  EXPECT_EQ(created[29], kStart + 1h + 1s);
}

TEST(Scheduler, ALoopQueuesSoManyTasks) {
  AirflowWorld world{.horizon = 90min, .dags = {wide(12)}};
  world.profile.tasks_queued_per_loop = 5;
  const auto started = instants_of(finished(world.setup()), Work::task_started);
  ASSERT_EQ(started.size(), 12u);
  EXPECT_EQ(started[4], kStart + 1h);
  EXPECT_EQ(started[5], kStart + 1h + 1s);
  EXPECT_EQ(started[11], kStart + 1h + 2s);
}

TEST(Scheduler, TheOldestRunGoesFirst) {
  // At 02:00 a run of the second DAG is due; the first DAG's of 01:00 has work left.
  AirflowWorld world{.horizon = 3h, .dags = {wide(12), hourly({task_of(1min)})}};
  world.profile.parallelism = 1;
  world.dags[1].start_date = kStart + 1h;
  const auto simulation = finished(world.setup());
  simulation.world().logs[0].for_each([](const sim::WorkEntry& entry) {
    if (entry.what == Work::task_started && entry.run == 1) {
      EXPECT_GE(entry.at, kStart + 3h) << "twelve tasks of ten minutes come before it";
    }
  });
}

TEST(Scheduler, AFailedTaskIsTriedAgainAfterItsDelayAndThenFailsWhatFollows) {
  sim::TaskSpec task = task_of(1min);
  task.retries = 2;
  task.retry_delay = 10min;
  task.needs = {{.kind = sim::NeedKind::allow_list, .item = 0}};
  sim::Setup setup =
      AirflowWorld{.horizon = 2h - 1s, .dags = {hourly(sim::chain_of(3, task))}}.setup();
  setup.world.clusters[0].allow_lists = {{.name = "partner", .owner = "team"}};
  Alone airflow(setup);
  airflow.world().sites[0].allowed = 0;
  airflow.run_until(kStart + 2h - 1s);
  const auto started = instants_of(airflow, Work::task_started);
  ASSERT_EQ(started.size(), 3u);
  EXPECT_EQ(started[1], kStart + 1h + 10min) << "it fails as soon as it begins";
  EXPECT_EQ(started[2], kStart + 1h + 20min);
  EXPECT_EQ(count_of(airflow, Work::task_failed), 1u);
  EXPECT_EQ(count_of(airflow, Work::task_upstream_failed), 2u);
  EXPECT_EQ(count_of(airflow, Work::run_failed), 1u);
}

TEST(Scheduler, TasksOfAMissingPoolWaitAndDoNotFail) {
  sim::Setup setup = with_pool({.dags = {hourly({task_of(1min)})}}, 4);
  const auto item = static_cast<sim::ItemId>(setup.world.items.size() - 1);
  Alone airflow(setup);
  airflow.world().held.assign(airflow.world().held.size(), 0);
  airflow.run_until(kStart + 3h);
  EXPECT_EQ(count_of(airflow, Work::run_created), 3u);
  EXPECT_EQ(count_of(airflow, Work::task_started) + count_of(airflow, Work::task_failed), 0u);
  sim::Stage on = airflow.stage();
  sim::recreate_at_instance(on, 0, item);
  sim::look_again(on, 0);
  airflow.run_for(5min);
  EXPECT_EQ(count_of(airflow, Work::task_succeeded), 3u);
}

TEST(Scheduler, WorkersAreAddedForWhatWaitsAndGoWhenIdle) {
  AirflowWorld world{.horizon = 3h - 1s, .dags = {wide(12)}};
  world.workers = {.workers_min = 1, .workers_max = 3, .concurrency = 4};
  world.profile.worker_start = 60s;
  const auto simulation = finished(world.setup());
  const auto started = instants_of(simulation, Work::task_started);
  ASSERT_EQ(started.size(), 24u);
  EXPECT_EQ(started[3], kStart + 1h);
  EXPECT_EQ(started[4], kStart + 1h + 60s) << "four fit on the first worker; two more start";
  EXPECT_EQ(started[11], kStart + 1h + 60s);
  EXPECT_EQ(started[16], kStart + 2h + 60s) << "in between, the two were idle and went";
}

TEST(Scheduler, OnKubernetesEveryTaskWaitsForItsPod) {
  AirflowWorld world{.horizon = 90min, .executor = sim::Executor::kubernetes, .dags = {wide(1)}};
  world.profile.pod_start = 25s;
  EXPECT_EQ(instants_of(finished(world.setup()), Work::task_succeeded),
            std::vector{kStart + 1h + 10min + 25s});
}

TEST(Scheduler, ADagRunsWhenAllItsAssetsWereUpdated) {
  sim::Setup setup =
      AirflowWorld{.horizon = 90min, .dags = report_of_two_assets(1min, 2min)}.setup();
  add_two_assets(setup);
  const auto created = instants_of(finished(setup), Work::run_created);
  ASSERT_EQ(created.size(), 3u);
  EXPECT_EQ(created[2], kStart + 1h + 2min);
}

TEST(Scheduler, UpdatesThatComeBeforeTheSchedulerLooksMakeOneRun) {
  sim::TaskSpec order = task_of(1min);
  order.updates = {0};
  sim::DagSpec report{.name = "report", .tasks = {task_of(1min)}};
  report.schedule.kind = sim::ScheduleSpec::Kind::assets;
  report.schedule.assets = {0};
  sim::Setup setup =
      AirflowWorld{.horizon = 90min, .dags = {hourly(side_by_side(10, order)), report}}.setup();
  setup.world.assets = {{.name = "orders", .consumers = {{0, 1}}}};
  EXPECT_EQ(count_of(finished(setup), Work::run_created), 2u) << "one of each";
}

}  // namespace
}  // namespace blackstart::tests
