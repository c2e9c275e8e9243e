#include "sim/kubernetes/nodes.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

#include "sim/fault/health.h"
#include "sim/kubernetes/luck.h"
#include "sim/kubernetes/members.h"
#include "sim/kubernetes/node_pools.h"
#include "sim/kubernetes/pods.h"
#include "sim/kubernetes/shift.h"
#include "sim/kubernetes/zones.h"

namespace blackstart::sim {
namespace {

using State = Node::State;

const PlatformProfile& profile(const Stage& stage) { return stage.setup.world.platform; }

// How many nodes of its pool and zone, of those that it was built with, come before the given end.
std::uint32_t count_beside(const World& world, const Node& node, std::size_t end) {
  std::uint32_t count = 0;
  for_each_node(world, node.site, [&](std::uint32_t id) {
    const Node& each = world.platform.nodes[id];
    const bool is_beside = each.pool == node.pool && each.zone == node.zone;
    if (id < end && has_always_been(each) && is_beside) ++count;
  });
  return count;
}

std::uint32_t share_of_nodes(double share, std::uint32_t nodes) {
  return static_cast<std::uint32_t>(share * nodes + 0.5);
}

// A partial loss takes the first ones of those that stood.
bool has_power(const Stage& stage, std::uint32_t id) {
  const Node& node = stage.world.platform.nodes[id];
  if (!stage.world.site_is_up(node.site)) return false;
  const RegionId region = stage.world.sites[node.site].region;
  const double running = zone_share_running(stage.setup.world, stage.world,
                                            zone_id(stage.setup.world, region, node.zone));
  if (running <= 0 || running >= 1 || node.is_extra) return running > 0;
  const std::uint32_t stood = count_beside(stage.world, node, kNone);
  return count_beside(stage.world, node, id) >= share_of_nodes(1 - running, stood);
}

void set_state(Node& node, State state) {
  node.state = state;
  ++node.generation;
}

void fall_silent(Stage& stage, std::uint32_t id) {
  Node& node = stage.world.platform.nodes[id];
  set_state(node, State::silent);
  node.is_unwatched = false;
  stage.schedule(stage.now + profile(stage).not_ready_after,
                 {.kind = EventKind::node_missed, .a = id, .b = node.generation});
}

void come_back(Stage& stage, std::uint32_t id) {
  Node& node = stage.world.platform.nodes[id];
  set_state(node, State::ready);
  node.is_unwatched = false;
  restart_pods(stage, id, node.lost_power);
  node.lost_power = false;
}

void start_evicting(Stage& stage, SiteId site, std::uint32_t zone) {
  SiteZone& state = stage.world.platform.sites[site].by_zone[zone];
  if (state.is_evicting) return;
  state.is_evicting = true;
  stage.schedule(std::max(stage.now, state.next_eviction),
                 {.kind = EventKind::eviction_turn, .a = site, .b = zone});
}

std::uint32_t next_to_evict(const World& world, SiteId site, std::uint32_t zone) {
  std::uint32_t next = kNone;
  for_each_node(world, site, [&](std::uint32_t id) {
    const Node& node = world.platform.nodes[id];
    if (next == kNone && node.zone == zone && node.state == State::not_ready) next = id;
  });
  return next;
}

// Nodes that stand, or that may come back before anybody gives them up.
bool is_counted_on(const Stage& stage, const Node& node) {
  if (is_shifted(stage.world, node.site, node.zone)) return false;
  return node.state != State::emptied && node.state != State::released && node.state != State::gone;
}

std::uint32_t counted_on(const Stage& stage, SiteId site, std::uint32_t pool, ZoneSet zones) {
  return count_nodes(stage.world, site, [&](const Node& node) {
    return node.pool == pool && zones.has(node.zone) && is_counted_on(stage, node);
  });
}

// Share of the launches that a zone and its region's control plane grant; fewer while everybody
// launches because another zone is lost.
double launches_granted(const WorldSpec& spec, const World& world, SiteId site,
                        std::uint32_t zone) {
  const RegionId region = world.sites[site].region;
  double granted = 1 - zone_launches_refused(spec, world, zone_id(spec, region, zone));
  const ServiceId compute = world.platform.sites[site].compute;
  if (compute != kNone) granted *= 1 - service_error_share(spec, world, compute);
  if (region_is_short(spec, world, region))
    granted *= 1 - spec.platform.launches_refused_percent / 100.0;
  return granted;
}

const NodePoolSpec& pool_spec(const Stage& stage, SiteId site, std::uint32_t pool) {
  return cluster_spec(stage.setup.world, stage.world, site).node_pools[pool];
}

// Where the autoscaler may want another node: it knows the pool's limit and what was shifted away
// from, not what the provider has left.
ZoneSet zones_to_ask(const Stage& stage, SiteId site, std::uint32_t pool) {
  ZoneSet zones;
  for (const std::uint32_t zone : stage.world.platform.sites[site].zones) {
    if (is_shifted(stage.world, site, zone)) continue;
    const std::uint32_t there = counted_on(stage, site, pool, {zone});
    if (there < pool_spec(stage, site, pool).nodes_max) zones.add(zone);
  }
  return zones;
}

// Of these the one with the fewest nodes of the pool that gives another one; kZonesMax: none does.
std::uint32_t zone_to_launch_in(const Stage& stage, SiteId site, std::uint32_t pool,
                                ZoneSet zones) {
  const NodePoolSpec& spec = pool_spec(stage, site, pool);
  std::uint32_t best = kZonesMax, fewest = kNone;
  for (const std::uint32_t zone : zones) {
    const std::uint32_t there = counted_on(stage, site, pool, {zone});
    if (there >= fewest || !takes_launches(stage.setup.world, stage.world, site, zone)) continue;
    if (launchable(stage.setup.world, stage.world, site, spec, zone) == 0) continue;
    best = zone;
    fewest = there;
  }
  return best;
}

bool is_refused(const Stage& stage, SiteId site, std::uint32_t zone) {
  if (zone == kZonesMax) return true;
  const double granted = launches_granted(stage.setup.world, stage.world, site, zone);
  if (granted >= 1) return false;
  const auto attempt = static_cast<std::uint32_t>(stage.world.platform.nodes.size());
  const auto since_start = static_cast<std::uint64_t>((stage.now - stage.setup.starts_at).count());
  return chance(stage, "launch.refused", site_name(stage, site) ^ since_start, attempt) >= granted;
}

Duration launch_time(const Stage& stage, std::uint32_t node, SiteId site) {
  const WorldSpec& spec = stage.setup.world;
  const RegionId region = stage.world.sites[site].region;
  const ServiceId compute = stage.world.platform.sites[site].compute;
  double factor = compute == kNone ? 1 : service_latency(spec, stage.world, compute);
  if (region_is_short(spec, stage.world, region)) factor *= profile(stage).launch_slowdown;
  return stretched(draw(stage, "node.start", site_name(stage, site), node), factor);
}

void launch(Stage& stage, SiteId site, std::uint32_t pool, std::uint32_t zone) {
  const auto id = static_cast<std::uint32_t>(stage.world.platform.nodes.size());
  add_node(stage.world,
           {.zone = static_cast<std::uint8_t>(zone), .is_extra = true, .site = site, .pool = pool});
  stage.record(Happening::node_launched, site, pool, zone, id);
  stage.schedule(stage.now + launch_time(stage, id, site),
                 {.kind = EventKind::node_joined, .a = id, .b = 0});
}

// Says what is missing, and why, once.
void miss(Stage& stage, SiteId site, std::uint32_t pool, std::uint32_t nodes,
          const std::string& why) {
  std::uint32_t& missing = stage.world.platform.sites[site].missing[pool];
  if (nodes > 0 && nodes != missing)
    stage.record(Happening::launch_refused, site, pool, nodes, stage.world.intern_reason(why));
  missing = nodes;
}

// Where a zone would give one, the launch was among those that are refused all the same.
std::string why_refused(const Stage& stage, SiteId site, std::uint32_t pool, ZoneSet zones,
                        std::uint32_t zone) {
  return zone == kZonesMax ? what_is_short(stage.setup, stage.world, site, pool, zones)
                           : "the provider refuses launches";
}

// One pool that is refused holds up no other.
void ask_again_later(Stage& stage, SiteId site, std::uint32_t pool) {
  const Instant again = stage.now + profile(stage).launch_retry;
  stage.world.platform.sites[site].launches_again[pool] = again;
  stage.schedule(again, {.kind = EventKind::autoscaler_looks, .a = site});
}

// Nodes that pods without a place still need beside those that are on their way.
std::uint32_t short_of(const Stage& stage, SiteId site, std::uint32_t pool) {
  if (pool != pool_for(stage.setup.world, stage.world, site, NodeRole::airflow)) return 0;
  const std::uint32_t launching = count_nodes(stage.world, site, [&](const Node& node) {
    return node.pool == pool && node.state == State::launching;
  });
  const std::uint32_t room = pods_on(stage.setup.world, pool_spec(stage, site, pool));
  const std::uint32_t needed = (count_pending(stage.world, site) + room - 1) / room;
  return needed - std::min(needed, launching);
}

// As many as it was built with, and more where pods wait for a place.
void keep_up_pool(Stage& stage, SiteId site, std::uint32_t pool) {
  const SitePlatform& platform = stage.world.platform.sites[site];
  std::uint32_t here = counted_on(stage, site, pool, platform.zones);
  const std::uint32_t wanted = std::max(platform.wanted[pool], here + short_of(stage, site, pool));
  std::string why;  // empty: it was refused a moment ago, and does not ask yet
  for (; here < wanted && stage.now >= platform.launches_again[pool]; ++here) {
    const ZoneSet zones = zones_to_ask(stage, site, pool);
    if (zones.empty()) {
      why = "no zone is left where the pool may have more";
      break;
    }
    const std::uint32_t zone = zone_to_launch_in(stage, site, pool, zones);
    if (is_refused(stage, site, zone)) {
      why = why_refused(stage, site, pool, zones, zone);
      ask_again_later(stage, site, pool);
      break;
    }
    launch(stage, site, pool, zone);
  }
  miss(stage, site, pool, wanted - std::min(wanted, here), why);
}

}  // namespace

bool is_open(const World& world, const Node& node) {
  return is_ready(node) && !is_shifted(world, node.site, node.zone);
}

const NodePoolSpec& pool_of(const WorldSpec& spec, const World& world, const Node& node) {
  return cluster_spec(spec, world, node.site).node_pools[node.pool];
}

std::uint32_t pods_on(const WorldSpec& spec, const NodePoolSpec& pool) {
  return pool.pods == 0 ? spec.platform.pods_per_node : pool.pods;
}

std::uint32_t pool_for(const WorldSpec& spec, const World& world, SiteId site, NodeRole role) {
  const auto& pools = cluster_spec(spec, world, site).node_pools;
  const auto& wanted = world.platform.sites[site].wanted;
  std::uint32_t fallback = kNone;
  for (std::uint32_t pool = 0; pool < pools.size(); ++pool) {
    if (wanted[pool] == 0) continue;
    if (pools[pool].runs == role) return pool;
    if (fallback == kNone) fallback = pool;
  }
  return fallback;
}

bool takes_launches(const WorldSpec& spec, const World& world, SiteId site, std::uint32_t zone) {
  return zone_answers(spec, world, site, zone) && !is_shifted(world, site, zone) &&
         launches_granted(spec, world, site, zone) > 0;
}

NodesTaken nodes_taken(const WorldSpec& spec, const World& world, const FaultSpec& fault) {
  std::map<std::tuple<SiteId, std::uint32_t, std::uint8_t>, std::uint32_t> stood;
  for (const Node& node : world.platform.nodes) {
    const RegionId region = world.sites[node.site].region;
    const bool is_meant = fault.domain == Domain::region
                              ? fault.target == region
                              : fault.target == zone_id(spec, region, node.zone);
    if (is_meant && !node.is_extra) ++stood[{node.site, node.pool, node.zone}];
  }
  NodesTaken nodes;
  for (const auto& [place, count] : stood) {
    nodes.taken += share_of_nodes(fault.share, count);
    nodes.most_beside = std::max(nodes.most_beside, count);
  }
  return nodes;
}

void renew_nodes(Stage& stage) {
  Platform& platform = stage.world.platform;
  for (std::uint32_t id = 0; id < platform.nodes.size(); ++id) {
    Node& node = platform.nodes[id];
    if (!follows_its_zone(node)) continue;
    const bool is_on = has_power(stage, id);
    const bool answers =
        is_on && zone_answers(stage.setup.world, stage.world, node.site, node.zone);
    node.lost_power = node.lost_power || !is_on;
    if (answers && !is_ready(node)) come_back(stage, id);
    const bool is_watched_again =
        node.is_unwatched && cluster_api_answers(stage.setup.world, stage.world, node.site);
    if (!answers && (is_ready(node) || is_watched_again)) fall_silent(stage, id);
    if (node.state == State::not_ready) start_evicting(stage, node.site, node.zone);
  }
}

// Without its control plane a cluster misses nobody; when that is back it waits the full time
// again.
void on_node_missed(Stage& stage, std::uint32_t id, std::uint32_t generation) {
  Node& node = stage.world.platform.nodes[id];
  if (node.generation != generation || node.state != State::silent) return;
  if (!cluster_api_answers(stage.setup.world, stage.world, node.site)) {
    node.is_unwatched = true;
    return;
  }
  node.state = State::not_ready;
  stage.record(Happening::node_not_ready, node.site, node.pool, node.zone, id);
  start_evicting(stage, node.site, node.zone);
}

std::optional<Duration> eviction_interval(const Stage& stage, SiteId site, std::uint32_t zone) {
  std::uint32_t nodes = 0, healthy = 0, nodes_here = 0, unhealthy_here = 0;
  for_each_node(stage.world, site, [&](std::uint32_t id) {
    const Node& node = stage.world.platform.nodes[id];
    if (!follows_its_zone(node)) return;
    ++nodes;
    if (!is_unhealthy(node)) ++healthy;
    if (node.zone != zone) return;
    ++nodes_here;
    if (is_unhealthy(node)) ++unhealthy_here;
  });
  const PlatformProfile& limits = profile(stage);
  if (healthy == 0 || !cluster_api_answers(stage.setup.world, stage.world, site))
    return std::nullopt;
  const bool is_partly_lost = unhealthy_here < nodes_here &&
                              unhealthy_here >= limits.unhealthy_nodes_min &&
                              100 * unhealthy_here >= limits.unhealthy_zone_percent * nodes_here;
  if (!is_partly_lost) return limits.eviction_interval;
  if (nodes <= limits.large_cluster_nodes) return std::nullopt;
  return limits.slow_eviction_interval;
}

void on_eviction_turn(Stage& stage, SiteId site, std::uint32_t zone) {
  SiteZone& state = stage.world.platform.sites[site].by_zone[zone];
  state.is_evicting = false;
  const auto interval = eviction_interval(stage, site, zone);
  const std::uint32_t id = next_to_evict(stage.world, site, zone);
  if (!interval || id == kNone) return;
  Node& node = stage.world.platform.nodes[id];
  node.state = State::tainted;
  state.next_eviction = stage.now + *interval;
  stage.schedule(stage.now + profile(stage).toleration,
                 {.kind = EventKind::toleration_over, .a = id, .b = node.generation});
  start_evicting(stage, site, zone);
}

void on_toleration_over(Stage& stage, std::uint32_t id, std::uint32_t generation) {
  Node& node = stage.world.platform.nodes[id];
  if (node.generation != generation || node.state != State::tainted) return;
  node.state = State::emptied;
  stage.record(Happening::node_evicted, node.site, node.pool, node.zone, id);
  evict_pods(stage, id);
}

void release_silent_nodes(Stage& stage, SiteId site) {
  for_each_node(stage.world, site, [&](std::uint32_t id) {
    Node& node = stage.world.platform.nodes[id];
    if (!follows_its_zone(node) || is_ready(node)) return;
    node.state = State::released;
    release_pods(stage, id);
  });
}

void on_node_joined(Stage& stage, std::uint32_t id, std::uint32_t generation) {
  Node& node = stage.world.platform.nodes[id];
  if (node.generation != generation || node.state != State::launching) return;
  if (!zone_answers(stage.setup.world, stage.world, node.site, node.zone)) {
    node.state = State::gone;
    return;
  }
  node.state = State::ready;
  stage.record(Happening::node_joined, node.site, node.pool, node.zone, id);
}

void keep_up_nodes(Stage& stage, SiteId site) {
  if (!cluster_api_answers(stage.setup.world, stage.world, site)) return;
  const auto pools = static_cast<std::uint32_t>(stage.world.platform.sites[site].wanted.size());
  for (std::uint32_t pool = 0; pool < pools; ++pool) keep_up_pool(stage, site, pool);
}

}  // namespace blackstart::sim
