#include <gtest/gtest.h>

#include <optional>

#include "sim/airflow/needs.h"
#include "sim/airflow/restart.h"
#include "sim/world/holding.h"
#include "tests/airflow_world.h"

// An Airflow that begins again on a copy of what another one's database held.
namespace blackstart::tests {
namespace {

using sim::Work;

// Two instances of one Deployment: the second gets a copy of the first one's database.
class Copied : public testing::Test {
 protected:
  static sim::Setup setup(const AirflowWorld& world) {
    sim::Setup setup = world.setup();
    add_twin(setup);
    return setup;
  }
  static void fail_over(Alone& airflow, Instant cut, sim::InFlight in_flight = sim::InFlight::kept,
                        std::optional<Instant> objects_cut = {}) {
    sim::Stage on = airflow.stage();
    sim::adopt_database(on, 1,
                        {.origin = 0,
                         .cut = cut,
                         .objects_cut = objects_cut.value_or(cut),
                         .in_flight = in_flight});
    airflow.world().primary_of[0] = 1;
    sim::end_airflow(on, 0);
    airflow.world().instances[0].is_discarded = true;
    sim::unpause_dags(on, 1);
  }
};

TEST_F(Copied, RunningRowsHaveNoWorkerAndAreFoundByTheFirstScan) {
  Alone airflow(setup({.dags = {hourly({task_of(30min)})}}));
  airflow.run_until(kStart + 1h + 20min);
  fail_over(airflow, kStart + 1h + 2min);
  airflow.run_for(5min);
  EXPECT_EQ(instants_of(airflow, Work::task_lapsed, 1), std::vector{kStart + 1h + 20min})
      << "its last heartbeat is 18 minutes old";
  EXPECT_EQ(count_of(airflow, Work::run_failed, 1), 1u);
  EXPECT_EQ(count_of(airflow, Work::run_created, 1), 0u) << "01:00 had begun before the cut";
}

TEST_F(Copied, ADeferredTaskGoesOnWhenItsTriggerWouldHaveFired) {
  sim::TaskSpec sensor = task_of(3h);
  sensor.is_deferrable = true;
  for (const auto& [restored, goes_on] : {std::pair{2h, 4h}, {5h, 5h}}) {
    Alone airflow(setup({.dags = {hourly({sensor})}}));
    airflow.run_until(kStart + restored);
    fail_over(airflow, kStart + 1h + 2min);
    airflow.run_until(kStart + restored + 150min);
    EXPECT_EQ(instants_of(airflow, Work::task_succeeded, 1).front(), kStart + goes_on);
  }
}

// The trigger fires at 01:30, when a task of an hour holds the only slot.
TEST_F(Copied, ATaskWhoseTriggerHadFiredDoesNotWaitForItAgain) {
  sim::TaskSpec sensor = task_of(30min);
  sensor.is_deferrable = true;
  AirflowWorld world{.dags = {hourly({sensor, task_of(1h)})}};
  world.dags[0].max_active_tasks = 1;
  world.dags[0].schedule.every = 24h;
  world.dags[0].start_date = kStart - 23h;
  Alone airflow(setup(world));
  airflow.run_until(kStart + 1h + 45min);
  ASSERT_EQ(instants_of(airflow, Work::trigger_ended), std::vector{kStart + 1h + 30min});
  ASSERT_EQ(count_of(airflow, Work::task_succeeded), 0u);
  fail_over(airflow, kStart + 1h + 40min);
  airflow.run_for(1h);
  EXPECT_EQ(count_of(airflow, Work::task_deferred, 1), 0u);
  EXPECT_EQ(count_of(airflow, Work::task_succeeded, 1), 1u) << "the other one was a zombie";
}

TEST_F(Copied, TriesAreRemembered) {
  AirflowWorld world{.dags = {hourly({task_of(30min)})}};
  world.dags[0].tasks[0].retries = 1;
  Alone airflow(setup(world));
  airflow.run_until(kStart + 1h + 10min);
  airflow.stand_on({.live_zones = {}, .launch_zones = {}}, 1s);
  airflow.run_until(kStart + 1h + 30min);
  ASSERT_EQ(count_of(airflow, Work::task_started), 2u) << "again at 01:20, after five minutes each";
  fail_over(airflow, kStart + 1h + 25min);
  airflow.run_for(5min);
  EXPECT_EQ(count_of(airflow, Work::task_lapsed, 1), 1u);
  EXPECT_EQ(count_of(airflow, Work::task_failed, 1), 1u) << "it was the second try of two";
}

TEST_F(Copied, ARetryIsDueWhenItWasDue) {
  AirflowWorld world{.dags = {hourly({task_of(30min)})}};
  world.dags[0].tasks[0].retries = 1;
  world.dags[0].tasks[0].retry_delay = 12h;
  Alone airflow(setup(world));
  airflow.run_until(kStart + 1h + 10min);
  airflow.stand_on({.live_zones = {}, .launch_zones = {}}, 1s);
  airflow.run_until(kStart + 1h + 30min);
  ASSERT_EQ(instants_of(airflow, Work::task_retries), std::vector{kStart + 1h + 15min});
  fail_over(airflow, kStart + 1h + 25min);
  airflow.run_until(kStart + 13h + 15min);
  EXPECT_EQ(instants_of(airflow, Work::task_started, 1).back(), kStart + 13h + 15min);
}

TEST_F(Copied, UpdatedAssetsThatWereQueuedAreQueuedStill) {
  AirflowWorld world{.dags = report_of_two_assets(1min, 1min)};
  world.dags[0].start_date = kStart - 23h;
  world.dags[0].schedule.every = 24h;
  world.dags[1].start_date = kStart - 20h;
  world.dags[1].schedule.every = 24h;
  sim::Setup setup = Copied::setup(world);
  add_two_assets(setup);
  Alone airflow(setup);
  airflow.run_until(kStart + 2h);
  fail_over(airflow, kStart + 90min);
  airflow.run_for(3h);
  EXPECT_EQ(instants_of(airflow, Work::run_created, 1),
            (std::vector{kStart + 4h, kStart + 4h + 1min}))
      << "orders of 01:00 are in the copy";
}

TEST_F(Copied, AnIntervalThatRanAfterTheCutRunsAgain) {
  Alone airflow(setup({.dags = {hourly({task_of(1min)})}}));
  airflow.run_until(kStart + 3h + 20min);
  fail_over(airflow, kStart + 2h + 30min);
  airflow.run_for(5min);
  ASSERT_EQ(airflow.world().logs[1].run_count(), 1u);
  EXPECT_EQ(airflow.world().logs[1].run(0).interval, kStart + 3h);
}

TEST_F(Copied, AnXComWhoseObjectWasCutEarlierDanglesAndFailsItsReader) {
  AirflowWorld world{.dags = {hourly(sim::chain_of(2, task_of(20min)))}};
  world.dags[0].tasks[0].is_xcom_in_object_store = true;
  world.dags[0].tasks[1].retries = 1;
  for (const bool dangles : {false, true}) {
    Alone airflow(setup(world));
    airflow.run_until(kStart + 1h + 50min);
    // The first task succeeded at 01:20; the database was cut at 01:21, the object store before.
    fail_over(airflow, kStart + 1h + 21min, sim::InFlight::kept,
              kStart + 1h + (dangles ? 15min : 21min));
    airflow.run_for(40min);
    EXPECT_EQ(count_of(airflow, Work::task_lapsed, 1), 1u) << "the second task was at work";
    EXPECT_EQ(count_of(airflow, Work::task_failed, 1), dangles ? 1u : 0u) << "when tried again";
  }
}

TEST_F(Copied, AChainThatDependsOnItsPastWaitsForEverForRowsThatAreMissing) {
  AirflowWorld world{.dags = {hourly({task_of(30min)})}};
  world.dags[0].depends_on_past = true;
  Alone airflow(setup(world));
  airflow.run_until(kStart + 1h + 20min);
  fail_over(airflow, kStart + 1h + 2min, sim::InFlight::dropped);
  airflow.run_for(10h);
  EXPECT_EQ(count_of(airflow, Work::task_started, 1), 0u);
  EXPECT_GE(count_of(airflow, Work::run_created, 1), 10u);
}

TEST_F(Copied, AChainThatWasBrokenBeforeTheCutIsBrokenStill) {
  AirflowWorld world{.dags = {hourly({task_of(30min)})}};
  world.dags[0].depends_on_past = true;
  Alone airflow(setup(world));
  airflow.run_until(kStart + 1h + 10min);
  airflow.stand_on({.live_zones = {}, .launch_zones = {}}, 1s);
  airflow.run_until(kStart + 1h + 50min);
  ASSERT_EQ(count_of(airflow, Work::run_failed), 1u);
  fail_over(airflow, kStart + 1h + 40min);
  airflow.run_for(10h);
  EXPECT_EQ(count_of(airflow, Work::task_started, 1), 0u);
}

TEST_F(Copied, UnderAnotherFernetKeyConnectionsAreThereAndUnreadable) {
  AirflowWorld world{.dags = {hourly({task_of(1min)})}};
  sim::Setup setup = Copied::setup(world);
  const auto connection = static_cast<sim::ItemId>(
      std::ranges::find(setup.world.items, DataClass::connection, &sim::ItemSpec::data_class) -
      setup.world.items.begin());
  setup.world.deployments[0].dags[0].needs = {{.item = connection}};
  Alone airflow(setup);
  EXPECT_EQ(sim::unmet_need(setup, airflow.world(), 0, 0), nullptr);
  sim::lose_fernet_key(setup, airflow.world(), 0);
  EXPECT_TRUE(sim::instance_holds(setup, airflow.world(), 0, connection));
  ASSERT_NE(sim::unmet_need(setup, airflow.world(), 0, 0), nullptr);
  sim::Stage on = airflow.stage();
  sim::recreate_at_instance(on, 0, connection);
  EXPECT_EQ(sim::unmet_need(setup, airflow.world(), 0, 0), nullptr) << "entered anew by a person";
}

}  // namespace
}  // namespace blackstart::tests
