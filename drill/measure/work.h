#pragma once

#include "drill/outcome.h"
#include "sim/simulation.h"

namespace blackstart::drill {

// A run that is created later than this after its interval was due is late: an assumption, far
// above the seconds that a scheduler in good health takes.
inline constexpr Duration kLateAfter = std::chrono::minutes(5);

// What became of every DAG's work: fills in DagOutcome::work. Intervals due before the run began
// count as run, except those of paused DAGs.
void measure_work(const sim::Simulation& simulation, std::vector<DeploymentOutcome>& deployments);

// What became of the work that is chosen: `chosen(deployment, dag)`.
template <class Chosen>
WorkCounts work_of(const Outcome& outcome, Chosen&& chosen) {
  WorkCounts sum;
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    for (const DagOutcome& dag : deployment.dags) {
      if (chosen(deployment, dag)) sum += dag.work;
    }
  }
  return sum;
}
WorkCounts work_of(const DeploymentOutcome& deployment);

// The time that people spent at work, not counting how long they took to respond.
Duration operator_time(const Outcome& outcome);

}  // namespace blackstart::drill
