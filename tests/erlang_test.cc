#include "tests/erlang.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/airflow_world.h"

// Requests at random, tasks that last at random, a fixed number of slots: a queue that Erlang
// solved in 1917.
namespace blackstart::tests {
namespace {

using sim::Work;

// An exponential distribution as a thousand equally likely values.
sim::Distribution exponential(recovery::Duration mean) {
  std::vector<recovery::Duration> values;
  for (int i = 0; i < 1000; ++i) {
    const double times = -std::log1p(-(i + 0.5) / 1000);
    values.emplace_back(static_cast<std::int64_t>(times * static_cast<double>(mean.count())));
  }
  return sim::Distribution::samples(std::move(values));
}

constexpr auto kBetweenArrivals = 10s;
constexpr auto kService = 36s;
constexpr int kSlots = 5;

sim::Setup queue() {
  AirflowWorld world{.horizon = 24h * 4};
  world.dags = {on_request("queries", {task_of(kService)}, exponential(kBetweenArrivals))};
  world.dags[0].tasks[0].duration = exponential(kService);
  world.dags[0].max_active_runs = world.dags[0].max_active_tasks = 1'000'000;
  world.workers = {.workers_min = 1, .workers_max = 1, .concurrency = kSlots};
  world.profile.parallelism = world.profile.default_pool_slots = 1'000'000;
  world.profile.scheduler_interval = 1ms;
  world.profile.queued_timeout = 24h * 365;
  return world.setup();
}

struct Waits {
  double seconds = 0;
  double tasks = 0;
};

Waits waits_of(const sim::Simulation& simulation) {
  std::vector<Instant> created;
  Waits waits;
  simulation.world().logs[0].for_each([&](const sim::WorkEntry& entry) {
    if (entry.what == Work::run_created) created.push_back(entry.at);
    if (entry.what != Work::task_started) return;
    waits.seconds += std::chrono::duration<double>(entry.at - created[entry.run]).count();
    waits.tasks += 1;
  });
  return waits;
}

TEST(Erlang, WaitsAndQueueAreThoseOfAQueueWithAsManyServers) {
  constexpr double kOffered = 36.0 / 10.0;
  const double wait = erlang_c(kOffered, kSlots) * 36 / (kSlots - kOffered);
  Waits all;
  double seconds = 0;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const auto simulation = finished(queue(), seed);
    const Waits waits = waits_of(simulation);
    all.seconds += waits.seconds;
    all.tasks += waits.tasks;
    seconds += std::chrono::duration<double>(simulation.now() - kStart).count();
  }
  EXPECT_NEAR(all.seconds / all.tasks, wait, wait * 0.06);
  // Little's law: the mean queue length is what is waited per second.
  EXPECT_NEAR(all.seconds / seconds, wait / 10, wait / 10 * 0.06);
}

}  // namespace
}  // namespace blackstart::tests
