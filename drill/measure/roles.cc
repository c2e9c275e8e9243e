#include "drill/measure/roles.h"

#include <numeric>

#include "sim/world/hibernation.h"

namespace blackstart::drill {

using sim::Happening;

Roles::Roles(const sim::Simulation& simulation) : instances_(simulation.world().instances) {
  const sim::Setup& setup = simulation.setup();
  // Primaries are built first, in the order of their Deployments.
  primary_of_.resize(setup.world.deployments.size());
  std::iota(primary_of_.begin(), primary_of_.end(), sim::InstanceId{0});
  for (sim::DeploymentId id = 0; id < setup.world.deployments.size(); ++id) {
    if (sim::sleeps_at_start(setup.world.deployments[id], setup.starts_at)) asleep_.insert(id);
  }
}

void Roles::see(const sim::Record& record) {
  switch (record.what) {
    case Happening::primary_changed:
      primary_of_[record.a] = record.b;
      return;
    case Happening::instance_fenced:
      fenced_.insert(record.a);
      return;
    case Happening::deployment_sleeps:
      asleep_.insert(record.a);
      return;
    case Happening::deployment_wakes:
      asleep_.erase(record.a);
      return;
    default:
      return;
  }
}

}  // namespace blackstart::drill
