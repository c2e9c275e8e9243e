#include <gtest/gtest.h>

#include <numeric>

#include "tests/airflow_world.h"
#include "tests/zone_world.h"

// A share of a zone's nodes is off: what was on them is lost, and the zone goes on.
namespace blackstart::tests {
namespace {

using sim::Work;

// Eight tasks an hour on four workers, two on the two nodes of each zone; one node of a is off from
// 1:10 on.
sim::Setup half_of_a(Duration lasts) {
  ZoneWorld world{.faults = {fault("zone_partial_loss", 0, 10min, lasts)}};
  world.faults[0].share = 0.5;
  sim::Setup setup = world.setup();
  setup.missions.clear();
  sim::DeploymentSpec& billing = setup.world.deployments[0];
  billing.dags = {hourly(side_by_side(8, task_of(3h)))};
  billing.dags[0].start_date = kStart;
  billing.worker_queues = {{.workers_min = 4, .workers_max = 4, .concurrency = 5}};
  billing.profile.worker_start = 1min;
  return setup;
}

std::uint32_t workers(const sim::Simulation& simulation) {
  const auto& by_zone = simulation.world().queues[0].workers;
  return std::accumulate(by_zone.begin(), by_zone.end(), 0U);
}

TEST(PartialLoss, TakesItsShareOfTheTasksAlong) {
  const auto simulation = run(half_of_a(2h), 20min);
  EXPECT_EQ(instants_of(simulation, Work::log_lost), std::vector(2, kStart + 1h + 10min))
      << "of the four in a";
  EXPECT_EQ(count_of(simulation, Work::task_lapsed), 2u);
}

TEST(PartialLoss, TakesPodsOfTasksAlongAsWell) {
  sim::Setup setup = half_of_a(2h);
  setup.world.deployments[0].profile.executor = sim::Executor::kubernetes;
  setup.world.deployments[0].worker_queues[0].workers_max = 8;
  EXPECT_EQ(count_of(run(setup, 20min), Work::log_lost), 2u);
}

TEST(PartialLoss, ItsWorkersAreReplacedWhenTheirNodeIsEvicted) {
  const sim::Setup setup = half_of_a(2h);
  EXPECT_EQ(workers(run(setup, 10min - 1s)), 4u);
  EXPECT_EQ(workers(run(setup, 10min + 340s + 59s)), 3u);
  EXPECT_EQ(workers(run(setup, 10min + 340s + 61s)), 4u);
}

// One was replaced when its node was evicted; the other is lost half an hour later with all of a.
TEST(PartialLoss, OfWhatIsLostLaterNothingIsReplacedAtOnce) {
  sim::Setup setup = half_of_a(4h);
  setup.faults.push_back(fault("zone_power_outage", 0, 40min, 3h));
  const auto in_b = [&](Duration at) { return run(setup, at).world().queues[0].workers[1]; };
  const auto before = in_b(40min - 1s);
  EXPECT_LT(before, 4u);
  EXPECT_EQ(in_b(40min + 5min), before);
  EXPECT_EQ(in_b(40min + 350s + 61s), 4u);
}

TEST(PartialLoss, ItsWorkersStartAgainWhenTheirNodeIsBack) {
  const sim::Setup setup = half_of_a(3min);
  EXPECT_EQ(workers(run(setup, 10min + 3min + 59s)), 3u);
  EXPECT_EQ(workers(run(setup, 10min + 3min + 61s)), 4u);
}

TEST(PartialLoss, HitsWhoWasAtWorkThere) {
  const auto hits = [](const sim::Setup& setup) {
    std::size_t count = 0;
    run(setup, 20min).history().for_each([&](const sim::Record& record) {
      count += record.what == sim::Happening::deployment_hit && record.c == 1;
    });
    return count;
  };
  sim::Setup busy = half_of_a(2h), idle = busy;
  for (sim::Setup* setup : {&busy, &idle}) setup->world.deployments[0].is_high_availability = true;
  idle.world.deployments[0].dags[0].paused = true;
  EXPECT_EQ(hits(busy), 1u);
  EXPECT_EQ(hits(idle), 0u);
}

}  // namespace
}  // namespace blackstart::tests
