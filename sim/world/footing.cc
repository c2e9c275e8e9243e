#include "sim/world/footing.h"

#include "sim/stage.h"

namespace blackstart::sim {

Footing footing_of(const Setup& setup, const World& world, InstanceId id) {
  const Instance& instance = world.instances[id];
  const DeploymentSpec& spec = setup.world.deployments[instance.deployment];
  Footing footing{.schedulers = static_cast<std::uint8_t>(spec.scheduler_count)};
  if (world.site_is_up(instance.site) && !instance.is_discarded) return footing;
  footing.database = footing.api_server = false;
  footing.schedulers = 0;
  footing.live_zones = footing.launch_zones = footing.workers_max = 0;
  return footing;
}

void renew_footings(Stage& stage) {
  for (InstanceId id = 0; id < stage.world.instances.size(); ++id) {
    stage.world.footings[id] = footing_of(stage.setup, stage.world, id);
  }
}

}  // namespace blackstart::sim
