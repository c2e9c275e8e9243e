#include "sim/kubernetes/zones.h"

#include <string>

#include "sim/fault/health.h"

namespace blackstart::sim {

ZoneId zone_id(const WorldSpec& spec, RegionId region, std::uint32_t zone) {
  ZoneId first = 0;
  for (RegionId id = 0; id < region; ++id)
    first += static_cast<ZoneId>(spec.regions[id].zones.size());
  return first + zone;
}

bool zone_answers(const WorldSpec& spec, const World& world, SiteId site, std::uint32_t zone) {
  return world.site_is_up(site) &&
         zone_is_reachable(spec, world, zone_id(spec, world.sites[site].region, zone));
}

bool zone_is_well(const WorldSpec& spec, const World& world, SiteId site, std::uint32_t zone) {
  const ZoneId id = zone_id(spec, world.sites[site].region, zone);
  return zone_is_reachable(spec, world, id) && zone_share_running(spec, world, id) == 1 &&
         zone_slowdown(spec, world, id) <= 1 && zone_disk_slowdown(spec, world, id) <= 1 &&
         zone_packet_loss(spec, world, id) == 0;
}

bool zone_is_trusted(const Stage& stage, SiteId site, std::uint32_t zone) {
  const Instant ill_until = stage.world.platform.sites[site].by_zone[zone].ill_until;
  return zone_is_well(stage.setup.world, stage.world, site, zone) &&
         ill_until + stage.setup.world.platform.trusted_after <= stage.now;
}

void remember_ill_zones(Stage& stage, SiteId site) {
  SitePlatform& platform = stage.world.platform.sites[site];
  for (const std::uint32_t zone : platform.zones) {
    Instant& ill_until = platform.by_zone[zone].ill_until;
    if (!zone_is_well(stage.setup.world, stage.world, site, zone))
      ill_until = Instant::max();
    else if (ill_until == Instant::max())
      ill_until = stage.now;
  }
}

bool region_is_short(const WorldSpec& spec, const World& world, RegionId region) {
  for (std::uint32_t zone = 0; zone < spec.regions[region].zones.size(); ++zone) {
    if (!zone_is_reachable(spec, world, zone_id(spec, region, zone))) return true;
  }
  return false;
}

ServiceId regional_service(const WorldSpec& spec, RegionId region, std::string_view name) {
  for (ServiceId id = 0; id < spec.services.size(); ++id) {
    const ServiceSpec& service = spec.services[id];
    if (service.is_regional && service.region == region && service.name.starts_with(name))
      return id;
  }
  return kNone;
}

bool cluster_api_answers(const WorldSpec& spec, const World& world, SiteId site) {
  const ServiceId api = world.platform.sites[site].kubernetes;
  return world.site_is_up(site) && (api == kNone || service_error_share(spec, world, api) < 1);
}

}  // namespace blackstart::sim
