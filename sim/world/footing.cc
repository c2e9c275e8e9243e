#include "sim/world/footing.h"

#include <algorithm>

#include "sim/airflow/airflow.h"

namespace blackstart::sim {
namespace {

std::uint32_t zones_of(const RegionSpec& region) {
  const std::size_t zones = std::clamp<std::size_t>(region.zones.size(), 1, kZonesMax);
  return (1u << zones) - 1;
}

constexpr Footing kNothing{.database = false,
                           .api_server = false,
                           .schedulers = 0,
                           .live_zones = 0,
                           .launch_zones = 0,
                           .workers_max = 0};

}  // namespace

Footing footing_of(const Setup& setup, const World& world, InstanceId id) {
  const Instance& instance = world.instances[id];
  if (!world.site_is_up(instance.site) || instance.is_discarded) return kNothing;
  const DeploymentSpec& spec = setup.world.deployments[instance.deployment];
  Footing footing;
  footing.schedulers = static_cast<std::uint8_t>(spec.scheduler_count);
  footing.live_zones = footing.launch_zones =
      zones_of(setup.world.regions[world.sites[instance.site].region]);
  return footing;
}

void renew_footings(Stage& stage) {
  for (InstanceId id = 0; id < stage.world.instances.size(); ++id) {
    const Footing before = stage.world.footings[id];
    const Footing after = footing_of(stage.setup, stage.world, id);
    if (after == before) continue;
    stage.world.footings[id] = after;
    if (!stage.world.instances[id].is_discarded) on_footing_change(stage, id, before, after);
  }
}

}  // namespace blackstart::sim
