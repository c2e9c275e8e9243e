#include "sim/fault/health.h"

#include <algorithm>

#include "sim/fault/fault.h"

namespace blackstart::sim {
namespace {

double share(const WorldSpec& spec, const World& world, Facet facet, ZoneId zone) {
  const double here = world.impairments.share(facet, Domain::zone, zone);
  const double around = world.impairments.share(facet, Domain::region, spec.zones[zone].region);
  return 1 - (1 - here) * (1 - around);
}

double factor(const WorldSpec& spec, const World& world, Facet facet, ZoneId zone) {
  return world.impairments.factor(facet, Domain::zone, zone) *
         world.impairments.factor(facet, Domain::region, spec.zones[zone].region);
}

// Every zone of it is off, one by one: nothing of it is left, control planes and buckets included.
bool is_dark(const WorldSpec& spec, const World& world, RegionId region) {
  if (!world.impairments.is_any(Facet::power, Domain::zone)) return false;
  bool has_zones = false;
  for (ZoneId zone = 0; zone < spec.zones.size(); ++zone) {
    if (spec.zones[zone].region != region) continue;
    if (!world.impairments.is_total(Facet::power, Domain::zone, zone)) return false;
    has_zones = true;
  }
  return has_zones;
}

double share_of_region(const WorldSpec& spec, const World& world, Facet facet, RegionId region) {
  if (is_dark(spec, world, region)) return 1;
  return world.impairments.share(facet, Domain::region, region);
}

// Where a service's own share and that of its home meet.
Facet facet_of_home(const ServiceSpec& service) {
  return service.is_regional ? Facet::changes : Facet::hosted_services;
}

}  // namespace

bool zone_has_power(const WorldSpec& spec, const World& world, ZoneId zone) {
  return share(spec, world, Facet::power, zone) < 1;
}

double zone_share_running(const WorldSpec& spec, const World& world, ZoneId zone) {
  return 1 - share(spec, world, Facet::power, zone);
}

bool zone_is_reachable(const WorldSpec& spec, const World& world, ZoneId zone,
                       Direction direction) {
  const Facet facet = direction == Direction::inbound ? Facet::inbound : Facet::outbound;
  return zone_has_power(spec, world, zone) && share(spec, world, facet, zone) < 1 &&
         zone_packet_loss(spec, world, zone) < 1;
}

bool zone_is_reachable(const WorldSpec& spec, const World& world, ZoneId zone) {
  return zone_is_reachable(spec, world, zone, Direction::inbound) &&
         zone_is_reachable(spec, world, zone, Direction::outbound);
}

double zone_slowdown(const WorldSpec& spec, const World& world, ZoneId zone) {
  return factor(spec, world, Facet::compute, zone);
}

double zone_disk_slowdown(const WorldSpec& spec, const World& world, ZoneId zone) {
  return factor(spec, world, Facet::disks, zone);
}

double zone_packet_loss(const WorldSpec& spec, const World& world, ZoneId zone) {
  return share(spec, world, Facet::packets, zone);
}

double zone_launches_refused(const WorldSpec& spec, const World& world, ZoneId zone) {
  if (!zone_has_power(spec, world, zone)) return 1;
  return share(spec, world, Facet::launches, zone);
}

bool zone_is_destroyed(const WorldSpec& spec, const World& world, ZoneId zone) {
  return share(spec, world, Facet::data, zone) >= 1;
}

bool region_answers(const WorldSpec& spec, const World& world, RegionId region) {
  if (!world.region_is_up(region)) return false;
  bool has_zones = false;
  for (ZoneId zone = 0; zone < spec.zones.size(); ++zone) {
    if (spec.zones[zone].region != region) continue;
    if (zone_is_reachable(spec, world, zone)) return true;
    has_zones = true;
  }
  return !has_zones;
}

bool region_storage_is_readable(const WorldSpec& spec, const World& world, RegionId region) {
  return share_of_region(spec, world, Facet::storage, region) < 1;
}

bool befalls_site(const World& world, const Impairment& impairment, SiteId site) {
  return (impairment.domain == Domain::region && impairment.id == world.sites[site].region) ||
         (impairment.domain == Domain::site && impairment.id == site);
}

bool befalls_instance(const World& world, const Impairment& impairment, InstanceId instance) {
  const Instance& of = world.instances[instance];
  return befalls_site(world, impairment, of.site) ||
         (impairment.domain == Domain::deployment && impairment.id == of.deployment);
}

double service_error_share(const WorldSpec& spec, const World& world, ServiceId service) {
  const ServiceSpec& of = spec.services[service];
  const double own = world.impairments.share(Facet::changes, Domain::service, service);
  if (of.region == kNone) return own;
  const double home = share_of_region(spec, world, facet_of_home(of), of.region);
  return 1 - (1 - own) * (1 - home);
}

bool refuses_calls(const WorldSpec& spec, const FaultSpec& fault, ServiceId service) {
  const ServiceSpec& of = spec.services[service];
  const auto refuses = [&](const Effect& effect) {
    if (effect.takes_place != nullptr && !effect.takes_place(fault)) return false;
    const bool goes_dark = effect.facet == Facet::power && effect.magnitude == nullptr;
    switch (fault.domain) {
      case Domain::service:
        return fault.target == service && effect.facet == Facet::changes;
      case Domain::region:
        return fault.target == of.region && (effect.facet == facet_of_home(of) || goes_dark);
      case Domain::zone:
        return goes_dark && spec.zones[fault.target].region == of.region;
      default:
        return false;
    }
  };
  return std::ranges::any_of(faults()[fault.kind].impairs, refuses);
}

double service_latency(const WorldSpec& spec, const World& world, ServiceId service) {
  const ServiceSpec& of = spec.services[service];
  const double own = world.impairments.factor(Facet::latency, Domain::service, service);
  if (!of.is_regional) return own;
  return own * world.impairments.factor(Facet::latency, Domain::region, of.region);
}

Sight sight_from(const WorldSpec& spec, const World& world, RegionId vantage) {
  const auto sees = [&](Facet facet) {
    return std::ranges::any_of(world.impairments.active(), [&](const Impairment& each) {
      if (each.facet != facet || each.magnitude < 1) return false;
      return each.domain == Domain::region
                 ? each.id == vantage
                 : each.domain == Domain::service && spec.services[each.id].name == kMonitoring;
    });
  };
  if (!world.region_is_up(vantage) || sees(Facet::silence)) return Sight::silent;
  return sees(Facet::alarms) ? Sight::alarmed : Sight::true_to_life;
}

}  // namespace blackstart::sim
