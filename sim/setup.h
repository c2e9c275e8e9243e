#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "recovery/engine.h"
#include "sim/timing.h"
#include "sim/world/spec.h"

namespace blackstart::sim {

struct Person {
  std::string name;
  Timing responds;  // from being asked until they begin
};

// A fault of a scenario: an interval on one target.
struct FaultSpec {
  std::string name;
  std::uint32_t kind = 0;        // an index into faults()
  std::uint32_t target = kNone;  // a region or a service, as the kind says
  Instant begins{};
  Duration lasts =
      recovery::kForever;  // kForever: never comes back, and what only it held is destroyed
};

// A change that a team deploys in peace time. Where it does not reach the twin there is drift from
// then on.
struct DeploySpec {
  Instant at{};
  DeploymentId deployment = kNone;
  std::string change;  // what changed, for the report: "image 2026.3.2"
  bool reaches_twin = true;
};

// Something that a person makes or deletes in the UI.
struct EditSpec {
  enum class Kind : std::uint8_t { creates, removes };

  Instant at{};
  ItemId item = kNone;
  Kind kind = Kind::creates;
};

// All that a run is given and that never changes in it; shared by every run of the same scenario.
struct Setup {
  WorldSpec world;
  Instant starts_at{};
  Instant ends_at{};
  std::vector<FaultSpec> faults;  // by onset, then in the order of the file
  std::vector<DeploySpec> deploys;
  std::vector<EditSpec> edits;  // by time
  std::vector<Person> people;
  std::map<std::string, Timing, std::less<>> timings;  // by latency key
  bool deploys_to_twins = false;                       // what the strategy does in peace time
  std::vector<std::shared_ptr<const recovery::MissionPlan>> missions;
  recovery::Limits limits;
};

}  // namespace blackstart::sim
