#include <algorithm>
#include <iterator>
#include <set>

#include "drill/judge.h"
#include "drill/measure/assumptions.h"
#include "drill/measure/critical_path.h"
#include "drill/measure/deployments.h"
#include "drill/measure/drift.h"
#include "drill/measure/faults.h"
#include "drill/measure/ledger.h"
#include "drill/measure/people.h"
#include "drill/measure/states.h"
#include "drill/measure/survival.h"
#include "drill/measure/timeline.h"
#include "drill/measure/work.h"
#include "drill/measures.h"
#include "drill/outcome.h"
#include "sim/fault/fault.h"

namespace blackstart::drill {
namespace {

// What a reader might expect and this version does not do. A row goes when the model learns it.
const std::vector<std::string> kNotModelled = {
    "a zone that is cut off with all it needs inside: its schedulers and its database count as "
    "lost there, though its tasks run on",
    "a second disaster where a recovery has led to another region: nobody watches any more",
    "nodes that the autoscaler gives back when they are no longer needed",
    "the vendor's and the cloud's own load when everybody fails over at once",
    "failback, and an old primary that comes back unfenced",
    "protection of the place a Deployment has moved to: its copies are of the one it came from",
};

bool asks_for(Extra extra, const Scenario& scenario) {
  return std::ranges::any_of(scenario.expectations, [extra](const Expectation& expectation) {
    return find_measure(expectation.measure)->reads == extra;
  });
}

Outcome blank_outcome(const Scenario& scenario, const sim::Simulation& simulation) {
  Outcome outcome;
  outcome.file = scenario.file.generic_string();
  outcome.title = scenario.title;
  outcome.strategy = scenario.strategy;
  outcome.seed = simulation.seed();
  outcome.digest = simulation.digest();
  outcome.events = simulation.events();
  outcome.starts_at = scenario.setup->starts_at;
  outcome.ends_at = simulation.now();
  return outcome;
}

void see_what_began(const Scenario& scenario, const Evidence& evidence, Outcome& outcome) {
  for (const sim::FaultSpec& fault : scenario.setup->faults) {
    if (fault.begins <= outcome.ends_at)
      outcome.disruptions.emplace(sim::faults()[fault.kind].disruption);
  }
  outcome.was_detected = !evidence.alarms.empty();
  outcome.was_recovery_begun = std::ranges::any_of(
      evidence.alarms, [](const Alarm& alarm) { return alarm.started.has_value(); });
}

// What can be told of a run up to now, but for the judgement.
Outcome observe(const Scenario& scenario, const sim::Simulation& simulation, Detail detail) {
  const Evidence evidence = gather(simulation);
  Outcome outcome = blank_outcome(scenario, simulation);
  see_what_began(scenario, evidence, outcome);
  outcome.deployments = measure_deployments(simulation, evidence);
  measure_work(simulation, outcome.deployments);
  outcome.ledger = measure_ledger(simulation, evidence);
  measure_survival(simulation, evidence, outcome.ledger);
  outcome.restorations = measure_restorations(simulation);
  outcome.scattered_xcoms = measure_scattered_xcoms(simulation);
  const auto is_told = [&](Extra extra) {
    return detail == Detail::report || asks_for(extra, scenario);
  };
  outcome.manual_steps = measure_manual_steps(simulation, evidence, is_told(Extra::who_waits));
  if (is_told(Extra::states)) outcome.states = measure_states(simulation);
  outcome.drift = measure_drift(simulation);
  if (detail == Detail::figures) return outcome;
  outcome.faults = measure_faults(simulation);
  outcome.critical_path = measure_critical_path(simulation, evidence, outcome.deployments);
  outcome.assumptions =
      measure_assumptions(simulation, evidence, outcome.critical_path, scenario.unknown_ends);
  outcome.origin = scenario.origin;
  outcome.unknown_ends = scenario.unknown_ends;
  outcome.timeline = tell_timeline(simulation, evidence);
  outcome.not_modelled = kNotModelled;
  std::ranges::copy(scenario.unused, std::back_inserter(outcome.not_modelled));
  return outcome;
}

std::set<Duration> asked_about(const Scenario& scenario) {
  std::set<Duration> instants;
  for (const Expectation& expectation : scenario.expectations) {
    if (expectation.when) instants.insert(*expectation.when);
  }
  return instants;
}

}  // namespace

Outcome run(const Scenario& scenario, std::uint64_t seed, Instant today, Detail detail) {
  return carry_on(scenario, sim::Simulation(scenario.binding, seed), today, detail);
}

Outcome carry_on(const Scenario& scenario, sim::Simulation simulation, Instant today,
                 Detail detail) {
  Observations observed;
  for (const Duration when : asked_about(scenario)) {
    simulation.run_until(scenario.setup->starts_at + when);
    observed.emplace(when, observe(scenario, simulation, detail));
  }
  simulation.run_until(scenario.setup->ends_at);
  Outcome outcome = observe(scenario, simulation, detail);
  judge(scenario, today, observed, outcome);
  return outcome;
}

}  // namespace blackstart::drill
