#pragma once

#include <string>
#include <utility>
#include <vector>

#include "drill/outcome.h"
#include "drill/text/durations.h"
#include "tests/small_drill.h"

// Whole rehearsals of the small world, each instant worked out by hand. Every operation takes 10
// minutes, a person answers within 5 and declaring takes no time of its own. From the fault at 4 h:
//
//     0:01 detected (misses at 0:00:00, 0:00:30, 0:01:00)     0:06 declared
//     0:21 ticket opened (5 + 10)                             0:36 answered (5 + 10)
//     0:46 VPC, fence    0:56 NAT, database, log bucket, peering requested
//     1:06 cluster       1:11 peering accepted (5 + 10)       1:16 node pool, configuration
//     1:26 Deployment (also: the route, by the team: 5 + 10)  1:36 environment
//     1:46 image: HEALTHY   2:01 connections (5 + 10)         2:16 unpaused (5 + 10)
//     2:17 the first task of a minute has succeeded
namespace blackstart::tests {

using drill::Milestone;
using drill::Objective;
using drill::Outcome;
using drill::Status;
using drill::Verdict;

inline Outcome rehearse(sim::Setup setup, std::vector<Objective> objectives = {},
                        std::vector<drill::Expectation> expectations = {}) {
  drill::Scenario scenario = in_world({}, std::move(setup));
  scenario.objectives = std::move(objectives);
  scenario.expectations = std::move(expectations);
  return drill::run(scenario, 1, kStart);
}

inline Outcome rehearse(const SmallWorld& world, std::vector<Objective> objectives = {}) {
  return rehearse(world.setup(), std::move(objectives));
}

inline void add_fault(sim::Setup& setup, sim::RegionId region, recovery::Duration at,
                      recovery::Duration lasts) {
  setup.faults.push_back({.name = "fault " + std::to_string(setup.faults.size() + 1),
                          .kind = kind_named("region_outage"),
                          .target = region,
                          .begins = kStart + at,
                          .lasts = lasts});
}

inline void add_application_fault(sim::Setup& setup, recovery::Duration after,
                                  recovery::Duration lasts) {
  setup.faults.push_back({.name = "application",
                          .kind = kind_named("deployment_outage"),
                          .target = 0,
                          .domain = sim::Domain::deployment,
                          .begins = kStart + after,
                          .lasts = lasts});
}

// The small world with a twin of its cluster in west.
inline sim::Setup with_twin(const SmallWorld& world) {
  sim::Setup setup = world.setup();
  add_twin_to_recover_in(setup);
  return setup;
}

inline Objective rto(recovery::Duration limit, Milestone since = Milestone::fault) {
  Objective objective;
  objective.rto = limit;
  objective.since = since;
  return objective;
}

inline Objective rpo(const std::string& data_class, const std::string& disruption = "region") {
  Objective objective;
  objective.disruption = disruption;
  objective.rpo[data_class] = 15min;
  return objective;
}

inline drill::Expectation rta(drill::Bound::Kind kind, recovery::Duration limit,
                              Milestone since = Milestone::fault) {
  drill::Expectation expectation;
  expectation.measure = "rta";
  expectation.since = since;
  expectation.bounds = {{.kind = kind, .number = limit.count()}};
  return expectation;
}

inline std::string verdicts(const std::vector<drill::Judgement>& judgements) {
  std::string text;
  for (const drill::Judgement& each : judgements)
    text += (text.empty() ? "" : " ") + std::string(name_of(each.verdict));
  return text;
}

// "detected 1m, declared 6m, ..." since the fault; what did not come is left out.
inline std::string milestones(const Outcome& outcome) {
  std::string text;
  for (std::size_t i = 1; i < drill::kMilestones; ++i) {
    const auto rta = outcome.deployments.at(0).rta(static_cast<Milestone>(i));
    if (!rta) continue;
    text += (text.empty() ? "" : ", ") + std::string(name_of(static_cast<Milestone>(i))) + " " +
            drill::text_of(*rta);
  }
  return text;
}

// What the timeline says, a line each.
inline std::string story(const Outcome& outcome) {
  std::string text;
  for (const drill::TimelineEntry& entry : outcome.timeline) text += entry.what + "\n";
  return text;
}

// One line per stretch: what, how long, and what it waited for.
inline std::string path(const Outcome& outcome) {
  std::string text;
  for (const drill::CriticalStep& step : outcome.critical_path.steps) {
    text += step.step + " " + drill::text_of(step.finished - step.started) +
            (step.why.empty() ? "" : " (" + step.why + ")") + "\n";
  }
  return text;
}

inline std::string judged(const Outcome& outcome) {
  std::string text;
  for (const drill::Judgement& each : outcome.objectives)
    text += std::string(name_of(each.verdict)) + ": " + each.measured + "\n";
  return text;
}

inline Status status(const Outcome& outcome) { return outcome.deployments.at(0).status; }

// What was lost, a word for each class of it.
inline std::string lost(const Outcome& outcome) {
  if (outcome.ledger.empty()) return "nothing was there to be lost";
  std::string classes;
  for (const drill::LedgerRow& row : outcome.ledger)
    if (row.lost > 0) classes += std::string(name_of(row.data_class)) + " ";
  return classes;
}

}  // namespace blackstart::tests
