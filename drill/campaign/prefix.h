#pragma once

#include <cstdint>

#include "drill/outcome.h"
#include "sim/simulation.h"

// Runs of one scenario differ by luck, and what luck decides comes after the first fault. So
// several runs may share what comes before: it is simulated once, under one seed, and copied. Such
// runs hang together, which is why their seeds go with them and their intervals count clusters.
namespace blackstart::drill {

// The run up to just before the first fault begins or an expectation looks, whichever is first.
sim::Simulation prefix_of(const Scenario& scenario, std::uint64_t seed);

// From a copy of `prefix` on under another seed, as a run of that seed.
Outcome run_from(const Scenario& scenario, const sim::Simulation& prefix, std::uint64_t seed,
                 Instant today, Detail detail = Detail::report);

}  // namespace blackstart::drill
