#include "sim/world/spec.h"

namespace blackstart::sim {

void add_zones_and_regional_services(WorldSpec& world) {
  for (RegionId id = 0; id < world.regions.size(); ++id) {
    const RegionSpec& region = world.regions[id];
    for (const std::string& zone : region.zones)
      world.zones.push_back({.name = zone, .region = id});
    for (const std::string_view service : kRegionalServices) {
      world.services.push_back(
          {.name = std::string(service) + "/" + region.name, .region = id, .is_regional = true});
    }
  }
}

}  // namespace blackstart::sim
