#include "drill/measure/people.h"

#include <algorithm>

namespace blackstart::drill {

std::vector<ManualStep> measure_manual_steps(const sim::Simulation& simulation, const Evidence& evidence) {
  std::vector<ManualStep> steps;
  for (std::size_t m = 0; m < evidence.missions.size(); ++m) {
    const recovery::MissionPlan& mission = *simulation.setup().missions[m];
    for (recovery::StepIndex i = 0; i < mission.step_count(); ++i) {
      const recovery::Step& step = mission.step(i);
      const StepTrace& trace = evidence.missions[m].steps[i];
      if (step.owner.empty() || !trace.asked) continue;
      steps.push_back({.step = step.name,
                       .operation = step.operation,
                       .target = step.target,
                       .owner = step.owner,
                       .asked = *trace.asked,
                       .begun = trace.begun,
                       .finished = trace.done});
    }
  }
  std::ranges::stable_sort(steps, {}, &ManualStep::asked);
  return steps;
}

}  // namespace blackstart::drill
