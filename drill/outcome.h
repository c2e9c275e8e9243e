#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "drill/scenario.h"
#include "drill/verdict.h"
#include "drill/work_counts.h"
#include "recovery/call.h"
#include "sim/world/data_class.h"

namespace blackstart::sim {
class Simulation;
}

namespace blackstart::drill {

enum class Status : std::uint8_t { unaffected, recovered, not_recovered, not_observed };
std::string_view name_of(Status status);
std::span<const std::string_view> status_names();

// When each milestone came; nullopt: it did not.
struct Milestones {
  std::array<std::optional<Instant>, kMilestones> instants;

  std::optional<Instant>& operator[](Milestone milestone) {
    return instants[static_cast<std::size_t>(milestone)];
  }
  const std::optional<Instant>& operator[](Milestone milestone) const {
    return instants[static_cast<std::size_t>(milestone)];
  }
};

struct DagOutcome {
  std::string name;
  std::vector<std::string> tags;
  bool is_paused = false;                // by its team, who expect no success of it
  std::optional<Instant> first_success;  // since its Deployment was first hit
  WorkCounts work;
  bool owes_deliveries = false;
  // What keeps it alone from a first success although its Deployment is HEALTHY, and who has to
  // act; empty: nothing does.
  std::string keeps, kept_by;
};

// The disruption of what only its own recovery took down: a false failover.
inline constexpr std::string_view kByRecovery = "recovery";

// What was wrong, and for how long.
struct FaultSpan {
  std::string kind, target;  // "region_outage", "us-east-1"
  Instant began{};
  std::optional<Instant> ended;  // nullopt: it had not ended by the end of the run
};

// The time from a Deployment's going down to its next task success. A fault that hits while it is
// down prolongs the outage; one that hits later begins another.
struct Outage {
  Instant began{};
  std::optional<Instant> ended;  // nullopt: it had not ended by the end of the run
  std::vector<std::string> disruptions;
  Milestones at;  // nullopt: it did not come before the outage ended, or is not modelled
  std::vector<std::optional<Instant>> dag_success;  // by DAG: its first since this outage began
  std::optional<Duration> rta() const {
    return ended ? std::optional(*ended - began) : std::nullopt;
  }
};

// The time from one milestone to another: none if it was reached before the clock began; nullopt if
// either is missing.
std::optional<Duration> rta_of(const Milestones& at, Milestone to, Milestone since);

struct DeploymentOutcome {
  std::string name, tier, cluster;
  Status status = Status::unaffected;
  std::string disruption;       // of the first fault that hit it; empty: none did
  std::vector<Outage> outages;  // oldest first
  std::string keeps;            // what keeps it from a first success; empty: nothing
  std::string kept_by;          // who has to act; empty: nobody can, or nothing keeps it
  bool is_useless = false;      // HEALTHY, and yet it has had no success since it was hit
  bool is_ever_due = true;      // false: none of its DAGs is, and no success could be seen
  std::vector<DagOutcome> dags;
  // Of the outages, of which there must be one: the first of those that took as long. One that has
  // not ended is longer than any.
  std::size_t longest() const;
  // Of the longest outage; nullopt: it did not come, or is not modelled.
  const Milestones& milestones() const;
  std::optional<Duration> rta(Milestone to, Milestone since = Milestone::fault) const {
    return rta_of(milestones(), to, since);
  }
};

// The time to the first success of one DAG, though another outage may have come before it.
std::optional<Duration> rta_of_dag(const Outage& outage, std::size_t dag, Milestone since);

// What the rows of a class hold. existed + created = present + lost, as the rows themselves.
struct ByteCounts {
  std::int64_t existed = 0, created = 0, present = 0, lost = 0;
  bool balance() const { return existed + created == present + lost; }
  bool any() const { return existed + created > 0; }
};

// What was lost of a row of the ledger between the beginning of an outage and that of the next.
struct OutageLoss {
  std::optional<std::size_t> outage;  // of its Deployment's; nullopt: before any
  std::int64_t lost = 0, there = 0;   // there: when the outage began
  Duration rpa = recovery::kForever;  // from the newest record that survived it
};

// One row of the loss ledger. existed + created = present + lost + removed, in every run.
struct LedgerRow {
  sim::DataClass data_class{};
  sim::Provenance provenance{};
  std::string deployment, cluster;  // at most one is set; neither: the organization's
  std::string tier, home;           // of the Deployment: home is its cluster
  std::int64_t existed = 0, created = 0, present = 0, lost = 0, removed = 0;
  // What could be lost: there when its latest loss began, and lost before; without a loss, there
  // when the first fault hit, and of what was not hit, all.
  std::int64_t at_fault = 0;
  std::vector<OutageLoss> losses;  // of a Deployment's row, oldest first
  std::vector<Instant> lost_at;    // of any other row: each loss
  ByteCounts bytes;                // of XComs and task logs
  // How many of those present are in no place that is up at the end, or cannot be read.
  std::int64_t unreachable = 0;
  std::vector<std::string> lost_names;      // of things with a name
  std::optional<Instant> cut;               // of the copy that survived
  std::optional<Instant> newest_surviving;  // record, in that copy
  // From the newest surviving record to the fault, of the outage that cost most; zero where nothing
  // was lost, for ever where nothing survived. Where records are still cut off it may yet grow.
  Duration rpa{};
  bool balances() const { return existed + created == present + lost + removed && bytes.balance(); }
};

// A part of a Deployment's state that was brought back from a copy.
struct Restoration {
  Instant at{}, cut{};
  std::string deployment, part, copy;
};

// XComs whose values are kept outside the database, after database and store came back as of two
// instants.
struct ScatteredXComs {
  std::string deployment, tier;
  std::int64_t dangling = 0;  // references to objects that are not there
  std::int64_t orphaned = 0;  // objects that nothing refers to
};

// From `at` on something is in a state, named as its control plane names it: HEALTHY, CREATING,
// Pending, ...
struct StateChange {
  Instant at{};
  // "deployment:billing", "cluster:production", "peering:production/warehouse".
  std::string subject;
  std::string state;
};

// A change that reached the primary and not its twin.
struct Drift {
  Instant at{};
  std::string deployment, change;
};

// What a person had or still has to do, in the order it was asked for.
struct ManualStep {
  std::string step, operation, target, owner;
  std::vector<std::string> needed_by;  // Deployments that are not back before it is done
  Instant asked{};
  std::optional<Instant> begun, finished;
  Duration worked{};  // in all attempts, up to the end of the run
};

// A stretch of the way from the fault to the last Deployment's first success. Stretches join
// without gaps: they add up to its RTA.
struct CriticalStep {
  std::string step;        // "detection", a step's name, "a retry delay", "first task success"
  std::string owner;       // the person it waited for; empty: none
  std::string why;         // what it waited for besides its own work; may be empty
  std::string timing_key;  // whose duration it is; empty: none
  Instant started{}, finished{};
};

struct CriticalPath {
  std::string deployment;    // the slowest to its first success; empty: none was hit
  bool is_complete = false;  // false: it had not succeeded by the end
  std::vector<CriticalStep> steps;
};

struct TimelineEntry {
  Instant at{};
  std::string what;     // a sentence
  std::string subject;  // e.g. "deployment:billing"
};

// A figure without a source that was drawn in this run.
struct Assumption {
  std::string figure;           // "cluster_configuration.restore", "people/incident-commander"
  std::string says;             // why it is assumed
  Duration on_critical_path{};  // how much of the RTA rests on it
};

// How one objective or expectation came out.
struct Judgement {
  std::string says;  // in words: "tier critical: first_success within 4h since fault"
  Verdict verdict = Verdict::unknown;
  std::string measured;  // what was measured, in words, with the gap
  // For an expectation: how many it looked at, and what it read of them. nullopt: a word, or it
  // never came.
  std::size_t matched = 0;
  std::optional<std::int64_t> number;          // a count, or microseconds
  bool is_final = true;                        // false: the run ended too early to tell
  std::optional<Accepted> accepted;            // a miss that is accepted and not expired
  std::optional<Accepted> acceptance_expired;  // a miss that was accepted until a day now over
  std::string not_evaluated;                   // why it was not; empty: it was
  // A miss that was accepted stays a miss, and does not fail the suite.
  bool counts() const { return not_evaluated.empty() && !accepted; }
};

// Everything a run has to say. A pure function of its history and of the world before and after.
struct Outcome {
  std::string file, title, strategy;
  std::uint64_t seed = 0, digest = 0, events = 0;
  Instant starts_at{}, ends_at{};
  std::vector<Judgement> objectives, expectations;
  std::vector<FaultSpan> faults;
  std::vector<DeploymentOutcome> deployments;
  std::vector<LedgerRow> ledger;
  std::vector<Restoration> restorations;
  std::vector<ScatteredXComs> scattered_xcoms;
  std::vector<ManualStep> manual_steps;
  CriticalPath critical_path;
  std::vector<Assumption> assumptions;
  std::vector<TimelineEntry> timeline;
  std::vector<StateChange> states;  // oldest first; the first of each subject is at the start
  std::vector<Drift> drift;
  bool was_detected = false, was_recovery_begun = false;  // by any mission
  std::set<std::string> disruptions;                      // of the faults that have begun
  std::vector<std::string> not_modelled;
  std::optional<Origin> origin;  // of a scenario that somebody else lived through
  std::vector<AssumedEnd> unknown_ends;
  // The objectives alone decide it.
  Verdict verdict() const { return worst_of(objectives); }
  // As every command's exit code: 0, 1 missed or failed, 3 unknown.
  int exit_code() const;
};

// How much of a run is told. Figures leave out what only the report of a single run shows: the
// timeline, the faults, the critical path and the assumptions.
enum class Detail : std::uint8_t { report, figures };
// What figures leave out too, unless a measure reads it that the scenario asks for.
enum class Extra : std::uint8_t { none, states, who_waits };

// The whole rehearsal. `today` decides which accepted misses have expired.
Outcome run(const Scenario& scenario, std::uint64_t seed, Instant today,
            Detail detail = Detail::report);
// The rest of a rehearsal that has not yet come to where an expectation looks.
Outcome carry_on(const Scenario& scenario, sim::Simulation simulation, Instant today,
                 Detail detail = Detail::report);
}  // namespace blackstart::drill
