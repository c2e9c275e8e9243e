#include "sim/world/footing.h"

#include <algorithm>
#include <optional>

#include "sim/airflow/airflow.h"
#include "sim/fault/health.h"
#include "sim/kubernetes/database.h"
#include "sim/kubernetes/members.h"
#include "sim/kubernetes/pods.h"
#include "sim/kubernetes/shift.h"
#include "sim/kubernetes/workers.h"
#include "sim/kubernetes/zones.h"
#include "sim/stage.h"

namespace blackstart::sim {
namespace {

constexpr Footing kNowhere{.database = false,
                           .api_server = false,
                           .object_store = false,
                           .schedulers = 0,
                           .live_zones = {},
                           .launch_zones = {},
                           .workers_max = 0};

std::uint16_t in_hundredths(double factor) {
  return static_cast<std::uint16_t>(std::clamp(100 * factor + 0.5, 1.0, 65535.0));
}

// What waits for a disk or sends lost packets again is as slow as the slower of both.
double slowdown_of(const WorldSpec& spec, const World& world, ZoneId zone) {
  const double loss = zone_packet_loss(spec, world, zone);
  const double network = loss < 1 ? 1 / (1 - loss) : 1;
  return std::max(zone_slowdown(spec, world, zone), zone_disk_slowdown(spec, world, zone)) *
         network;
}

// Its database stays, and nobody is at it.
Footing asleep(const Footing& awake) {
  Footing footing = kNowhere;
  footing.database = awake.database;
  footing.object_store = awake.object_store;
  footing.slowdown = awake.slowdown;
  return footing;
}

ZoneSet without_shifted(const World& world, SiteId site, ZoneSet zones) {
  ZoneSet left;
  for (const std::uint32_t zone : zones) {
    if (!is_shifted(world, site, zone)) left.add(zone);
  }
  return left;
}

// Without its control plane a cluster starts nothing.
void place_workers(Footing& footing, const Setup& setup, const World& world, SiteId site) {
  const WorkerZones zones = zones_with_workers(setup, world, site);
  footing.live_zones = zones.live;
  footing.cordoned_zones = zones.cordoned;
  footing.cut_off_zones = zones.cut_off;
  const bool may_start = cluster_api_answers(setup.world, world, site);
  footing.launch_zones = may_start ? without_shifted(world, site, zones.live) : ZoneSet{};
  footing.bound_zones = without_shifted(world, site, zones.bound);
  footing.evicted_zones = zones.evicted;
}

// What a site offers all its Airflows alike.
struct Ground {
  Footing alike;
  WorkerRoom room;
};

Ground ground_of(const Setup& setup, const World& world, SiteId site) {
  Ground ground;
  Footing& footing = ground.alike;
  footing.database = database_serves(setup, world, site);
  footing.object_store = region_storage_is_readable(setup.world, world, world.sites[site].region);
  place_workers(footing, setup, world, site);
  for (const std::uint32_t zone : world.platform.sites[site].zones) {
    footing.slowdown[zone] = in_hundredths(
        slowdown_of(setup.world, world, zone_id(setup.world, world.sites[site].region, zone)));
  }
  ground.room = worker_room(setup, world, site);
  return ground;
}

Footing footing_on(const Ground& ground, const Setup& setup, const World& world, InstanceId id,
                   std::uint64_t wanted_before) {
  Footing footing = ground.alike;
  footing.database = footing.database && running(world, id, PodRole::pgbouncer) > 0;
  footing.api_server = running(world, id, PodRole::api_server) > 0;
  footing.schedulers = static_cast<std::uint8_t>(running(world, id, PodRole::scheduler));
  const DeploymentSpec& spec = setup.world.deployments[world.instances[id].deployment];
  footing.workers_max = part_of_room(ground.room, spec, wanted_before);
  return world.is_sleeping(id) ? asleep(footing) : footing;
}

// The footings of a site's Airflows, asked for in the order of the site. It is looked at when the
// first that is up asks.
class SiteFootings {
 public:
  SiteFootings(const Setup& setup, const World& world, SiteId site)
      : setup_(setup), world_(world), site_(site) {}

  Footing next(InstanceId id) {
    const bool is_up = !world_.instances[id].is_discarded && world_.instance_is_up(id);
    const Footing footing =
        is_up ? footing_on(ground(), setup_, world_, id, wanted_before_) : kNowhere;
    pass(id);
    return footing;
  }
  void pass(InstanceId id) { wanted_before_ += workers_wanted(setup_, world_, id); }

 private:
  const Ground& ground() {
    if (!ground_) ground_ = ground_of(setup_, world_, site_);
    return *ground_;
  }

  const Setup& setup_;
  const World& world_;
  SiteId site_;
  std::optional<Ground> ground_;
  std::uint64_t wanted_before_ = 0;
};

void renew(Stage& stage, InstanceId id, const Footing& after) {
  const Footing before = stage.world.footings[id];
  if (after == before) return;
  stage.world.footings[id] = after;
  if (!stage.world.instances[id].is_discarded) on_footing_change(stage, id, before, after);
}

}  // namespace

bool has_part(const Footing& footing, FootingPart part) {
  switch (part) {
    case FootingPart::scheduler:
      return footing.schedulers > 0;
    case FootingPart::api_server:
      return footing.api_server;
    case FootingPart::workers:
      return footing.workers_max > 0;
  }
  return false;
}

bool has_less(const Footing& now, const Footing& before) {
  return (before.database && !now.database) || (before.api_server && !now.api_server) ||
         now.schedulers < before.schedulers || !(before.live_zones - now.live_zones).empty() ||
         now.workers_max < before.workers_max;
}

Footing footing_of(const Setup& setup, const World& world, InstanceId id) {
  const SiteId site = world.instances[id].site;
  SiteFootings footings(setup, world, site);
  for (InstanceId before = world.sites[site].instances.first; before != id;
       before = world.instances[before].next_on_site)
    footings.pass(before);
  return footings.next(id);
}

std::vector<Footing> footings_of(const Setup& setup, const World& world) {
  std::vector<Footing> footings(world.instances.size());
  for (SiteId site = 0; site < world.sites.size(); ++site) {
    SiteFootings of_site(setup, world, site);
    for_each_instance(world, site, [&](InstanceId id) { footings[id] = of_site.next(id); });
  }
  return footings;
}

void renew_footings(Stage& stage) {
  const std::vector<Footing> after = footings_of(stage.setup, stage.world);
  for (InstanceId id = 0; id < after.size(); ++id) renew(stage, id, after[id]);
}

void renew_footings(Stage& stage, SiteId site) {
  SiteFootings footings(stage.setup, stage.world, site);
  for_each_instance(stage.world, site, [&](InstanceId id) { renew(stage, id, footings.next(id)); });
}

void renew_footing(Stage& stage, InstanceId id) {
  renew(stage, id, footing_of(stage.setup, stage.world, id));
}

}  // namespace blackstart::sim
