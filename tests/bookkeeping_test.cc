#include <gtest/gtest.h>

#include <map>
#include <numeric>
#include <random>

#include "drill/text/durations.h"
#include "sim/airflow/access.h"
#include "tests/airflow_world.h"
#include "tests/seeds.h"
#include "tests/zone_world.h"

// Whatever befalls its zones, an Airflow counts right: each of its counters is what its rows say.
namespace blackstart::tests {
namespace {

using sim::TaskState;

sim::FaultSpec any_fault(std::mt19937& random) {
  const auto below = [&](std::uint32_t end) { return static_cast<std::uint32_t>(random() % end); };
  constexpr std::array kKinds = {"zone_power_outage", "zone_network_isolation", "zone_flapping",
                                 "zone_partial_loss", "zone_degradation"};
  constexpr std::array<Duration, 5> kLasts = {20s, 4min, 8min, 40min, 3h};
  sim::FaultSpec spec = fault(kKinds.at(below(kKinds.size())), below(2),
                              std::chrono::seconds(below(4 * 3600)), kLasts.at(below(5)));
  spec.share = 0.5;
  spec.slowdown = 3;
  spec.period = std::chrono::seconds(60 + below(600));
  return spec;
}

sim::Setup any_setup(std::mt19937& random) {
  const auto is = [&] { return random() % 2 == 0; };
  ZoneWorld world{.is_high_availability = is(), .has_stateful_schedulers = is()};
  for (int i = 0; i < 4; ++i) world.faults.push_back(any_fault(random));
  std::ranges::sort(world.faults, {}, &sim::FaultSpec::begins);
  sim::Setup setup = led_out_of_zones(world);
  if (is()) setup.missions.clear();
  sim::DeploymentSpec& billing = setup.world.deployments[0];
  billing.profile.airflow_major = is() ? 2 : 3;
  billing.profile.executor = is() ? sim::Executor::celery : sim::Executor::kubernetes;
  billing.profile.worker_start = 1min;
  billing.profile.pod_start = 10s;
  billing.worker_queues = {{.workers_min = is() ? 1U : 4U, .workers_max = 6, .concurrency = 2}};
  sim::TaskSpec task = task_of(25min);
  task.retries = 2;
  billing.dags = {hourly(side_by_side(5, task))};
  billing.dags[0].schedule.every = 20min;
  billing.dags[0].max_active_runs = 4;
  return setup;
}

bool holds_slots(const sim::TaskRow& row) {
  return row.state == TaskState::queued || row.state == TaskState::running ||
         row.state == TaskState::ending;
}

void expect_counters_as_rows(const sim::World& world) {
  std::array<std::uint32_t, sim::kZonesMax> busy{};
  std::uint32_t executing = 0, in_broker = 0;
  std::map<std::uint32_t, std::uint32_t> by_run;
  sim::for_each_task(world, 0, [&](std::uint32_t task) {
    const sim::TaskRow& row = world.tasks[task];
    if (sim::has_worker(row)) ++busy[row.zone];
    executing += holds_slots(row);
    by_run[row.run] += holds_slots(row);
    in_broker += row.state == TaskState::queued && !row.has_no_worker;
  });
  const sim::Instance& airflow = world.instances[0];
  const sim::WorkerQueueState& queue = world.queues[airflow.queues];
  EXPECT_EQ(queue.busy, busy);
  EXPECT_EQ(queue.waiting_count, in_broker);
  EXPECT_EQ(world.schedulers[0].executing, executing);
  EXPECT_EQ(world.dags[airflow.dags].active_tasks, executing);
  for (const auto& [run, tasks] : by_run) EXPECT_EQ(world.runs[run].active_tasks, tasks);
  EXPECT_EQ(world.pools[airflow.pools].free + static_cast<std::int32_t>(executing),
            static_cast<std::int32_t>(world.layout->pools(0)[0].slots));
  for (std::uint32_t zone = 0; zone < sim::kZonesMax; ++zone)
    EXPECT_LE(queue.workers[zone] + queue.starting[zone], 6U) << "in zone " << zone;
}

// An hour after the last of them is over.
void expect_to_be_whole(const sim::Simulation& simulation) {
  const sim::World& world = simulation.world();
  const sim::WorkerQueueState& queue = world.queues[world.instances[0].queues];
  EXPECT_FALSE(queue.is_bereft);
  EXPECT_EQ(std::accumulate(queue.down.begin(), queue.down.end(), 0U), 0U);
  if (simulation.setup().world.deployments[0].profile.executor == sim::Executor::celery) {
    EXPECT_GE(std::accumulate(queue.workers.begin(), queue.workers.end(), 0U),
              queue.layout.workers_min);
  }
  EXPECT_TRUE(world.is_running(0));
  EXPECT_GT(instants_of(simulation, sim::Work::task_succeeded).back(), kStart + 8h);
}

TEST(Bookkeeping, IsRightAtEveryMomentUnderAnyFaultsOfZones) {
  const Seeds seeds = seeds_of_property(60);
  std::size_t zombies = 0;
  for (auto seed = seeds.first; seed <= seeds.last && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(reproduced_by("bookkeeping_test", "Bookkeeping.*", seed));
    std::mt19937 random(static_cast<std::uint32_t>(seed));
    auto simulation = simulate(any_setup(random));
    for (Duration at = kFaultAt; at < 10h && !testing::Test::HasFailure(); at += 97s) {
      SCOPED_TRACE("after " + drill::text_of(at));
      simulation.run_until(kStart + at);
      expect_counters_as_rows(simulation.world());
    }
    expect_to_be_whole(simulation);
    zombies += count_of(simulation, sim::Work::task_lapsed);
  }
  EXPECT_GE(zombies, seeds.last - seeds.first) << "one in most of them";
}

}  // namespace
}  // namespace blackstart::tests
