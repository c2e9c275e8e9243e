#include <gtest/gtest.h>

#include "sim/airflow/airflow.h"
#include "tests/airflow_world.h"
#include "tests/zone_world.h"

// A zone that is cut off has power: what runs there runs on, and nobody hears it.
namespace blackstart::tests {
namespace {

using sim::Footing;
using sim::Work;

constexpr sim::ZoneSet kZoneA = {0};

Footing cut_off_from_a(Footing footing) {
  footing.live_zones = footing.live_zones - kZoneA;
  footing.launch_zones = footing.launch_zones - kZoneA;
  footing.cut_off_zones = footing.bound_zones = kZoneA;
  return footing;
}

Footing evicted_from_a(Footing footing) {
  footing.bound_zones = {};
  footing.evicted_zones = kZoneA;
  return footing;
}

Footing cordoned_in_a(Footing footing) {
  footing.cut_off_zones = footing.bound_zones = {};
  footing.cordoned_zones = kZoneA;
  return footing;
}

// Two tasks an hour, and a worker for each: one in a and one in b.
AirflowWorld two_tasks_an_hour(recovery::Duration lasting) {
  AirflowWorld world{.workers = {.workers_min = 2, .workers_max = 2, .concurrency = 1}};
  sim::TaskSpec task = task_of(lasting);
  task.retries = 1;
  task.retry_delay = 1min;
  world.dags = {hourly(side_by_side(2, task))};
  world.dags[0].start_date = kStart;
  return world;
}

std::vector<Instant> after(std::vector<Instant> instants, Instant from) {
  std::erase_if(instants, [from](Instant each) { return each < from; });
  return instants;
}

TEST(Isolation, AShortOneCostsNoTask) {
  Alone airflow(two_tasks_an_hour(30min).setup());
  airflow.run_until(kStart + 1h + 10min);
  airflow.stand_on(cut_off_from_a(airflow.footing()), 4min);
  airflow.run_until(kStart + 1h + 59min);
  EXPECT_EQ(instants_of(airflow, Work::task_succeeded), std::vector(2, kStart + 1h + 30min));
  EXPECT_EQ(count_of(airflow, Work::log_lost), 0u);
}

// Without a database no API server answers: at the third missed heartbeat the workers, who are all
// alive, stop their tasks. Where nothing leaves a zone their logs are lost with them.
TEST(Isolation, AWorkerThatStopsItsTaskSendsTheLogWhereItCan) {
  for (const bool is_cut_off : {false, true}) {
    SCOPED_TRACE(is_cut_off ? "cut off" : "in touch");
    AirflowWorld world = two_tasks_an_hour(30min);
    world.airflow_major = 3;
    Alone airflow(world.setup());
    airflow.run_until(kStart + 1h + 10min);
    Footing footing = is_cut_off ? cut_off_from_a(airflow.footing()) : airflow.footing();
    footing.database = false;
    airflow.stand_on(footing, 2min);
    EXPECT_EQ(count_of(airflow, Work::log_uploaded), is_cut_off ? 1u : 2u);
    EXPECT_EQ(count_of(airflow, Work::log_lost), is_cut_off ? 1u : 0u);
  }
}

TEST(Isolation, WhatEndedInItIsToldWhenItIsOver) {
  Alone airflow(two_tasks_an_hour(12min).setup());
  airflow.run_until(kStart + 1h + 10min);
  airflow.stand_on(cut_off_from_a(airflow.footing()), 4min);
  airflow.run_until(kStart + 1h + 59min);
  EXPECT_EQ(instants_of(airflow, Work::task_succeeded),
            (std::vector{kStart + 1h + 12min, kStart + 1h + 14min}));
}

TEST(Isolation, WhatEndsAtTheInstantAtWhichItBeginsIsNotHeard) {
  Alone airflow(two_tasks_an_hour(10min).setup());
  airflow.run_until(kStart + 1h + 10min - 1us);
  airflow.stand_on(cut_off_from_a(airflow.footing()), 4min + 1us);
  airflow.run_until(kStart + 1h + 59min);
  EXPECT_EQ(instants_of(airflow, Work::task_succeeded),
            (std::vector{kStart + 1h + 10min, kStart + 1h + 14min}));
}

// Its last heartbeat is at 1:10:00: at 1:15:00 a scan takes it for a zombie, a retry is due a
// minute later.
TEST(Isolation, WhoIsNotHeardForTooLongIsTakenForAZombie) {
  Alone airflow(two_tasks_an_hour(30min).setup());
  airflow.run_until(kStart + 1h + 10min);
  airflow.stand_on(cut_off_from_a(airflow.footing()), 1h);
  EXPECT_EQ(instants_of(airflow, Work::task_lapsed), std::vector{kStart + 1h + 15min});
  EXPECT_EQ(instants_of(airflow, Work::log_lost), std::vector{kStart + 1h + 15min});
  EXPECT_EQ(instants_of(airflow, Work::task_retries), std::vector{kStart + 1h + 15min});
  EXPECT_EQ(instants_of(airflow, Work::task_succeeded).front(), kStart + 1h + 30min)
      << "the one in b";
}

TEST(Isolation, OfAirflow3ItStopsWithItsThirdMissedHeartbeat) {
  AirflowWorld world = two_tasks_an_hour(30min);
  world.airflow_major = 3;
  world.dags[0].catchup = true;
  Alone airflow(world.setup());
  airflow.run_until(kStart + 1h + 10min + 1s);
  airflow.stand_on(cut_off_from_a(airflow.footing()), 2min);
  airflow.run_until(kStart + 1h + 59min);
  EXPECT_EQ(instants_of(airflow, Work::log_lost), std::vector{kStart + 1h + 10min + 15s});
  EXPECT_EQ(instants_of(airflow, Work::task_lapsed), std::vector{kStart + 1h + 15min});
}

// A count of missed heartbeats begins anew with each that is heard.
TEST(Isolation, OneThatFlapsFasterThanItIsNoticedCostsNoTask) {
  AirflowWorld world = two_tasks_an_hour(30min);
  world.airflow_major = 3;
  world.dags[0].catchup = true;
  Alone airflow(world.setup());
  airflow.run_until(kStart + 1h + 10min);
  const Footing whole = airflow.footing();
  for (int i = 0; i < 20; ++i) {
    airflow.stand_on(cut_off_from_a(whole), 9s);
    airflow.run_for(6s);
  }
  airflow.run_until(kStart + 1h + 59min);
  EXPECT_EQ(count_of(airflow, Work::task_succeeded), 2u);
  EXPECT_EQ(count_of(airflow, Work::log_lost), 0u);
}

// The worker in a is counted until it is evicted, so that no third one is started for the run of
// 2:00; from then on there are two again.
TEST(Isolation, NoWorkerIsStartedForOneThatNobodyHasGivenUp) {
  Alone airflow(two_tasks_an_hour(10min).setup());
  airflow.run_until(kStart + 1h + 30min);
  const Footing whole = airflow.footing();
  airflow.stand_on(cut_off_from_a(whole));
  airflow.run_until(kStart + 2h + 5min);
  EXPECT_EQ(after(instants_of(airflow, Work::task_started), kStart + 2h).size(), 1u);
  airflow.stand_on(evicted_from_a(cut_off_from_a(whole)));
  airflow.run_until(kStart + 2h + 5min);
  EXPECT_EQ(after(instants_of(airflow, Work::task_started), kStart + 2h),
            (std::vector{kStart + 2h, kStart + 2h + 5min}));
}

TEST(Isolation, ItsWorkersTakeTasksAgainAtOnce) {
  AirflowWorld world = two_tasks_an_hour(10min);
  world.profile.worker_start = 3min;
  Alone airflow(world.setup());
  airflow.run_until(kStart + 1h + 30min);
  airflow.stand_on(cut_off_from_a(airflow.footing()), 31min);
  airflow.run_for(1s);
  EXPECT_EQ(instants_of(airflow, Work::task_started).back(), kStart + 2h + 1min);
}

TEST(Isolation, AWorkerThatLostPowerStartsAgain) {
  AirflowWorld world = two_tasks_an_hour(10min);
  world.profile.worker_start = 3min;
  Alone airflow(world.setup());
  airflow.run_until(kStart + 1h + 30min);
  Footing dark = cut_off_from_a(airflow.footing());
  dark.cut_off_zones = {};
  airflow.stand_on(dark, 31min);
  airflow.run_for(5min);
  EXPECT_EQ(instants_of(airflow, Work::task_started).back(), kStart + 2h + 4min);
}

// Nobody can tell it that it is evicted before its zone is back: then it ends, and its last
// heartbeat is of before.
TEST(Isolation, WhoIsEvictedWorksOnUntilItsZoneIsBack) {
  AirflowWorld world = two_tasks_an_hour(30min);
  world.profile.zombie_threshold = 12min;
  Alone airflow(world.setup());
  airflow.run_until(kStart + 1h + 10min);
  const Footing whole = airflow.footing();
  airflow.stand_on(cut_off_from_a(whole));
  airflow.run_for(340s);
  airflow.stand_on(evicted_from_a(cut_off_from_a(whole)));
  airflow.run_until(kStart + 1h + 18min);
  EXPECT_EQ(count_of(airflow, Work::log_lost), 0u);
  airflow.stand_on(whole);
  EXPECT_EQ(instants_of(airflow, Work::log_lost), std::vector{kStart + 1h + 18min});
  airflow.run_until(kStart + 1h + 59min);
  EXPECT_EQ(instants_of(airflow, Work::task_lapsed), std::vector{kStart + 1h + 22min});
}

TEST(Isolation, InAZoneThatWasLeftWhatRunsRunsOnAndNothingBegins) {
  Alone airflow(two_tasks_an_hour(30min).setup());
  airflow.run_until(kStart + 1h + 10min);
  airflow.stand_on(cut_off_from_a(airflow.footing()));
  airflow.run_for(2min);
  airflow.stand_on(cordoned_in_a(airflow.footing()));
  airflow.run_until(kStart + 2h + 1min);
  EXPECT_EQ(instants_of(airflow, Work::task_succeeded), std::vector(2, kStart + 1h + 30min));
  ASSERT_FALSE(airflow.world().tasks.empty());
  for (const sim::TaskRow& row : airflow.world().tasks)
    EXPECT_FALSE(row.state == sim::TaskState::running && row.zone == 0);
}

// The query that was under way in a goes on for an hour; its retry starts it beside itself.
TEST(Isolation, AnExternalJobIsStartedBesideTheOneThatRunsOn) {
  AirflowWorld world = two_tasks_an_hour(30min);
  for (sim::TaskSpec& task : world.dags[0].tasks)
    task.external_job = {.name = "query", .duration = sim::Distribution::constant(1h)};
  Alone airflow(world.setup());
  airflow.run_until(kStart + 1h + 10min);
  airflow.stand_on(cut_off_from_a(airflow.footing()));
  airflow.run_until(kStart + 1h + 45min);
  EXPECT_EQ(instants_of(airflow, Work::job_doubled), std::vector{kStart + 1h + 30min})
      << "as soon as the worker in b is free";
}

// --- with the platform under it -----------------------------------------------------------------

std::size_t tries_lost_in(const sim::FaultSpec& fault) {
  sim::Setup setup = ZoneWorld{.faults = {fault}}.setup();
  sim::DeploymentSpec& billing = setup.world.deployments[0];
  billing.dags[0].tasks = {task_of(3h)};
  billing.dags[0].start_date = kStart - 1h;
  billing.dags[0].schedule.every = 1h;
  return count_of(run(setup, 15min), Work::log_lost);
}

TEST(Isolation, OfAZoneIsSurvivedByItsTasksAndALossOfPowerIsNot) {
  EXPECT_EQ(tries_lost_in(fault("zone_network_isolation", 0, 5min, 2min)), 0u);
  EXPECT_GE(tries_lost_in(fault("zone_power_outage", 0, 5min, 2min)), 1u);
  EXPECT_GE(tries_lost_in(fault("zone_network_isolation", 0, 5min, 8min)), 1u);
}

}  // namespace
}  // namespace blackstart::tests
