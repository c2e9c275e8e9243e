#include "recovery/mission.h"

#include <utility>

#include "recovery/check.h"

namespace blackstart::recovery {
namespace {

Duration expected_of(const Brief& brief, const Step& step) {
  const auto work = brief.expected.find(step.operation);
  const auto response = brief.responds.find(step.owner);
  return (work == brief.expected.end() ? Duration{} : work->second) +
         (response == brief.responds.end() ? Duration{} : response->second);
}

std::vector<Step> steps_of(const Brief& brief) {
  std::vector<Step> steps = brief.runbook;
  if (steps.empty() && brief.strategy != "runbook") {
    const Strategy* strategy = find_strategy(brief.strategy);
    check(strategy != nullptr, "a brief names a strategy that does not exist");
    steps = strategy->steps(brief.inventory, brief.move);
  }
  for (Step& step : steps) {
    if (step.expected == Duration{}) step.expected = expected_of(brief, step);
  }
  return steps;
}

Step probe_step(const Brief& brief, const std::string& vantage) {
  const Strategy* strategy = find_strategy(brief.strategy);
  Step step;
  step.operation = strategy == nullptr ? "region.probe" : strategy->probe;
  step.name = step.operation + " " + brief.move.from + " from " + vantage;
  step.target = "region:" + brief.move.from;
  step.with["from"] = vantage;
  step.timeout = brief.detection.probe_timeout;
  return step;
}

Step declaration_step(const Brief& brief) {
  Step step;
  step.name = "disaster.declare " + brief.move.from;
  step.operation = "disaster.declare";
  step.target = "region:" + brief.move.from;
  step.owner = brief.declared_by;
  step.expected = expected_of(brief, step);
  return step;
}

}  // namespace

MissionPlan::MissionPlan(Brief brief) : brief_(std::move(brief)), plan_(steps_of(brief_)) {
  for (const std::string& vantage : brief_.detection.from)
    standing_.push_back(probe_step(brief_, vantage));
  standing_.push_back(declaration_step(brief_));
}

const Step& MissionPlan::step(StepIndex index) const {
  const auto steps = plan_.steps();
  return index < steps.size() ? steps[index] : standing_[index - steps.size()];
}

bool MissionPlan::can_repeat() const {
  const Strategy* strategy = find_strategy(brief_.strategy);
  return strategy != nullptr && !strategy->leaves_region;
}

}  // namespace blackstart::recovery
