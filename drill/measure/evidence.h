#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "drill/scenario.h"
#include "sim/simulation.h"

namespace blackstart::drill {

// What the history says of one step of a plan (or of the declaration).
struct StepTrace {
  std::optional<Instant> asked;     // the first attempt
  std::optional<Instant> taken_on;  // the attempt whose work it is: one that times out works on
  std::optional<Instant> begun, done, failed, timed_out, skipped;
  std::optional<Instant> done_unheard;  // after the engine had given it up
  Duration worked{};                    // by its owner, up to the latest end of an attempt
  bool is_at_work = false;              // its owner
  bool is_waiting = false;              // to be tried again: its latest attempt came to nothing
  bool is_refused = false;              // that attempt was not even accepted
  std::uint32_t attempts_in_vain = 0;   // those before it
  sim::ServiceId refused_by = sim::kNone;
  std::optional<Instant> refused;  // the latest time
  std::string refused_because;     // then
  // What was given up on can be done all the same, a little later.
  std::optional<Instant> done_at() const { return done ? done : done_unheard; }
};

using Times = std::vector<Instant>;

struct Hit {
  std::uint32_t fault = sim::kNone;
  Instant at{};
};

struct OutageTrace {
  Instant began{};
  std::optional<Instant> ended;
  sim::InstanceId lost = sim::kNone;       // the primary that went down
  std::vector<Hit> hits;                   // while it lasted, or called for what took it down
  sim::InstanceId served_by = sim::kNone;  // whose success ended it; kNone: the primary at the end
  std::vector<std::optional<Instant>> dag_success;  // by DAG: its first since this outage began
};

// What the history says of one Deployment.
struct DeploymentTrace {
  std::optional<Instant> last_hit;
  std::uint32_t fault = sim::kNone;  // the first that hit it; kNone: its own recovery did
  std::optional<Instant> latest_success;
  std::vector<OutageTrace> outages;
  bool was_hit() const { return !outages.empty(); }
};

// What the history says of one mission, be it one that the engine began by itself.
struct MissionTrace {
  std::string about;  // the region it recovers from
  std::vector<StepTrace> steps;
};

// That a failure was believed in, and what came of it.
struct Alarm {
  recovery::MissionIndex mission = 0;
  Instant suspected{};  // the first missed probe
  Instant detected{};
  std::optional<Instant> declared, started;
  std::optional<Instant> over;  // stood down, or nothing is left of the recovery to be done
};

// The history read once, front to back. Everything that is measured is looked up here.
struct Evidence {
  std::vector<MissionTrace> missions;
  std::vector<Alarm> alarms;  // oldest first
  std::vector<DeploymentTrace> deployments;
  std::vector<Times> asleep_since;  // by Deployment: whenever it begins to hibernate
  std::vector<Times> infrastructure, database, returned;  // by site
  // All by instance; unhealthy: but by going to sleep; drained: whenever it had no backlog any
  // more.
  std::vector<Times> healthy, unhealthy, created, database_unreached, database_reached, drained;
  std::vector<sim::Record> waits;  // what can have ended one, oldest first
  std::bitset<sim::kHappenings> happenings;
  // At least one of this kind.
  bool has(sim::Happening what) const { return happenings.test(static_cast<std::size_t>(what)); }
};

Evidence gather(const sim::Simulation& simulation);

// Why the call of that record was refused.
const std::string& reason_of(const sim::World& world, const sim::Record& refusal);
// What its plan was carried out for. nullptr: it was not.
const Alarm* answered_by(const Evidence& evidence, recovery::MissionIndex mission);

// The latest outage that had begun by then, by its place in `outages`. nullopt: none had.
std::optional<std::size_t> outage_at(const DeploymentTrace& deployment, Instant instant);

// The Airflow of the Deployment by which the outage ended, or would have.
sim::InstanceId served_by(const sim::Simulation& simulation, const OutageTrace& outage,
                          sim::DeploymentId id);

}  // namespace blackstart::drill
