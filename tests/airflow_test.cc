#include "sim/airflow/airflow.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/airflow_world.h"

// Airflow in a disaster: each trap by its name.
namespace blackstart::tests {
namespace {

using sim::Footing;
using sim::Work;

// Tasks that begin at any moment and last longer than anything a test does to them.
AirflowWorld busy_world(std::uint32_t airflow_major = 2) {
  AirflowWorld world{.airflow_major = airflow_major};
  world.dags = {on_request("queries", {task_of(6h)}, sim::Distribution::range(1s, 20s))};
  world.dags[0].max_active_runs = world.dags[0].max_active_tasks = 10'000;
  world.workers = {.workers_min = 2, .workers_max = 2, .concurrency = 10'000};
  world.profile.parallelism = world.profile.default_pool_slots = 10'000;
  world.profile.scheduler_interval = 1ms;
  return world;
}

Footing without_zone_a(Footing footing) {
  footing.live_zones = footing.live_zones - sim::ZoneSet{0};
  footing.launch_zones = footing.launch_zones - sim::ZoneSet{0};
  return footing;
}
Footing without_database(Footing footing) {
  footing.database = false;
  return footing;
}
Footing without_api_server(Footing footing) {
  footing.api_server = false;
  return footing;
}
Footing with_schedulers(Footing footing, std::uint8_t schedulers) {
  footing.schedulers = schedulers;
  return footing;
}

TEST(Airflow, AZombieIsFoundByItsLastHeartbeatAndNotByItsDeath) {
  Alone airflow(busy_world().setup());
  airflow.run_until(kStart + 1h + 4s);
  const auto started = instants_of(airflow, Work::task_started);
  airflow.stand_on(without_zone_a(airflow.footing()));
  airflow.run_for(10min);
  const auto lapsed = instants_of(airflow, Work::task_lapsed);
  ASSERT_GT(lapsed.size(), 100u) << "half of what was running";
  EXPECT_LT(lapsed.size(), started.size());
  EXPECT_EQ(lapsed.front(), kStart + 1h + 300s)
      << "296 s after its death: its heart had last beaten more than 4 s earlier";
  EXPECT_EQ(lapsed.back(), kStart + 1h + 310s);
}

// In seconds, of every task that was in the zone when it died.
std::vector<double> zombie_delays(Instant death, std::uint64_t seed) {
  Alone airflow(busy_world().setup(), seed);
  airflow.run_until(death);
  airflow.stand_on(without_zone_a(airflow.footing()));
  airflow.run_for(10min);
  std::vector<Instant> started(airflow.world().logs[0].run_count());
  std::vector<double> delays;
  airflow.world().logs[0].for_each([&](const sim::WorkEntry& entry) {
    if (entry.what == Work::task_started) started[entry.run] = entry.at;
    if (entry.what != Work::task_lapsed) return;
    const Instant last_heartbeat = death - (death - started[entry.run]) % 5s;
    delays.push_back(std::chrono::duration<double>(entry.at - last_heartbeat).count());
  });
  return delays;
}

TEST(Airflow, TheDelayOfAZombieIsUniformBetweenThresholdAndThresholdPlusScan) {
  std::vector<double> delays;
  for (int second = 0; second < 10; ++second) {
    const auto some =
        zombie_delays(kStart + 30min + second * 1s, static_cast<std::uint64_t>(second) + 1);
    delays.insert(delays.end(), some.begin(), some.end());
  }
  ASSERT_GT(delays.size(), 500u);
  std::ranges::sort(delays);
  EXPECT_GE(delays.front(), 300);
  EXPECT_LT(delays.back(), 310);
  double furthest = 0;
  for (std::size_t i = 0; i < delays.size(); ++i) {
    const double share = (static_cast<double>(i) + 0.5) / static_cast<double>(delays.size());
    furthest = std::max(furthest, std::abs((delays[i] - 300) / 10 - share));
  }
  EXPECT_LT(furthest, 1.63 / std::sqrt(static_cast<double>(delays.size())))
      << "Kolmogorov and Smirnov, 1 per cent";
}

// Half of ten minutes is done when its zone becomes four times slower, and half of the rest when it
// is well again after another ten.
TEST(Airflow, WorkUnderWayGoesOnAtThePaceOfItsZone) {
  for (const bool is_well_again : {false, true}) {
    SCOPED_TRACE(is_well_again ? "well again" : "slow to the end");
    Alone airflow(AirflowWorld{.dags = {hourly({task_of(10min)})}}.setup());
    const sim::Footing well = airflow.footing();
    sim::Footing slow = well;
    slow.slowdown.fill(400);
    airflow.run_until(kStart + 1h + 5min);
    airflow.stand_on(slow);
    airflow.run_until(kStart + 1h + 15min);
    if (is_well_again) airflow.stand_on(well);
    airflow.run_until(kStart + 2h - 1s);
    EXPECT_EQ(instants_of(airflow, Work::task_succeeded),
              std::vector{kStart + 1h + (is_well_again ? 17min + 30s : 25min)});
  }
}

sim::ExternalJob lasting(recovery::Duration duration) {
  return {.name = "query", .duration = sim::Distribution::constant(duration)};
}

TEST(Airflow, AZombieIsRetriedWhereRetriesAreLeftAndItsJobIsDoubled) {
  AirflowWorld world{.dags = {hourly({task_of(30min)})}};
  world.dags[0].tasks[0].retries = 1;
  world.dags[0].tasks[0].external_job = lasting(30min);
  Alone airflow(world.setup());
  airflow.run_until(kStart + 1h + 7min);
  airflow.stand_on(without_zone_a(airflow.footing()));
  airflow.run_until(kStart + 2h - 1s);
  EXPECT_EQ(instants_of(airflow, Work::task_lapsed), std::vector{kStart + 1h + 12min})
      << "the last heartbeat was at 01:07:00 sharp";
  EXPECT_EQ(instants_of(airflow, Work::job_doubled), std::vector{kStart + 1h + 17min})
      << "after the retry delay of five minutes";
  EXPECT_EQ(count_of(airflow, Work::task_succeeded), 1u);
  EXPECT_EQ(count_of(airflow, Work::log_lost), 1u);
}

// All workers are gone, and the broker with them; the scheduler lives, and misses what it had
// queued.
TEST(Airflow, WhatALostBrokerHeldIsQueuedAnewWhileTheSchedulerLives) {
  AirflowWorld world{.workers = {.workers_min = 1, .workers_max = 1, .concurrency = 1}};
  world.dags = {hourly(side_by_side(3, task_of(10min)))};
  world.dags[0].start_date = kStart;
  Alone airflow(world.setup());
  airflow.run_until(kStart + 1h + 1min);
  airflow.stand_on({.live_zones = {}, .launch_zones = {}}, 5min);
  airflow.run_until(kStart + 1h + 59min);
  const auto requeued = instants_of(airflow, Work::task_requeued);
  ASSERT_EQ(requeued.size(), 2u);
  EXPECT_EQ(requeued.front(), kStart + 1h + 10min) << "after 600 s in the queue";
  EXPECT_EQ(count_of(airflow, Work::task_succeeded), 2u) << "the one at work has failed";
}

TEST(Airflow, AJobThatIsOverBeforeItsTaskIsTriedAgainIsNotDoubled) {
  AirflowWorld world{.dags = {hourly({task_of(30min)})}};
  world.dags[0].tasks[0].retries = 1;
  world.dags[0].tasks[0].external_job = lasting(16min);
  Alone airflow(world.setup());
  airflow.run_until(kStart + 1h + 7min);
  airflow.stand_on(without_zone_a(airflow.footing()));
  airflow.run_until(kStart + 2h - 1s);
  EXPECT_EQ(count_of(airflow, Work::task_started), 2u) << "at 01:00 and 01:17";
  EXPECT_EQ(count_of(airflow, Work::job_doubled), 0u);
}

TEST(Airflow, ATaskThatLacksSomethingWhenItBeginsFailsAtOnceAndLaterAtItsEnd) {
  AirflowWorld world{.dags = {hourly({task_of(30min)})}};
  world.dags[0].tasks[0].needs = {{.kind = sim::NeedKind::allow_list, .item = 0}};
  sim::Setup setup = world.setup();
  setup.world.clusters[0].allow_lists = {{.name = "partner", .owner = "team"}};
  Alone airflow(setup);
  airflow.run_until(kStart + 1h + 10min);
  airflow.world().sites[0].allowed = 0;
  airflow.run_until(kStart + 2h);
  EXPECT_EQ(instants_of(airflow, Work::task_failed),
            (std::vector{kStart + 1h + 30min, kStart + 2h}));
}

// From 01:00:10 to 01:01:10 neither the database nor any pod is there, and afterwards so many
// schedulers as there are left.
Alone after_a_minute_without_pods(AirflowWorld world, std::uint8_t schedulers_left) {
  world.executor = sim::Executor::kubernetes;
  world.dags = {hourly({task_of(3h)})};
  Alone airflow(world.setup());
  airflow.run_until(kStart + 1h + 10s);
  const Footing after = with_schedulers(airflow.footing(), schedulers_left);
  Footing worse = without_database(after);
  worse.live_zones = worse.launch_zones = {};
  airflow.stand_on(worse);
  airflow.run_for(1min);
  airflow.stand_on(after);
  airflow.run_for(10min);
  return airflow;
}

// The pod of a silent node is there to be adopted, whichever scheduler had started it: a try is
// counted, 5 minutes after the last heartbeat.
TEST(Airflow, OnKubernetesWhatRanOnNodesThatWentSilentIsAZombieAndNoOrphan) {
  for (const std::uint32_t schedulers : {1u, 2u}) {
    SCOPED_TRACE(std::to_string(schedulers) + " schedulers");
    AirflowWorld world{.schedulers = schedulers};
    world.profile.orphan_check = 2min;
    const Alone airflow = after_a_minute_without_pods(world, 1);
    EXPECT_EQ(count_of(airflow, Work::task_requeued), 0u);
    EXPECT_EQ(instants_of(airflow, Work::task_lapsed), std::vector{kStart + 1h + 5min + 10s});
  }
}

TEST(Airflow, ADatabaseFailoverKillsRunningTasksOfAirflow3AndNotOfAirflow2) {
  for (const std::uint32_t major : {2u, 3u}) {
    Alone airflow(busy_world(major).setup());
    airflow.run_until(kStart + 1h);
    const std::size_t running = count_of(airflow, Work::task_started);
    airflow.stand_on(without_database(airflow.footing()), 90s);
    airflow.run_for(10min);
    EXPECT_EQ(count_of(airflow, Work::task_lapsed), major == 2 ? 0 : running) << major;
  }
}

// The job of a task ends itself when its last heartbeat is longer ago than a zombie's.
TEST(Airflow, ADatabaseThatIsAwayForLongerThanTheThresholdKillsTheTasksOfAirflow2Too) {
  for (const auto& [lasts, kills] : {std::pair{290s, false}, {310s, true}}) {
    Alone airflow(busy_world(2).setup());
    airflow.run_until(kStart + 1h);
    const std::size_t running = count_of(airflow, Work::task_started);
    airflow.stand_on(without_database(airflow.footing()), lasts);
    airflow.run_for(1min);
    EXPECT_EQ(count_of(airflow, Work::task_lapsed), kills ? running : 0) << lasts.count();
  }
}

TEST(Airflow, Airflow3LosingOnlyItsApiServerStopsTasksAfterThreeMissedHeartbeats) {
  for (const auto& [lasts, kills] : {std::pair{9s, false}, {16s, true}}) {
    Alone airflow(busy_world(3).setup());
    airflow.run_until(kStart + 1h);
    const std::size_t running = count_of(airflow, Work::task_started);
    airflow.stand_on(without_api_server(airflow.footing()), lasts);
    EXPECT_EQ(count_of(airflow, Work::log_uploaded), kills ? running : 0)
        << "the workers live, and so does the bucket";
    EXPECT_TRUE(airflow.world().is_scheduling(0)) << "the scheduler needs the database only";
  }
}

TEST(Airflow, WhatEndsWhileTheDatabaseIsAwayIsWrittenWhenItIsBack) {
  Alone airflow(AirflowWorld{.dags = {hourly({task_of(10min)})}}.setup());
  airflow.run_until(kStart + 1h + 9min);
  airflow.stand_on(without_database(airflow.footing()), 2min);
  airflow.run_for(1s);
  EXPECT_EQ(instants_of(airflow, Work::task_succeeded), std::vector{kStart + 1h + 11min});
}

TEST(Airflow, WithoutHighAvailabilityNothingIsScheduledUntilTheSchedulerIsBack) {
  AirflowWorld world{.dags = {hourly({task_of(1min)})}};
  world.profile.scheduler_start = 30s;
  Alone airflow(world.setup());
  airflow.run_until(kStart + 59min);
  airflow.stand_on(with_schedulers(airflow.footing(), 0), 4min);
  airflow.run_until(kStart + 90min);
  EXPECT_EQ(instants_of(airflow, Work::run_created), std::vector{kStart + 1h + 3min + 30s});
}

TEST(Airflow, WithHighAvailabilityTheOtherSchedulerCarriesOn) {
  Alone airflow(AirflowWorld{.schedulers = 2, .dags = {hourly({task_of(1min)})}}.setup());
  airflow.run_until(kStart + 59min);
  airflow.stand_on(with_schedulers(airflow.footing(), 1), 4min);
  airflow.run_until(kStart + 90min);
  EXPECT_EQ(instants_of(airflow, Work::run_created), std::vector{kStart + 1h});
}

TEST(Airflow, TasksStuckInTheQueueAreScheduledAnewAndFailInTheEnd) {
  AirflowWorld world{.dags = {hourly({task_of(1min)})}};
  world.workers = {.workers_min = 0, .workers_max = 0};
  world.horizon = 2h - 1s;
  const auto simulation = finished(world.setup());
  EXPECT_EQ(instants_of(simulation, Work::task_requeued),
            (std::vector{kStart + 1h + 10min, kStart + 1h + 20min}))
      << "after 600 s each; the checks come every 120 s";
  EXPECT_EQ(instants_of(simulation, Work::task_failed), std::vector{kStart + 1h + 30min});
}

TEST(Airflow, ARequestThatNobodyHearsIsGone) {
  AirflowWorld world{.horizon = 10h - 1s};
  world.dags = {on_request("queries", {task_of(1min)}, sim::Distribution::constant(1h))};
  sim::Setup setup = world.setup();
  setup.faults = {outage(90min, 3h)};
  const auto simulation = finished(setup);
  EXPECT_EQ(count_of(simulation, Work::run_created), 9u - 3u) << "02:00, 03:00 and 04:00";
  std::size_t lost = 0;
  simulation.history().for_each([&](const sim::Record& record) {
    lost += record.what == sim::Happening::trigger_lost ? 1 : 0;
  });
  EXPECT_EQ(lost, 3u);
}

TEST(Airflow, ARequestToDagsThatArePausedStartsWhenTheyAreUnpaused) {
  AirflowWorld world{.horizon = 10h};
  world.dags = {on_request("queries", {task_of(1min)}, sim::Distribution::constant(1h))};
  Alone airflow(world.setup());
  airflow.world().instances[0].is_unpaused = false;
  airflow.run_until(kStart + 2h + 30min);
  EXPECT_EQ(count_of(airflow, Work::run_created), 2u);
  EXPECT_EQ(count_of(airflow, Work::task_started), 0u);
  sim::Stage on = airflow.stage();
  sim::unpause_dags(on, 0);
  airflow.run_for(1min);
  EXPECT_EQ(instants_of(airflow, Work::task_started),
            (std::vector{kStart + 2h + 30min, kStart + 2h + 30min}));
}

TEST(Airflow, ARequestToADagThatItsTeamPausedWaitsForItsTeam) {
  AirflowWorld world{.horizon = 3h - 1s};
  world.dags = {on_request("queries", {task_of(1min)}, sim::Distribution::constant(1h))};
  world.dags[0].paused = true;
  const auto simulation = finished(world.setup());
  EXPECT_EQ(count_of(simulation, Work::run_created), 2u);
  EXPECT_EQ(count_of(simulation, Work::task_started), 0u);
}

TEST(Airflow, AnExternalJobOutlivesItsDatabaseAndIsStartedAgainBesideTheFirst) {
  for (const bool is_deferrable : {false, true}) {
    sim::Setup setup = SmallWorld{.outage_at = 4h + 1min}.setup();
    sim::TaskSpec query = task_of(8h);
    query.external_job = lasting(8h);
    query.is_deferrable = is_deferrable;
    setup.world.deployments[0].dags = {
        {.name = "invoices", .schedule = {.every = 4h}, .start_date = kStart, .tasks = {query}}};
    setup.world.deployments[0].dags[0].catchup = true;
    const auto simulation = finished(setup);
    EXPECT_EQ(count_of(simulation, Work::job_doubled, 1), 1u)
        << "the run of 04:00 was under way when its region was lost, and runs again in the new one";
  }
}

// A region is rebuilt elsewhere with an empty database, and unpaused at some hour.
sim::Setup rebuilt(bool catchup) {
  sim::Setup setup = SmallWorld{.horizon = 48h}.setup();
  setup.world.deployments[0].dags[0].start_date = kStart - std::chrono::days(30);
  setup.world.deployments[0].dags[0].catchup = catchup;
  return setup;
}

TEST(EmptyDatabase, WithCatchupThereIsOneRunForEveryIntervalSinceTheStartDate) {
  const auto simulation = finished(rebuilt(true));
  const auto hours = std::chrono::floor<std::chrono::hours>(simulation.now() - kStart).count();
  EXPECT_EQ(count_of(simulation, Work::run_created, 1), static_cast<std::size_t>(30 * 24 + hours));
  const auto created = instants_of(simulation, Work::run_created, 1);
  EXPECT_EQ(created[0], unpaused_at(simulation));
  EXPECT_EQ(created[15] - created[0], 15s) << "one run of a DAG per loop, sixteen active at once";
  EXPECT_GT(created[16] - created[15], 1s);
}

TEST(EmptyDatabase, WithoutCatchupTheLatestIntervalRunsAgainAndNoEarlierOne) {
  const auto simulation = finished(rebuilt(false));
  const Instant unpaused = unpaused_at(simulation);
  const auto hour = std::chrono::floor<std::chrono::hours>(unpaused);
  EXPECT_EQ(simulation.world().logs[1].run(0).interval, hour);
  EXPECT_EQ(simulation.world().logs[1].run(1).interval, hour + 1h);
}

TEST(EmptyDatabase, DagsArePausedAtCreationAndNothingHappensUntilSomebodyUnpausesThem) {
  const auto simulation = finished(rebuilt(true));
  const auto created = instants_of(simulation, Work::run_created, 1);
  ASSERT_FALSE(created.empty());
  EXPECT_GE(std::ranges::min(created), unpaused_at(simulation));
}

TEST(Backlog, IsDrainedWhenEveryIntervalThatCameDueHasHadItsRun) {
  AirflowWorld world{.dags = {hourly({task_of(10min)})}};
  world.dags[0].catchup = true;
  world.dags[0].max_active_runs = 1;
  Alone airflow(world.setup());
  airflow.run_until(kStart + 90min);
  airflow.stand_on({.database = false, .schedulers = 0, .live_zones = {}, .launch_zones = {}}, 3h);
  airflow.run_for(2h);
  Instant drained{};
  airflow.history().for_each([&](const sim::Record& record) {
    if (record.what == sim::Happening::backlog_drained) drained = record.at;
  });
  // 02:00, 03:00 and 04:00 came due; from 04:30 on one after the other, with a loop in between.
  EXPECT_EQ(drained, kStart + 4h + 30min + 3 * 10min + 2s);
}

// Each run of ten minutes starts a job of three hours, and is over when its region is lost.
TEST(Airflow, AJobThatOutlivesATaskWhichSucceededIsDoubledWhereItsIntervalIsRunAgain) {
  sim::Setup setup = SmallWorld{.outage_at = 4h + 30min}.setup();
  sim::TaskSpec query = task_of(10min);
  query.external_job = lasting(3h);
  setup.world.deployments[0].dags = {hourly({query})};
  setup.world.deployments[0].dags[0].start_date = kStart + 3h;
  setup.world.deployments[0].dags[0].catchup = true;
  add_twin_to_recover_in(setup);
  for (const char* step : {"primary.fence", "twin.activate", "connections.reenter", "dags.unpause"})
    setup.timings[step] = constantly(1min);
  const auto simulation = finished(setup);
  EXPECT_EQ(count_of(simulation, Work::job_doubled, 1), 1u)
      << "of 03:00, which had run at 04:00: its job ends at 07:00";
}

}  // namespace
}  // namespace blackstart::tests
