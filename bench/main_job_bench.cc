#include <benchmark/benchmark.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "bench/hold.h"
#include "drill/outcome.h"
#include "providers/mock/operations.h"
#include "sim/random.h"
#include "sim/simulation.h"

// The main job, part by part, so that its cost per event can be held against a bare heap loop with
// as many pending, its draws and its history appends, all measured in the same run.
namespace blackstart::bench {
namespace {

using recovery::Duration;
using recovery::Instant;
using sim::Simulation;

const std::string kScenarios = BLACKSTART_SOURCE_DIR "/scenarios/";
const std::string kMainJob = kScenarios + "region-outage/reprovision.json";

const drill::Scenario& main_job() {
  static const drill::Scenario kScenario = drill::load_scenario(kMainJob);
  return kScenario;
}

// What one run does, counted once.
struct Tally {
  double events = 0, draws = 0, appends = 0, pending = 0;
};

Tally tally_of(const std::shared_ptr<const sim::Binding>& binding) {
  Simulation simulation(binding, 1);
  Tally tally;
  double moments = 0;
  for (Instant at = simulation.now(); at < binding->setup().ends_at;
       at += std::chrono::minutes(10)) {
    simulation.run_until(at);
    tally.pending += static_cast<double>(simulation.pending());
    ++moments;
  }
  simulation.run_until(binding->setup().ends_at);
  tally.pending /= moments;
  tally.events = static_cast<double>(simulation.events());
  tally.appends = static_cast<double>(simulation.history().size());
  for (const sim::WorkLog& log : simulation.world().logs)
    log.for_each([&](const sim::WorkEntry&) { ++tally.appends; });
  const auto is_drawn = [](const sim::Timing& timing) {
    return timing.distribution.is_constant() ? 0U : 1U;
  };
  const recovery::MissionPlan& mission = *binding->setup().missions.front();
  for (recovery::StepIndex i = 0; i < mission.step_count(); ++i) {
    const sim::BoundStep& step = binding->steps_of(mission)[i];
    tally.draws += simulation.world().jobs[0][i].attempt * is_drawn(*step.timing);
  }
  simulation.history().for_each([&](const sim::Record& record) {
    if (record.what == sim::Happening::person_engaged) {
      tally.draws += is_drawn(binding->setup().people[record.c].responds);
    }
  });
  return tally;
}

const Tally& main_tally() {
  static const Tally kTally = tally_of(main_job().binding);
  return kTally;
}

void event(benchmark::State& state) {
  const Tally& tally = main_tally();
  const Simulation beginning(main_job().binding, 1);
  for (auto _ : state) {
    Simulation simulation = beginning;
    simulation.run_until(main_job().setup->ends_at);
    benchmark::DoNotOptimize(simulation);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(tally.events));
  state.counters["draws_per_event"] = tally.draws / tally.events;
  state.counters["appends_per_event"] = tally.appends / tally.events;
  state.counters["pending"] = tally.pending;
  state.counters["events"] = tally.events;
}
BENCHMARK(event);

void heap(benchmark::State& state) {
  measure_hold<HeapHold>(state, kSpreads[0], static_cast<std::size_t>(main_tally().pending));
}
BENCHMARK(heap);

void draw(benchmark::State& state) {
  const auto distribution =
      sim::Distribution::quantiles(0.5, std::chrono::minutes(5), 0.95, std::chrono::minutes(20));
  const std::uint64_t purpose = sim::hash_name("latency");
  std::uint32_t attempt = 0;
  for (auto _ : state) {
    const double luck =
        sim::uniform({.seed = 1, .purpose = purpose, .entity = 7, .attempt = ++attempt});
    benchmark::DoNotOptimize(distribution.draw(luck));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(draw);

void append(benchmark::State& state) {
  const auto appends = static_cast<std::int64_t>(main_tally().appends);
  for (auto _ : state) {
    sim::History history;
    for (std::int64_t i = 0; i < appends; ++i) {
      history.append(
          {.at = Instant(Duration(i)), .what = sim::Happening::dag_succeeded, .value = i});
    }
    benchmark::DoNotOptimize(history);
  }
  state.SetItemsProcessed(state.iterations() * appends);
}
BENCHMARK(append);

// The recovery alone: the outage begins with the run, and no DAG keeps the calendar busy.
void bare_recovery(benchmark::State& state) {
  sim::Setup setup = *main_job().setup;
  for (sim::DeploymentSpec& deployment : setup.world.deployments) deployment.dags.clear();
  for (sim::FaultSpec& fault : setup.faults) fault.begins = setup.starts_at;
  setup.ends_at = setup.starts_at + std::chrono::hours(12);
  const auto binding = std::make_shared<const sim::Binding>(
      std::make_shared<const sim::Setup>(setup), mock::operations());
  std::uint64_t seed = 0;
  for (auto _ : state) {
    Simulation simulation(binding, ++seed);
    simulation.run_until(setup.ends_at);
    benchmark::DoNotOptimize(simulation);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(bare_recovery);

const Simulation& halfway() {
  static const Simulation kHalf = [] {
    Simulation simulation(main_job().binding, 1);
    while (static_cast<double>(simulation.events()) < main_tally().events / 2) {
      simulation.run_until(simulation.now() + std::chrono::minutes(1));
    }
    return simulation;
  }();
  return kHalf;
}

void fork_at_half(benchmark::State& state) {
  const Simulation& half = halfway();
  for (auto _ : state) {
    Simulation fork = half;
    benchmark::DoNotOptimize(fork);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(fork_at_half);

void fork_and_rest(benchmark::State& state) {
  const Simulation& half = halfway();
  for (auto _ : state) {
    Simulation fork = half;
    fork.run_until(main_job().setup->ends_at);
    benchmark::DoNotOptimize(fork);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(fork_and_rest);

void load(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(drill::load_scenario(kMainJob));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(load);

// The same bytes through the parser alone.
void parse(benchmark::State& state) {
  std::vector<std::string> texts;
  for (const char* file : {"region-outage/reprovision.json", "worlds/astro-aws-two-regions.json",
                           "timings/aws-measured.json"}) {
    std::ostringstream text;
    text << std::ifstream(kScenarios + file).rdbuf();
    texts.push_back(text.str());
  }
  for (auto _ : state) {
    for (const std::string& text : texts)
      benchmark::DoNotOptimize(nlohmann::json::parse(text, nullptr, true, true));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(parse);

}  // namespace
}  // namespace blackstart::bench
