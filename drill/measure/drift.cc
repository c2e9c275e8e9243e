#include "drill/measure/drift.h"

namespace blackstart::drill {

std::vector<Drift> measure_drift(const sim::Simulation& simulation) {
  std::vector<Drift> drift;
  const sim::Setup& setup = simulation.setup();
  if (!setup.deploys_to_twins) return drift;
  simulation.history().for_each([&](const sim::Record& record) {
    if (record.what != sim::Happening::change_deployed || record.b != 0) return;
    const sim::DeploySpec& deploy = setup.deploys[record.a];
    drift.push_back({record.at, setup.world.deployments[deploy.deployment].name, deploy.change});
  });
  return drift;
}

}  // namespace blackstart::drill
