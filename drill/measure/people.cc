#include "drill/measure/people.h"

#include <algorithm>

#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

using Names = std::vector<std::string>;

// The Deployments that a step's dependents act on, in the order of the plan.
Names acted_on_after(const recovery::Plan& plan, recovery::StepIndex step) {
  std::vector<bool> depends(plan.steps().size(), false);
  depends[step] = true;
  Names deployments;
  for (const recovery::StepIndex each : plan.order()) {
    for (const recovery::StepIndex need : plan.needs(each))
      depends[each] = depends[each] || depends[need];
    const std::string& target = plan.steps()[each].target;
    if (!depends[each] || !target.starts_with("deployment:")) continue;
    add_once(deployments, target.substr(target.find(':') + 1));
  }
  return deployments;
}

// Without its callers nothing of it runs.
bool runs_on_request(const sim::DeploymentSpec& deployment) {
  return !deployment.dags.empty() &&
         std::ranges::all_of(deployment.dags, [](const sim::DagSpec& dag) {
           return dag.schedule.kind == sim::ScheduleSpec::Kind::external;
         });
}

Names needed_by(const sim::Simulation& simulation, const recovery::MissionPlan& mission,
                recovery::StepIndex step) {
  Names names;
  if (step >= mission.first_probe()) {
    for (const auto& deployment : mission.brief().inventory.deployments)
      names.push_back(deployment.name);
    return names;
  }
  names = acted_on_after(mission.plan(), step);
  const auto& deployments = simulation.setup().world.deployments;
  for (sim::DeploymentId id = 0; id < deployments.size(); ++id) {
    if (runs_on_request(deployments[id]) && leads_callers(simulation, mission, step, id))
      add_once(names, deployments[id].name);
  }
  return names;
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
           .needed_by = tells_who_waits ? needed_by(simulation, mission, i) : Names{},
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

bool leads_callers(const sim::Simulation& simulation, const recovery::MissionPlan& mission,
                   recovery::StepIndex step, sim::DeploymentId deployment) {
  const sim::Binding& binding = simulation.binding();
  const sim::BoundStep& bound = binding.steps_of(mission)[step];
  return binding.operation(bound).leads_callers &&
         bound.cluster == simulation.setup().world.deployments[deployment].cluster;
}

}  // namespace blackstart::drill
