#include "drill/measure/people.h"

#include <algorithm>

namespace blackstart::drill {
namespace {

using Names = std::vector<std::string>;

// The Deployments that a step's dependents act on, in the order of the plan.
Names needed_by(const recovery::Plan& plan, recovery::StepIndex step) {
  std::vector<bool> depends(plan.steps().size(), false);
  depends[step] = true;
  Names deployments;
  for (const recovery::StepIndex each : plan.order()) {
    for (const recovery::StepIndex need : plan.needs(each))
      depends[each] = depends[each] || depends[need];
    const std::string& target = plan.steps()[each].target;
    if (!depends[each] || !target.starts_with("deployment:")) continue;
    const std::string name = target.substr(target.find(':') + 1);
    if (std::ranges::find(deployments, name) == deployments.end()) deployments.push_back(name);
  }
  return deployments;
}

Names needed_by(const recovery::MissionPlan& mission, recovery::StepIndex step) {
  if (step < mission.first_probe()) return needed_by(mission.plan(), step);
  Names all;
  for (const auto& deployment : mission.brief().inventory.deployments)
    all.push_back(deployment.name);
  return all;
}

}  // namespace

std::vector<ManualStep> measure_manual_steps(const sim::Simulation& simulation,
                                             const Evidence& evidence, bool tells_who_waits) {
  std::vector<ManualStep> steps;
  for (recovery::MissionIndex m = 0; m < evidence.missions.size(); ++m) {
    const recovery::MissionPlan& mission = simulation.engine().mission(m);
    for (recovery::StepIndex i = 0; i < mission.step_count(); ++i) {
      const recovery::Step& step = mission.step(i);
      const StepTrace& trace = evidence.missions[m].steps[i];
      if (step.owner.empty() || !trace.asked) continue;
      const bool has_begun = trace.begun && *trace.begun <= simulation.now();
      steps.push_back(
          {.step = step.name,
           .operation = step.operation,
           .target = step.target,
           .owner = step.owner,
           .needed_by = tells_who_waits ? needed_by(mission, i) : Names{},
           .asked = *trace.asked,
           .begun = has_begun ? trace.begun : std::nullopt,
           .finished = trace.done_at(),
           .worked = trace.worked + (trace.is_at_work && has_begun ? simulation.now() - *trace.begun
                                                                   : Duration{})});
    }
  }
  std::ranges::stable_sort(steps, {}, &ManualStep::asked);
  return steps;
}

}  // namespace blackstart::drill
