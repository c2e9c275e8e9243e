#include "drill/campaign/prefix.h"

#include <algorithm>

namespace blackstart::drill {
namespace {

Instant first_that_matters(const Scenario& scenario) {
  const sim::Setup& setup = *scenario.setup;
  Instant first = setup.ends_at;
  for (const sim::FaultSpec& fault : setup.faults) first = std::min(first, fault.begins);
  for (const Expectation& expectation : scenario.expectations) {
    if (expectation.when) first = std::min(first, setup.starts_at + *expectation.when);
  }
  return first;
}

}  // namespace

sim::Simulation prefix_of(const Scenario& scenario, std::uint64_t seed) {
  sim::Simulation simulation(scenario.binding, seed);
  simulation.run_until(first_that_matters(scenario) - Duration(1));
  return simulation;
}

Outcome run_from(const Scenario& scenario, const sim::Simulation& prefix, std::uint64_t seed,
                 Instant today, Detail detail) {
  sim::Simulation fork = prefix;
  fork.reseed(seed);
  return carry_on(scenario, std::move(fork), today, detail);
}

}  // namespace blackstart::drill
