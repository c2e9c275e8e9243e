#pragma once

#include "sim/world/world.h"

// How each failure domain fares at this moment, derived from what is impaired. A zone fares no
// better than its region.
namespace blackstart::sim {

struct FaultSpec;

enum class Direction : std::uint8_t { inbound, outbound };

bool zone_has_power(const WorldSpec& spec, const World& world, ZoneId zone);
// Share of the zone's machines that run: 0 without power.
double zone_share_running(const WorldSpec& spec, const World& world, ZoneId zone);
// Whether the zone can be talked to in that direction; without power it cannot.
bool zone_is_reachable(const WorldSpec& spec, const World& world, ZoneId zone, Direction direction);
bool zone_is_reachable(const WorldSpec& spec, const World& world, ZoneId zone);  // both ways
// How many times longer work and disks take there. Lost packets are sent again: what takes one
// sending without loss takes 1 / (1 - loss) on average.
double zone_slowdown(const WorldSpec& spec, const World& world, ZoneId zone);
double zone_disk_slowdown(const WorldSpec& spec, const World& world, ZoneId zone);
double zone_packet_loss(const WorldSpec& spec, const World& world, ZoneId zone);
// Share of launches that are refused there; 1 without power.
double zone_launches_refused(const WorldSpec& spec, const World& world, ZoneId zone);
// Whether what only this zone held is gone for ever.
bool zone_is_destroyed(const WorldSpec& spec, const World& world, ZoneId zone);

// Whether the region stands and at least one of its zones can be talked to.
bool region_answers(const WorldSpec& spec, const World& world, RegionId region);
bool region_storage_is_readable(const WorldSpec& spec, const World& world, RegionId region);

// Whether the impairment is about all of the site, or of the instance. A zone's is about a part.
bool befalls_site(const World& world, const Impairment& impairment, SiteId site);
bool befalls_instance(const World& world, const Impairment& impairment, InstanceId instance);

// Share of a service's calls that are refused, and how many times longer it takes.
double service_error_share(const WorldSpec& spec, const World& world, ServiceId service);
// Whether the fault, while it is on, adds to that share.
bool refuses_calls(const WorldSpec& spec, const FaultSpec& fault, ServiceId service);
double service_latency(const WorldSpec& spec, const World& world, ServiceId service);

// What monitors in a region report of whatever they look at.
enum class Sight : std::uint8_t { true_to_life, alarmed, silent };
Sight sight_from(const WorldSpec& spec, const World& world, RegionId vantage);

}  // namespace blackstart::sim
