#include "drill/measures.h"

#include <algorithm>
#include <array>
#include <map>

#include "drill/measure/states.h"
#include "drill/measure/work.h"
#include "drill/recoveries.h"
#include "drill/selection.h"

namespace blackstart::drill {
namespace {

// That one of its DAGs has had no success yet says nothing of the next, unless it never came back.
bool is_told(const Recovery& recovery) {
  if (recovery.rta) return true;
  if (recovery.dag != nullptr) return recovery.deployment->status == Status::not_recovered;
  return !recovery.outage->ended;
}

Duration waited(const Recovery& recovery, Instant end) {
  const bool is_waiting = recovery.dag != nullptr || !recovery.outage->ended;
  return is_waiting && recovery.from ? end - *recovery.from : Duration{0};
}

void slowest_so_far(const Recovery& recovery, Instant end, Reading& reading) {
  const auto& rta = recovery.rta;
  reading.is_told = reading.is_told && is_told(recovery);
  reading.at_least = std::max(reading.at_least, rta.value_or(waited(recovery, end)).count());
  if (!rta) {
    reading.number = std::nullopt;
    const bool is_final = recovery.deployment->status != Status::not_observed;
    reading.is_final = reading.is_final && is_final;
  } else if (reading.number) {
    reading.number = std::max(*reading.number, rta->count());
  }
}

// The slowest of those selected, every time that they were down; none where one of them never came.
Reading read_rta(const Outcome& outcome, const Expectation& asked) {
  Reading reading{.number = 0};
  for (const Recovery& recovery :
       recoveries_of(outcome, {.of = asked.of, .to = asked.to, .since = asked.since})) {
    ++reading.matched;
    if (recovery.at_most)
      reading.at_most = std::max(reading.at_most, recovery.at_most->count());
    else
      slowest_so_far(recovery, outcome.ends_at, reading);
  }
  return reading;
}

template <std::int64_t LedgerRow::*column>
Reading read_ledger(const Outcome& outcome, const Expectation& asked) {
  Reading reading{.number = 0};
  for (const LedgerRow& row : outcome.ledger) {
    if (!matches(asked.of, row)) continue;
    ++reading.matched;
    *reading.number += row.*column;
    // What a recovered Deployment has created since the fault could not be lost in it.
    reading.all += column == &LedgerRow::lost ? row.at_fault : row.existed + row.created;
  }
  return reading;
}

// The longest of the selected: of one class, or of several.
Reading read_rpa(const Outcome& outcome, const Expectation& asked) {
  Reading reading{.number = 0};
  for (const LedgerRow& row : outcome.ledger) {
    if (!matches(asked.of, row)) continue;
    ++reading.matched;
    reading.number = std::max(*reading.number, row.rpa.count());
  }
  return reading;
}

template <std::int64_t ScatteredXComs::*column>
Reading read_scattered(const Outcome& outcome, const Expectation& asked) {
  Reading reading{.number = 0};
  for (const ScatteredXComs& xcoms : outcome.scattered_xcoms) {
    if (!matches_or_any(asked.of.deployment, xcoms.deployment) ||
        !(asked.of.tier.empty() || asked.of.tier == xcoms.tier)) {
      continue;
    }
    ++reading.matched;
    *reading.number += xcoms.*column;
  }
  return reading;
}

Reading read_status(const Outcome& outcome, const Expectation& asked) {
  Reading reading;
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    if (!matches(asked.of, deployment)) continue;
    ++reading.matched;
    const std::string status(name_of(deployment.status));
    reading.words_seen.push_back(status);
    reading.word = reading.matched == 1 || reading.word == status ? status : "mixed";
    if (deployment.status == Status::not_observed)
      reading.may_yet_be = {name_of(Status::recovered), name_of(Status::not_recovered)};
  }
  return reading;
}

// A Deployment, a cluster, or with a class what a cluster has of it, e.g. its peerings.
bool is_asked_for(const std::string& subject, const Outcome& outcome, const Selection& of) {
  const std::size_t colon = subject.find(':');
  const std::string kind = subject.substr(0, colon), name = subject.substr(colon + 1);
  if (!of.data_class.empty()) {
    return matches(of.data_class, kind) &&
           matches_or_any(of.cluster, name.substr(0, name.find('/')));
  }
  if (kind == "cluster") return !of.cluster.empty() && matches(of.cluster, name);
  if (kind != "deployment" || !of.cluster.empty()) return false;
  const auto deployment = std::ranges::find(outcome.deployments, name, &DeploymentOutcome::name);
  return deployment != outcome.deployments.end() && matches(of, *deployment);
}

// "all alike" or "mixed" for the state at the end; of "never" and "eventually" every one counts.
Reading read_state(const Outcome& outcome, const Expectation& asked) {
  Reading reading;
  std::map<std::string, std::string> latest;
  for (const StateChange& change : outcome.states) {
    if (!is_asked_for(change.subject, outcome, asked.of)) continue;
    latest[change.subject] = change.state;
    reading.words_seen.push_back(change.state);
  }
  for (const auto& [subject, state] : latest) {
    ++reading.matched;
    reading.word = reading.matched == 1 || reading.word == state ? state : "mixed";
  }
  return reading;
}

Reading read_drift(const Outcome& outcome, const Expectation& asked) {
  Reading reading{.number = 0};
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    if (!matches(asked.of, deployment)) continue;
    ++reading.matched;
    *reading.number += std::ranges::count(outcome.drift, deployment.name, &Drift::deployment);
  }
  return reading;
}

// Deliveries are asked of those that owe any.
constexpr bool can_tell(const DagOutcome& dag, WorkKind kind) {
  const bool is_about_deliveries =
      kind == WorkKind::deliveries_promised || kind == WorkKind::deliveries_missed;
  return !is_about_deliveries || dag.owes_deliveries;
}

// Summed over the DAGs that are selected; over all of a Deployment where none is named.
template <WorkKind kind>
Reading read_work(const Outcome& outcome, const Expectation& asked) {
  Reading reading{.number = 0};
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    if (!matches(asked.of, deployment)) continue;
    for (const DagOutcome& dag : deployment.dags) {
      if (!matches(asked.of, dag) || !can_tell(dag, kind)) continue;
      ++reading.matched;
      *reading.number += dag.work[kind];
    }
  }
  return reading;
}

// Where DAGs are selected, one of them that cannot succeed makes its Deployment useless to whoever
// asks for them.
bool has_useless_dag(const DeploymentOutcome& deployment, const Selection& of) {
  return of.selects_dags() && std::ranges::any_of(deployment.dags, [&](const DagOutcome& dag) {
           return matches(of, dag) && !dag.keeps.empty();
         });
}

Reading read_useless(const Outcome& outcome, const Expectation& asked) {
  Reading reading{.number = 0};
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    if (!matches(asked.of, deployment)) continue;
    ++reading.matched;
    ++reading.all;
    *reading.number += deployment.is_useless || has_useless_dag(deployment, asked.of) ? 1 : 0;
  }
  return reading;
}

// Summed over the steps that a selected Deployment waits for.
template <class Of>
Reading read_people(const Outcome& outcome, const Expectation& asked, Of&& of) {
  Reading reading{.number = 0};
  std::vector<std::string> selected;
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    if (matches(asked.of, deployment)) selected.push_back(deployment.name);
  }
  reading.matched = static_cast<decltype(reading.matched)>(selected.size());
  const bool is_any = selected.size() == outcome.deployments.size();
  for (const ManualStep& step : outcome.manual_steps) {
    if (is_any || std::ranges::find_first_of(step.needed_by, selected) != step.needed_by.end())
      *reading.number += of(step);
  }
  return reading;
}

Reading read_manual_steps(const Outcome& outcome, const Expectation& asked) {
  return read_people(outcome, asked, [](const ManualStep&) { return std::int64_t{1}; });
}

Reading read_operator_time(const Outcome& outcome, const Expectation& asked) {
  return read_people(outcome, asked, [](const ManualStep& step) { return step.worked.count(); });
}

Reading read_recovered(const Outcome& outcome, const Expectation& asked) {
  Reading reading{.number = 0};
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    if (!matches(asked.of, deployment) || deployment.status == Status::unaffected) continue;
    ++reading.matched;
    ++reading.all;
    *reading.number += deployment.status == Status::recovered ? 1 : 0;
    reading.at_most += deployment.status == Status::not_observed ? 1 : 0;
  }
  reading.at_most += *reading.number;
  return reading;
}

constexpr std::array kBesideWork = {
    Measure{.name = "rta",
            .does = "recovery time of the slowest selected Deployment, from 'since' to 'to'",
            .read = read_rta,
            .heeds = {.milestones = true, .dags = true},
            .unit = Unit::duration},
    Measure{.name = "status",
            .does = "unaffected, recovered, not_recovered or not_observed",
            .read = read_status,
            .heeds = {.dags = true},
            .unit = Unit::word,
            .words = status_names},
    Measure{.name = "state",
            .does =
                "a Deployment's, a cluster's or (class \"peering\") a peering's state: HEALTHY, "
                "CREATED, Active, ...",
            .read = read_state,
            .heeds = {.data_class = true, .dags = true},
            .unit = Unit::word,
            .words = state_names,
            .reads = Extra::states},
    Measure{.name = "drift",
            .does = "changes that reached the primary and not its twin",
            .read = read_drift,
            .heeds = {.dags = true}},
    Measure{.name = "recovered",
            .does = "how many of the selected Deployments that were hit recovered",
            .read = read_recovered,
            .heeds = {.dags = true}},
    Measure{.name = "existed",
            .does = "records of a class when the run began",
            .read = read_ledger<&LedgerRow::existed>,
            .heeds = {.data_class = true}},
    Measure{.name = "created",
            .does = "records of a class that came into being",
            .read = read_ledger<&LedgerRow::created>,
            .heeds = {.data_class = true}},
    Measure{.name = "present",
            .does = "records of a class at the end",
            .read = read_ledger<&LedgerRow::present>,
            .heeds = {.data_class = true}},
    Measure{.name = "lost",
            .does = "records of a class that are gone for good",
            .read = read_ledger<&LedgerRow::lost>,
            .heeds = {.data_class = true}},
    Measure{.name = "removed",
            .does = "records of a class that were deleted on purpose",
            .read = read_ledger<&LedgerRow::removed>,
            .heeds = {.data_class = true}},
    Measure{.name = "unreachable",
            .does = "records of a class in no place that is up at the end, or that nobody can read",
            .read = read_ledger<&LedgerRow::unreachable>,
            .heeds = {.data_class = true}},
    Measure{.name = "rpa",
            .does = "from the newest record of a class that survived to the fault",
            .read = read_rpa,
            .heeds = {.data_class = true},
            .unit = Unit::duration,
            .endless = kForEver},
    Measure{.name = "dangling",
            .does = "XComs that refer to objects that are not there",
            .read = read_scattered<&ScatteredXComs::dangling>},
    Measure{.name = "orphaned",
            .does = "objects that no XCom refers to",
            .read = read_scattered<&ScatteredXComs::orphaned>},
    Measure{.name = "manual_steps",
            .does = "things that people were asked to do",
            .read = read_manual_steps,
            .heeds = {.dags = true},
            .reads = Extra::who_waits},
    Measure{.name = "operator_time",
            .does = "the time people worked, beside how long they took to respond",
            .read = read_operator_time,
            .heeds = {.dags = true},
            .unit = Unit::duration,
            .reads = Extra::who_waits},
    Measure{.name = "healthy_but_useless",
            .does = "Deployments that are HEALTHY without a success since the fault",
            .read = read_useless,
            .heeds = {.dags = true}},
};

// What can become of work is measured alike.
template <std::size_t... row>
constexpr auto with_work(std::index_sequence<row...>) {
  std::array<Measure, kBesideWork.size() + sizeof...(row)> all{};
  const std::array work = {Measure{.name = kWork[row].name,
                                   .does = kWork[row].means,
                                   .read = read_work<kWork[row].kind>,
                                   .heeds = {.dags = true}}...};
  std::ranges::copy(work, std::ranges::copy(kBesideWork, all.begin()).out);
  return all;
}
constexpr auto kMeasures = with_work(std::make_index_sequence<kWork.size()>{});

}  // namespace

std::span<const Measure> measures() { return kMeasures; }

const Measure* find_measure(std::string_view name) {
  const auto* found = std::ranges::find(kMeasures, name, &Measure::name);
  return found == kMeasures.end() ? nullptr : found;
}

Reading reading_of(const Measure& measure, const Outcome& outcome, const Expectation& asked) {
  Reading reading = measure.read(outcome, asked);
  reading.unit = measure.unit;
  return reading;
}

}  // namespace blackstart::drill
