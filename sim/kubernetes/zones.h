#pragma once

#include <string_view>

#include "sim/stage.h"

// How a site's zones fare, by their index in its region.
namespace blackstart::sim {

ZoneId zone_id(const WorldSpec& spec, RegionId region, std::uint32_t zone);
// Whether the zone has power and can be talked to both ways.
bool zone_answers(const WorldSpec& spec, const World& world, SiteId site, std::uint32_t zone);
// Whether the zone answers, at its normal speed and with all its machines; a cluster that is down
// in it makes it no worse.
bool zone_is_well(const WorldSpec& spec, const World& world, SiteId site, std::uint32_t zone);
// Whether the zone has fared well for long enough that nobody takes it for one that flaps.
bool zone_is_trusted(const Stage& stage, SiteId site, std::uint32_t zone);
// Notes since when each has fared well; called whenever that may have changed.
void remember_ill_zones(Stage& stage, SiteId site);
// Whether a zone of the region is lost, so that everybody launches in the others.
bool region_is_short(const WorldSpec& spec, const World& world, RegionId region);

// The region's service of this name, one of kRegionalServices; kNone: the world has none.
ServiceId regional_service(const WorldSpec& spec, RegionId region, std::string_view name);
// Whether the control plane of the site's Kubernetes answers.
bool cluster_api_answers(const WorldSpec& spec, const World& world, SiteId site);

}  // namespace blackstart::sim
