#include <benchmark/benchmark.h>

#include <thread>

#include "drill/campaign/campaign.h"
#include "sim/simulation.h"

// What a replication in a campaign costs beside the bare run of the same seeds, and how well two
// threads share the work, against two campaigns that know nothing of each other.
namespace blackstart::bench {
namespace {

constexpr std::size_t kRuns = 200;

const drill::Scenario& main_job() {
  static const drill::Scenario kScenario =
      drill::load_scenario(BLACKSTART_SOURCE_DIR "/scenarios/region-outage/reprovision.json");
  return kScenario;
}

// Copies of one world, run to the end; nothing is measured.
void bare_runs(benchmark::State& state) {
  const sim::Simulation beginning(main_job().binding);
  for (auto _ : state) {
    for (std::uint64_t seed = 1; seed <= kRuns; ++seed) {
      sim::Simulation simulation = beginning;
      simulation.begin(seed);
      simulation.run_until(main_job().setup->ends_at);
      benchmark::DoNotOptimize(simulation);
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kRuns));
}
BENCHMARK(bare_runs)->UseRealTime();

drill::Campaign campaign(unsigned threads, std::size_t runs) {
  return drill::rehearse({&main_job(), 1}, drill::runs_of_seeds(1, runs), {.threads = threads});
}

void replications(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(campaign(1, kRuns));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kRuns));
}
BENCHMARK(replications)->UseRealTime();

void replications_on_two_threads(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(campaign(2, 2 * kRuns));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(2 * kRuns));
}
BENCHMARK(replications_on_two_threads)->UseRealTime();

void two_campaigns_side_by_side(benchmark::State& state) {
  for (auto _ : state) {
    std::thread other([] { benchmark::DoNotOptimize(campaign(1, kRuns)); });
    benchmark::DoNotOptimize(campaign(1, kRuns));
    other.join();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(2 * kRuns));
}
BENCHMARK(two_campaigns_side_by_side)->UseRealTime();

}  // namespace
}  // namespace blackstart::bench
