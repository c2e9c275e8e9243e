#include <benchmark/benchmark.h>
#include <malloc.h>
#include <sys/resource.h>

#include <charconv>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "bench/hold.h"
#include "providers/mock/operations.h"
#include "sim/simulation.h"

// A whole fleet for a day: what an event of Airflow costs beside a bare turn of the calendar with
// as many pending, and what a Deployment and a task cost in memory.
//   scale_bench --scale=CLUSTERS,DEPLOYMENTS,TASKS    tasks in 24 simulated hours
namespace blackstart::bench {
namespace {

using recovery::Duration;
using recovery::Instant;
using sim::Simulation;
using namespace std::chrono_literals;

struct Scale {
  std::uint32_t clusters = 10;
  std::uint32_t deployments = 200;
  std::uint64_t tasks = 100'000;
};
Scale scale;

const Instant kStart =
    Instant(std::chrono::sys_days(std::chrono::year(2026) / 1 / 5).time_since_epoch());
constexpr std::uint32_t kRunsADay = 96;  // of a DAG that runs every quarter of an hour

std::size_t bytes_in_use() { return mallinfo2().uordblks + mallinfo2().hblkhd; }

double peak_rss_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) * 1024;
}

sim::Setup empty_fleet(std::uint32_t clusters) {
  sim::Setup setup;
  setup.starts_at = kStart;
  setup.ends_at = kStart + 24h;
  setup.world.tiers = {"standard"};
  setup.world.regions = {{.name = "east", .zones = {"a", "b"}}};
  sim::add_zones_and_regional_services(setup.world);
  for (std::uint32_t i = 0; i < clusters; ++i)
    setup.world.clusters.push_back(
        {.name = "cluster-" + std::to_string(i), .region = 0, .node_pools = {{.name = "worker"}}});
  return setup;
}

// The interval's phase differs from Deployment to Deployment: nobody's quarters of an hour are
// alike.
sim::DagSpec dag(std::uint32_t deployment, Duration every, std::vector<sim::TaskSpec> tasks) {
  return {.name = "dag",
          .schedule = {.every = every},
          .start_date = kStart - 8 * 24h + Duration(deployment * 7'919'000'000LL % every.count()),
          .tasks = std::move(tasks)};
}

sim::Setup fleet(std::uint32_t clusters, std::uint32_t deployments, Duration every,
                 const std::vector<sim::TaskSpec>& tasks) {
  sim::Setup setup = empty_fleet(clusters);
  for (std::uint32_t i = 0; i < deployments; ++i) {
    sim::DeploymentSpec deployment{.name = "deployment-" + std::to_string(i),
                                   .cluster = i % clusters};
    deployment.worker_queues[0].workers_min = 1;
    deployment.dags.push_back(dag(i, every, tasks));
    setup.world.deployments.push_back(std::move(deployment));
  }
  return setup;
}

std::shared_ptr<const sim::Binding> bind(sim::Setup setup) {
  return std::make_shared<const sim::Binding>(std::make_shared<const sim::Setup>(std::move(setup)),
                                              mock::operations());
}

sim::Setup busy_fleet() {
  const std::uint64_t runs = std::uint64_t{scale.deployments} * kRunsADay;
  sim::TaskSpec task;
  task.duration = sim::Distribution::quantiles(0.5, 40s, 0.95, 3min);
  const auto length = static_cast<std::uint32_t>(std::max<std::uint64_t>(1, scale.tasks / runs));
  return fleet(scale.clusters, scale.deployments, 15min, sim::chain_of(length, task));
}

// How many were pending halfway, for the bare calendar to have as many.
std::size_t pending_halfway = 1;

void simulate_a_day(benchmark::State& state) {
  const auto binding = bind(busy_fleet());
  double events = 0, tasks = 0;
  for (auto _ : state) {
    Simulation simulation(binding, 1);
    simulation.run_until(kStart + 12h);
    pending_halfway = simulation.pending();
    simulation.run_until(kStart + 24h);
    events = static_cast<double>(simulation.events());
    for (const sim::WorkLog& log : simulation.world().logs) {
      const auto ended = [&](Instant at) {
        return log.rows_at(binding->setup().world.deployments[0], at)[sim::DataClass::task_log];
      };
      tasks += static_cast<double>(ended(kStart + 24h) - ended(kStart - 1s));
    }
  }
  const auto days = static_cast<double>(state.iterations());
  state.SetItemsProcessed(static_cast<std::int64_t>(events * days));
  state.counters["events"] = events;
  state.counters["tasks"] = tasks / days;
  state.counters["pending"] = static_cast<double>(pending_halfway);
  state.counters["deployments"] = scale.deployments;
  state.counters["peak_rss_bytes"] = peak_rss_bytes();
}

void turn_the_bare_calendar(benchmark::State& state) {
  measure_hold<CalendarHold>(state, kSpreads[0], pending_halfway);
}

// Deployments whose one DAG runs once a week.
void keep_idle_deployments(benchmark::State& state) {
  const auto binding = bind(fleet(scale.clusters, scale.deployments, 7 * 24h, {sim::TaskSpec{}}));
  double bytes = 0;
  for (auto _ : state) {
    const std::size_t before = bytes_in_use();
    Simulation simulation(binding, 1);
    bytes = static_cast<double>(bytes_in_use() - before);
  }
  state.counters["bytes_per_idle_deployment"] = bytes / scale.deployments;
}

// A tenth of the day's tasks, all at work at one time.
void keep_tasks_in_flight(benchmark::State& state) {
  sim::TaskSpec task;
  task.duration = sim::Distribution::constant(48h);
  const auto width = static_cast<std::uint32_t>(scale.tasks / 10 / scale.deployments + 1);
  sim::Setup setup =
      fleet(scale.clusters, scale.deployments, 24h, std::vector<sim::TaskSpec>(width, task));
  for (sim::DeploymentSpec& deployment : setup.world.deployments) {
    deployment.profile.parallelism = deployment.profile.default_pool_slots = width;
    deployment.dags[0].max_active_tasks = width;
    deployment.worker_queues[0] = {.workers_min = 1, .workers_max = 1, .concurrency = width};
  }
  const auto binding = bind(std::move(setup));
  double bytes = 0;
  for (auto _ : state) {
    Simulation simulation(binding, 1);
    const std::size_t before = bytes_in_use();
    simulation.run_until(kStart + 24h);
    bytes = static_cast<double>(bytes_in_use() - before);
  }
  state.counters["bytes_per_task_in_flight"] = bytes / width / scale.deployments;
  state.counters["of_which_its_row"] = sizeof(sim::TaskRow);
  state.counters["of_which_its_event"] = sizeof(sim::Event) + sizeof(sim::CalendarKey);
  state.counters["of_which_its_log"] = sizeof(sim::WorkEntry);
}

BENCHMARK(simulate_a_day)->Name("day")->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK(turn_the_bare_calendar)->Name("bare_calendar");
BENCHMARK(keep_idle_deployments)->Name("idle")->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK(keep_tasks_in_flight)->Name("in_flight")->Unit(benchmark::kMillisecond)->Iterations(1);

template <class Number>
bool read_number(std::string_view& text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || number == 0) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (!text.empty() && text.front() == ',') text.remove_prefix(1);
  return true;
}

bool read_scale(std::string_view text) {
  return read_number(text, scale.clusters) && read_number(text, scale.deployments) &&
         read_number(text, scale.tasks) && text.empty();
}

}  // namespace
}  // namespace blackstart::bench

int main(int argc, char** argv) {
  constexpr std::string_view kOption = "--scale=";
  std::vector<char*> rest;
  for (char* argument : std::vector<char*>(argv, argv + argc)) {
    const std::string_view text = argument;
    if (!text.starts_with(kOption)) {
      rest.push_back(argument);
    } else if (!blackstart::bench::read_scale(text.substr(kOption.size()))) {
      std::cerr << "'" << text << "' is not a scale; write it such as --scale=1000,20000,10000000"
                << '\n';
      return 2;
    }
  }
  int count = static_cast<int>(rest.size());
  benchmark::Initialize(&count, rest.data());
  if (benchmark::ReportUnrecognizedArguments(count, rest.data())) return 2;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
