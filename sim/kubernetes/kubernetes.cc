#include "sim/kubernetes/kubernetes.h"

#include <algorithm>

#include "recovery/check.h"
#include "sim/airflow/airflow.h"
#include "sim/airflow/backlog.h"
#include "sim/airflow/needs.h"
#include "sim/kubernetes/database.h"
#include "sim/kubernetes/members.h"
#include "sim/kubernetes/nodes.h"
#include "sim/kubernetes/pods.h"
#include "sim/kubernetes/shift.h"
#include "sim/kubernetes/workers.h"
#include "sim/kubernetes/zones.h"
#include "sim/world/footing.h"

namespace blackstart::sim {
namespace {

// A data plane has two zones on AWS, three elsewhere: astronomer/docs@0fd057ffa
// astro/resilience.md. Elsewhere than at home a cluster takes the region's first ones.
ZoneSet zones_of(const Setup& setup, const World& world, SiteId site) {
  const ClusterSpec& spec = cluster_spec(setup.world, world, site);
  ZoneSet zones;
  if (world.sites[site].region == spec.region && !spec.zones.empty()) {
    for (const std::uint32_t zone : spec.zones) zones.add(zone);
    return zones;
  }
  const std::size_t usual = setup.world.provider == "aws" ? 2 : 3;
  const auto there = setup.world.regions[world.sites[site].region].zones.size();
  for (std::uint32_t zone = 0; zone < std::min(usual, there); ++zone) zones.add(zone);
  return zones;
}

bool has_work_in(const World& world, InstanceId id, ZoneSet zones) {
  const Instance& instance = world.instances[id];
  const auto first = world.queues.begin() + instance.queues;
  const auto last = id + 1 < world.instances.size()
                        ? world.queues.begin() + world.instances[id + 1].queues
                        : world.queues.end();
  for (const std::uint32_t zone : zones) {
    const auto is_busy = [zone](const WorkerQueueState& queue) { return queue.busy[zone] > 0; };
    if (std::any_of(first, last, is_busy)) return true;
  }
  return false;
}

ZoneSet slower_zones(const Footing& now, const Footing& before) {
  ZoneSet zones;
  for (std::uint32_t zone = 0; zone < kZonesMax; ++zone)
    if (now.slowdown[zone] > before.slowdown[zone]) zones.add(zone);
  return zones;
}

// Nothing of it begins any more. One of two schedulers is not missed.
bool stops(const Footing& now, const Footing& before) {
  return (before.database && !now.database) || (before.api_server && !now.api_server) ||
         (before.schedulers > 0 && now.schedulers == 0) ||
         (before.workers_max > 0 && now.workers_max == 0);
}

// It stops, or what it is doing fails or becomes slower. Room that it does not use is not missed.
bool is_hit(const Stage& stage, InstanceId id, const Footing& now, const Footing& before,
            ZoneSet thinned) {
  const DeploymentSpec& spec = stage.setup.world.deployments[stage.world.instances[id].deployment];
  const bool needs_launches = spec.profile.executor == Executor::kubernetes;  // a pod for each task
  const ZoneSet lost = before.live_zones - now.live_zones;
  return stops(now, before) ||
         (needs_launches && !before.launch_zones.empty() && now.launch_zones.empty()) ||
         (before.object_store && !now.object_store && uses_object_store(spec)) ||
         has_work_in(stage.world, id, lost | thinned | slower_zones(now, before));
}

using NodesBySite = std::vector<WorkerNodes>;

NodesBySite worker_nodes(const Stage& stage) {
  NodesBySite nodes;
  for (SiteId site = 0; site < stage.world.platform.sites.size(); ++site)
    nodes.push_back(worker_nodes(stage.setup, stage.world, site));
  return nodes;
}

// By site: of one that is lost as a whole the footing tells.
std::vector<ZoneSet> thinned_zones(const Stage& stage, const NodesBySite& before) {
  const NodesBySite now = worker_nodes(stage);
  std::vector<ZoneSet> thinned;
  for (SiteId site = 0; site < before.size(); ++site)
    thinned.push_back(thinned_zones(now[site], before[site]));
  return thinned;
}

template <class Tell>
void tell_airflows(const Stage& stage, SiteId site, Tell&& tell) {
  for_each_instance(stage.world, site, [&](InstanceId id) {
    if (stage.world.instances[id].is_discarded) return;
    for (std::uint32_t zone = 0; zone < kZonesMax; ++zone) tell(id, zone);
  });
}

// What zones that stand have lost of their nodes.
void tell_of_losses(Stage& stage, SiteId site, ZoneSet thinned, const WorkerNodes& before) {
  if (thinned.empty()) return;
  const WorkerNodes now = worker_nodes(stage.setup, stage.world, site);
  tell_airflows(stage, site, [&](InstanceId id, std::uint32_t zone) {
    const std::uint32_t ready = before.ready[zone];
    if (thinned.has(zone)) lose_nodes(stage, id, zone, {ready - now.ready[zone], ready});
  });
}

// What became of nodes that were silent. A zone that comes back as a whole does so by its footing,
// but for those that it had lost before.
void tell_of_releases(Stage& stage, SiteId site, const WorkerNodes& before) {
  const WorkerNodes now = worker_nodes(stage.setup, stage.world, site);
  tell_airflows(stage, site, [&](InstanceId id, std::uint32_t zone) {
    const std::uint32_t were_off = before.bound[zone], are_off = now.bound[zone];
    const bool stood = before.ready[zone] > 0, is_back = now.ready[zone] > before.ready[zone];
    if (are_off >= were_off) return;
    const Share released{were_off - are_off, were_off};
    if (!is_back) return give_up_nodes(stage, id, zone, released);
    if (stood || are_off == 0) return_nodes(stage, id, zone, released);
  });
}

bool is_primary_at_work(const World& world, InstanceId id) {
  const Instance& instance = world.instances[id];
  return !instance.is_discarded && world.primary_of[instance.deployment] == id &&
         world.instance_is_up(id) && !world.is_sleeping(id);
}

bool goes_on(const Footing& now) { return now.database && now.schedulers > 0; }

void watch_for_success(Stage& stage, InstanceId id, const Footing& now) {
  await_success(stage, id);
  if (goes_on(now)) watch_backlog(stage, id);
}

// Whom the change befalls, before Airflow is told: once for each fault, what makes it worse.
void record_hits(Stage& stage, std::uint32_t fault, const std::vector<ZoneSet>& thinned) {
  const std::vector<Footing> footings = footings_of(stage.setup, stage.world);
  for (InstanceId id = 0; id < stage.world.instances.size(); ++id) {
    const Instance& instance = stage.world.instances[id];
    const Footing& now = footings[id];
    const bool is_any = is_primary_at_work(stage.world, id) &&
                        is_hit(stage, id, now, stage.world.footings[id], thinned[instance.site]);
    if (!is_any) continue;
    stage.record(Happening::deployment_hit, instance.deployment, fault, goes_on(now) ? 1 : 0);
    watch_for_success(stage, id, now);
  }
}

// Whom a recovery stops that moves what they stand on, before Airflow is told.
void record_taken_down(Stage& stage, SiteId site) {
  for_each_instance(stage.world, site, [&](InstanceId id) {
    if (!is_primary_at_work(stage.world, id)) return;
    const Footing now = footing_of(stage.setup, stage.world, id);
    if (!stops(now, stage.world.footings[id])) return;
    stage.record(Happening::taken_down, id, 0, goes_on(now) ? 1 : 0);
    watch_for_success(stage, id, now);
  });
}

// Nodes of the site are given up by the change.
template <class Change>
void give_up_by(Change&& change, Stage& stage, SiteId site) {
  const WorkerNodes before = worker_nodes(stage.setup, stage.world, site);
  change();
  reconcile(stage, site);
  tell_of_releases(stage, site, before);
}

void build_database(const Setup& setup, World& world, SiteId site) {
  const DatabaseSpec& spec = cluster_spec(setup.world, world, site).database;
  SitePlatform& platform = world.platform.sites[site];
  const bool is_home = world.sites[site].region == cluster_spec(setup.world, world, site).region;
  const std::uint32_t first = platform.zones.first();
  const std::uint32_t second = (platform.zones - ZoneSet{first}).first();
  DatabaseCopies& copies = platform.database;
  copies.primary = static_cast<std::uint8_t>(is_home ? spec.primary : first);
  copies.has_standby = spec.has_standby && platform.zones.count() > 1;
  copies.standby = kZonesMax;
  if (copies.has_standby)
    copies.standby = static_cast<std::uint8_t>(is_home ? spec.standby : second);
}

}  // namespace

void build_platform(const Setup& setup, World& world, SiteId site) {
  while (world.platform.sites.size() <= site) {
    const auto id = static_cast<SiteId>(world.platform.sites.size());
    SitePlatform& platform = world.platform.sites.emplace_back();
    platform.zones = zones_of(setup, world, id);
    platform.compute = regional_service(setup.world, world.sites[id].region, "compute");
    platform.kubernetes = regional_service(setup.world, world.sites[id].region, "kubernetes");
    platform.wanted.resize(cluster_spec(setup.world, world, id).node_pools.size());
    platform.missing.resize(platform.wanted.size());
    platform.launches_again.resize(platform.wanted.size(), Instant::min());
    build_database(setup, world, id);
  }
}

void reconcile(Stage& stage) {
  const auto sites = static_cast<SiteId>(stage.world.sites.size());
  for (SiteId site = 0; site < sites; ++site) keep_up_nodes(stage, site);
  for (SiteId site = 0; site < sites; ++site) place_pods(stage, site);
  renew_footings(stage);
}

void reconcile(Stage& stage, SiteId site) {
  keep_up_nodes(stage, site);
  place_pods(stage, site);
  renew_footings(stage, site);
}

void on_zones_change(Stage& stage, std::uint32_t fault) {
  for (SiteId site = 0; site < stage.world.platform.sites.size(); ++site) {
    remember_ill_zones(stage, site);
    end_shifts_that_leave_nothing(stage, site);
  }
  const NodesBySite before = worker_nodes(stage);
  renew_nodes(stage);
  renew_databases(stage);
  const std::vector<ZoneSet> thinned = thinned_zones(stage, before);
  record_hits(stage, fault, thinned);
  for (SiteId site = 0; site < before.size(); ++site)
    tell_of_losses(stage, site, thinned[site], before[site]);
  reconcile(stage);
  for (SiteId site = 0; site < before.size(); ++site) tell_of_releases(stage, site, before[site]);
}

void on_platform_event(Stage& stage, const Event& event) {
  const Platform& platform = stage.world.platform;
  switch (event.kind) {
    case EventKind::node_missed:
      return on_node_missed(stage, event.a, event.b);
    case EventKind::eviction_turn:
      return on_eviction_turn(stage, event.a, event.b);
    case EventKind::toleration_over:
      return give_up_by([&] { on_toleration_over(stage, event.a, event.b); }, stage,
                        platform.nodes[event.a].site);
    case EventKind::node_joined:
      on_node_joined(stage, event.a, event.b);
      // One that never joins leaves its region's capacity to any of its clusters.
      if (platform.nodes[event.a].state == Node::State::gone) return reconcile(stage);
      return reconcile(stage, platform.nodes[event.a].site);
    case EventKind::pod_started:
      on_pod_started(stage, event.a, event.b);
      return reconcile(stage, stage.world.instances[platform.pods[event.a].instance].site);
    case EventKind::database_promoted:
      on_database_promoted(stage, event.a, event.b);
      break;
    case EventKind::database_settled:
      on_database_settled(stage, event.a, event.b);
      break;
    case EventKind::standby_created:
      on_standby_created(stage, event.a, event);
      break;
    case EventKind::shift_ends:
      on_shift_over(stage, event.a, event.b);
      break;
    case EventKind::autoscaler_looks:
      break;
    default:
      recovery::check(false, "an event is none of the platform's");
  }
  reconcile(stage, event.a);
}

void shift_away(Stage& stage, SiteId site) {
  begin_shifts(stage, site);
  record_taken_down(stage, site);
  reconcile(stage, site);
}

void fail_over_database(Stage& stage, SiteId site) {
  promote_if_asked(stage, site);
  record_taken_down(stage, site);
  reconcile(stage, site);
}

void replace_stuck_pods(Stage& stage, SiteId site) {
  give_up_by([&] { release_silent_nodes(stage, site); }, stage, site);
}

}  // namespace blackstart::sim
