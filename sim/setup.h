#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "recovery/mission.h"
#include "sim/fault/impairment.h"
#include "sim/timing.h"
#include "sim/world/spec.h"

namespace blackstart::sim {

struct Person {
  std::string name;
  Timing responds;  // from being asked until they begin
};

// A fault of a scenario: an interval on one target. What its kind does not take keeps its default.
struct FaultSpec {
  std::string name;
  std::uint32_t kind = 0;        // an index into faults()
  std::uint32_t target = kNone;  // a region, a zone, ..., as the domain says
  Domain domain = Domain::region;
  Instant begins{};
  // kForever: the target never comes back, and what only it held is destroyed.
  Duration lasts = recovery::kForever;
  double share = 1;          // of nodes or launches
  double slowdown = 1;       // how many times longer work takes
  double packet_loss = 0;    // share of packets
  double disk_slowdown = 1;  // how many times longer reads and writes take
  double error_share = 0;    // of calls
  double latency = 1;        // how many times longer calls take
  enum class Cuts : std::uint8_t { both, inbound, outbound } cuts = Cuts::both;
  bool monitors_read_unhealthy = true;  // false: they fall silent
  Duration period = std::chrono::minutes(10);
  double duty = 0.5;  // share of the period that it is impaired
  Duration recovery_symptoms{};
  double recovery_slowdown = 2;
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
