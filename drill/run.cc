#include "drill/judge.h"
#include "drill/measure/critical_path.h"
#include "drill/measure/deployments.h"
#include "drill/measure/ledger.h"
#include "drill/measure/people.h"
#include "drill/measure/timeline.h"
#include "drill/outcome.h"
#include "providers/mock/operations.h"

namespace blackstart::drill {
namespace {

// What a reader might expect and this version does not do. A row goes when the model learns it.
const std::vector<std::string> kNotModelled = {
    "Airflow's scheduler: runs follow their schedules at once; catch-up, pools, retries and zombies are not simulated",
    "backlog_drained: the backlog after recovery is not followed",
    "availability zones failing by themselves, gray failures, flapping",
    "capacity and quota of the surviving region",
    "the vendor's and the cloud's own load when everybody fails over at once",
    "failback, and an old primary that comes back unfenced",
};

}  // namespace

Outcome run(const Scenario& scenario, std::uint64_t seed, Instant today) {
  const auto binding = std::make_shared<const sim::Binding>(scenario.setup, mock::operations());
  sim::Simulation simulation(binding, seed);
  simulation.run_until(scenario.setup->ends_at);
  const Evidence evidence = gather(simulation);
  Outcome outcome{.file = scenario.file.generic_string(),
                  .title = scenario.title,
                  .strategy = scenario.strategy,
                  .seed = seed,
                  .digest = simulation.digest(),
                  .events = simulation.events(),
                  .starts_at = scenario.setup->starts_at,
                  .ends_at = scenario.setup->ends_at,
                  .objectives = {},
                  .expectations = {},
                  .deployments = measure_deployments(simulation, evidence),
                  .ledger = measure_ledger(simulation),
                  .manual_steps = measure_manual_steps(simulation, evidence),
                  .critical_path = {},
                  .assumptions = {},
                  .timeline = tell_timeline(simulation),
                  .not_modelled = kNotModelled};
  outcome.critical_path = measure_critical_path(simulation, evidence, outcome.deployments);
  outcome.assumptions = measure_assumptions(simulation, evidence, outcome.critical_path);
  judge(scenario, today, outcome);
  return outcome;
}

}  // namespace blackstart::drill
