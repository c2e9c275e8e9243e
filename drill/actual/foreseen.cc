#include "drill/actual/foreseen.h"

#include <algorithm>

#include "drill/measure/deployments.h"
#include "drill/measure/evidence.h"

namespace blackstart::drill {
namespace {

// Calls visit(mission, step) for every step that a drill can name: probes go on all the time.
template <class Visit>
void for_each_step(const Scenario& scenario, Visit&& visit) {
  const auto& missions = scenario.setup->missions;
  for (std::uint32_t mission = 0; mission < missions.size(); ++mission) {
    for (recovery::StepIndex step = 0; step < missions[mission]->step_count(); ++step) {
      if (!missions[mission]->is_probe(step)) visit(mission, step);
    }
  }
}

std::optional<Span> span_of(const StepTrace& trace) {
  if (!trace.done) return std::nullopt;
  const auto began = trace.begun ? trace.begun : trace.asked;
  if (!began) return std::nullopt;
  return Span{*began, *trace.done};
}

// An attempt that was refused asks nobody, and whoever is busy begins later.
std::optional<Span> span_of_response(const StepTrace& trace) {
  if (!trace.begun || !trace.taken_on) return std::nullopt;
  return Span{*trace.taken_on, *trace.begun};
}

// A declaration is no step that is done: it ends when the disaster is declared.
std::optional<Span> span_of_declaration(const Alarm* alarm, const StepTrace& trace) {
  if (alarm == nullptr) return std::nullopt;
  const auto began = trace.begun ? trace.begun : trace.asked;
  return Span{began.value_or(*alarm->declared), *alarm->declared};
}

std::optional<Span> span_of_step(const sim::Simulation& simulation, const Evidence& evidence,
                                 const Foreseen& meant) {
  const StepTrace& trace = evidence.missions[meant.mission].steps[meant.step];
  if (meant.is_response) return span_of_response(trace);
  const auto declaration = simulation.setup().missions[meant.mission]->declaration();
  return meant.step == declaration
             ? span_of_declaration(answered_by(evidence, meant.mission), trace)
             : span_of(trace);
}

bool is_hit(const DeploymentOutcome& deployment) { return deployment.status != Status::unaffected; }

std::optional<Span> span_of(Milestone milestone,
                            const std::vector<DeploymentOutcome>& deployments) {
  std::optional<Span> span;
  for (const DeploymentOutcome& deployment : deployments) {
    if (!is_hit(deployment)) continue;
    const auto& fault = deployment.milestones()[Milestone::fault];
    const auto& reached = deployment.milestones()[milestone];
    if (!fault || !reached) return std::nullopt;
    if (!span) span = Span{*fault, *reached};
    span = Span{std::min(span->began, *fault), std::max(span->ended, *reached)};
  }
  return span;
}

}  // namespace

std::vector<std::string> names_of_steps(const Scenario& scenario) {
  std::vector<std::string> names;
  for_each_step(scenario, [&](std::uint32_t mission, recovery::StepIndex step) {
    names.push_back(scenario.setup->missions[mission]->step(step).name);
  });
  return names;
}

std::vector<std::string> names_of_declarations(const Scenario& scenario) {
  std::vector<std::string> names;
  for_each_step(scenario, [&](std::uint32_t mission, recovery::StepIndex step) {
    const recovery::MissionPlan& plan = *scenario.setup->missions[mission];
    if (plan.declaration() == step) names.push_back(plan.step(step).name);
  });
  return names;
}

std::optional<Foreseen> foreseen_as(const Scenario& scenario, const std::string& name) {
  std::optional<Foreseen> found;
  for_each_step(scenario, [&](std::uint32_t mission, recovery::StepIndex step) {
    const bool is_it = scenario.setup->missions[mission]->step(step).name == name;
    if (is_it && !found) found = Foreseen{.mission = mission, .step = step};
  });
  if (found) return found;
  const auto milestone = milestone_named(name);
  if (!milestone || milestone == Milestone::fault) return std::nullopt;
  return Foreseen{.milestone = milestone};
}

std::string person_asked(const Scenario& scenario, const Foreseen& meant) {
  if (meant.milestone) return {};
  return scenario.setup->missions[meant.mission]->step(meant.step).owner;
}

Seen seen_in(const sim::Simulation& simulation, const std::vector<Foreseen>& foreseen) {
  const Evidence evidence = gather(simulation);
  const auto deployments = measure_deployments(simulation, evidence);
  Seen seen{.was_hit = std::ranges::any_of(deployments, is_hit)};
  for (const Foreseen& meant : foreseen) {
    seen.spans.push_back(meant.milestone ? span_of(*meant.milestone, deployments)
                                         : span_of_step(simulation, evidence, meant));
  }
  return seen;
}

}  // namespace blackstart::drill
