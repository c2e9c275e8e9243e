#include "drill/measure/pending.h"

#include <algorithm>

#include "providers/mock/operations.h"
#include "sim/fault/fault.h"
#include "sim/fault/health.h"

namespace blackstart::drill {
namespace {

using recovery::MissionIndex;
using recovery::Phase;
using recovery::StepIndex;

const sim::Operation& operation_of(const recovery::Step& step) {
  const auto& known = mock::operations();
  const auto found = std::ranges::find(known, step.operation, &sim::Operation::name);
  recovery::check(found != known.end(), "a step that is bound has an operation");
  return *found;
}

// A verification is answered again and again and changes nothing that it looks at.
bool changes_the_world(const recovery::Step& step) {
  return operation_of(step).complete != nullptr;
}

// What is left of one mission.
class Rest {
 public:
  Rest(const sim::Simulation& simulation, const Evidence& evidence, MissionIndex index)
      : simulation_(simulation),
        mission_(simulation.engine().mission(index)),
        traces_(evidence.missions[index].steps),
        may_come_(mission_.step_count(), false) {}

  bool is_at_work() const {
    for (StepIndex step = 0; step < mission_.step_count(); ++step) {
      const bool is_decision = step == mission_.declaration();
      if (is_at_work(step) && (is_decision || changes_the_world(mission_.step(step)))) return true;
    }
    return false;
  }

  // Calls visit(step) for each step of the plan that may yet be done.
  template <class Visit>
  void for_each(bool may_anything_change, Visit&& visit) {
    for (const StepIndex step : mission_.plan().order()) {
      may_come_[step] = may_come(step, may_anything_change);
      if (may_come_[step]) visit(mission_.step(step));
    }
  }

  // Calls visit(step, what) for each step of the plan that is refused, and for those that need it.
  template <class Visit>
  void for_each_held_up(Visit&& visit) const {
    std::vector<std::string> by(mission_.step_count());
    for (const StepIndex step : mission_.plan().order()) {
      if (is_over(step)) continue;
      for (const StepIndex need : mission_.plan().needs(step)) {
        if (by[step].empty()) by[step] = by[need];
      }
      const StepTrace& trace = traces_[step];
      if (trace.is_waiting && trace.is_refused)
        by[step] = mission_.step(step).name + " waits: " + trace.refused_because;
      if (!by[step].empty()) visit(mission_.step(step), by[step]);
    }
  }

 private:
  bool is_over(StepIndex step) const {
    return traces_[step].done || traces_[step].failed || traces_[step].skipped;
  }
  bool is_at_work(StepIndex step) const {
    return traces_[step].asked && !traces_[step].is_waiting && !is_over(step);
  }

  bool may_come(StepIndex step, bool may_anything_change) const {
    const StepTrace& trace = traces_[step];
    if (is_over(step)) return false;
    if (trace.is_waiting) return may_anything_change || is_refused_by_chance(trace);
    return std::ranges::all_of(mission_.plan().needs(step), [this](StepIndex need) {
      return traces_[need].done || may_come_[need];
    });
  }

  bool is_refused_by_chance(const StepTrace& trace) const {
    return trace.refused_by != sim::kNone &&
           sim::service_error_share(simulation_.setup().world, simulation_.world(),
                                    trace.refused_by) < 1;
  }

  const sim::Simulation& simulation_;
  const recovery::MissionPlan& mission_;
  const std::vector<StepTrace>& traces_;
  std::vector<bool> may_come_;  // by step
};

bool is_under_way(Phase phase) { return phase == Phase::declaring || phase == Phase::recovering; }

}  // namespace

bool has_its_end_ahead(const sim::FaultSpec& fault, Instant now) {
  if (fault.begins > now) return false;
  const bool is_for_ever = fault.lasts == recovery::kForever;
  return is_for_ever ? sim::flaps(sim::faults()[fault.kind]) : fault.begins + fault.lasts > now;
}

Pending::Pending(const sim::Simulation& simulation, const Evidence& evidence)
    : world_(simulation.setup().world) {
  std::vector<Rest> rests;
  for (MissionIndex i = 0; i < simulation.engine().mission_count(); ++i) {
    if (is_under_way(simulation.engine().phase(i))) rests.emplace_back(simulation, evidence, i);
  }
  const bool may_anything_change =
      std::ranges::any_of(rests, [](const Rest& rest) { return rest.is_at_work(); }) ||
      std::ranges::any_of(simulation.setup().faults, [&](const sim::FaultSpec& fault) {
        return has_its_end_ahead(fault, simulation.now());
      });
  for (Rest& rest : rests) {
    rest.for_each(may_anything_change, [this](const recovery::Step& step) {
      steps_.push_back({.undoes = operation_of(step).undoes, .target = step.target});
    });
    rest.for_each_held_up([this](const recovery::Step& step, const std::string& by) {
      held_up_.push_back(
          {.undoes = operation_of(step).undoes, .target = step.target, .held_up_by = by});
    });
  }
}

bool Pending::is_undone_by(const Step& step, sim::Lack lack, sim::DeploymentId deployment) const {
  if (!step.undoes.has(lack)) return false;
  const sim::DeploymentSpec& spec = world_.deployments[deployment];
  const std::size_t colon = step.target.find(':');
  const std::string_view kind = step.target.substr(0, colon);
  const std::string_view name = step.target.substr(colon + 1);
  if (kind == "deployment") return name == spec.name;
  return kind == "region" || name.substr(0, name.find('/')) == world_.clusters[spec.cluster].name;
}

bool Pending::may_undo(sim::Lack lack, sim::DeploymentId deployment) const {
  return std::ranges::any_of(
      steps_, [&](const Step& step) { return is_undone_by(step, lack, deployment); });
}

std::string Pending::what_holds_up(sim::Lack lack, sim::DeploymentId deployment) const {
  const auto found = std::ranges::find_if(
      held_up_, [&](const Step& step) { return is_undone_by(step, lack, deployment); });
  return found == held_up_.end() ? "" : found->held_up_by;
}

}  // namespace blackstart::drill
