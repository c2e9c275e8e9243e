#include "drill/judge.h"

#include "drill/acceptance.h"
#include "drill/judge_expectation.h"
#include "drill/judge_objective.h"

namespace blackstart::drill {

void judge(const Scenario& scenario, Instant today, const Observations& observed,
           Outcome& outcome) {
  for (const Objective& objective : scenario.objectives) {
    outcome.objectives.push_back(judge_objective(objective, outcome));
  }
  for (const Expectation& expectation : scenario.expectations) {
    const Outcome& seen = expectation.when ? observed.at(*expectation.when) : outcome;
    outcome.expectations.push_back(judge_expectation(expectation, seen));
  }
  accept(scenario.accepted, today, outcome.objectives, outcome.expectations);
}

}  // namespace blackstart::drill
