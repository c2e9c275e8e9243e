#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/simulation.h"

namespace blackstart::drill {

// An event that happened. Two runs are the same where these are.
using Happened = sim::Calendar<sim::Event>::Due;

// The index of the first event in which two runs differ, also where one of them ends earlier;
// nullopt: they are the same.
std::optional<std::size_t> first_difference(std::span<const Happened> a,
                                            std::span<const Happened> b);

// Where a run that must repeat another one parts from it.
struct Parting {
  std::string run;        // "the second run", "a copy taken when outage begins"
  std::size_t alike = 0;  // events before
  std::string was, is;    // time, kind and subject
};

struct Repetition {
  std::uint64_t digest = 0;
  std::uint64_t events = 0;
  std::vector<std::string> runs;   // that repeated the first one
  std::optional<Parting> parting;  // nullopt: all of them did, event by event
};

// Runs a seed, runs it again, and carries on from copies taken wherever a fault begins or ends.
// Every one of them must go through the same events.
Repetition check_determinism(std::shared_ptr<const sim::Binding> binding, std::uint64_t seed);

}  // namespace blackstart::drill
