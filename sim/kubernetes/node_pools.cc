#include "sim/kubernetes/node_pools.h"

#include <algorithm>

#include "sim/kubernetes/members.h"
#include "sim/kubernetes/nodes.h"
#include "sim/kubernetes/pods.h"
#include "sim/kubernetes/workers.h"
#include "sim/kubernetes/zones.h"

namespace blackstart::sim {
namespace {

std::uint32_t pods_of(const DeploymentSpec& spec) {
  std::uint32_t pods = 0;
  for (std::size_t role = 0; role < kPodRoles; ++role)
    pods += pods_wanted(spec, static_cast<PodRole>(role));
  return pods;
}

// Where a world does not say how many nodes a pool has, it has what its pods need.
std::uint32_t nodes_per_zone(const Setup& setup, const World& world, SiteId site,
                             std::uint32_t pool) {
  const NodePoolSpec& spec = cluster_spec(setup.world, world, site).node_pools[pool];
  if (spec.nodes > 0) return spec.nodes;
  const ClusterId cluster = world.sites[site].cluster;
  std::uint32_t pods = 0;
  for (const DeploymentSpec& each : setup.world.deployments) {
    const bool may_stand_here =
        each.cluster == cluster || setup.world.clusters[each.cluster].twin == cluster;
    if (!may_stand_here) continue;
    if (spec.runs != NodeRole::airflow) pods += workers_of(each);
    if (spec.runs != NodeRole::workers) pods += pods_of(each);
  }
  const std::uint32_t room = pods_on(setup.world, spec) * world.platform.sites[site].zones.count();
  return std::max<std::uint32_t>(1, (pods + room - 1) / room);
}

void add_nodes(const Setup& setup, World& world, const Node& node) {
  Node added = node;
  added.is_extra =
      world.sites[node.site].region != cluster_spec(setup.world, world, node.site).region;
  const std::uint32_t each = nodes_per_zone(setup, world, node.site, node.pool);
  const ZoneSet zones = world.platform.sites[node.site].zones;
  for (std::uint32_t i = 0; i < each; ++i) {
    for (const std::uint32_t zone : zones) {
      if (!takes_launches(setup.world, world, node.site, zone)) continue;
      added.zone = static_cast<std::uint8_t>(zone);
      add_node(world, added);
    }
  }
}

void want_nodes(const Setup& setup, World& world, SiteId site, std::uint32_t pool) {
  world.platform.sites[site].wanted[pool] =
      nodes_per_zone(setup, world, site, pool) * world.platform.sites[site].zones.count();
}

bool stands(const World& world, SiteId site, std::uint32_t pool) {
  return world.platform.sites[site].wanted[pool] > 0;
}

// The autoscaler launches nothing for a pool that does not stand: whatever is launching was
// ordered.
bool is_ordered(const World& world, SiteId site, std::uint32_t pool) {
  return !stands(world, site, pool) && count_nodes(world, site, [pool](const Node& node) {
                                         return node.pool == pool &&
                                                node.state == Node::State::launching;
                                       }) > 0;
}

template <class Becomes>
void end_order(World& world, SiteId site, std::uint32_t pool, Becomes&& becomes) {
  for_each_node(world, site, [&](std::uint32_t id) {
    Node& node = world.platform.nodes[id];
    if (node.pool == pool && node.state == Node::State::launching) node.state = becomes(node);
  });
}

template <class Counts>
std::uint32_t count_in_region(const WorldSpec& spec, const World& world, SiteId site,
                              std::string_view type, Counts&& counts) {
  std::uint32_t count = 0;
  for (const Node& node : world.platform.nodes) {
    if (node.state != Node::State::gone && counts(node) &&
        world.sites[node.site].region == world.sites[site].region &&
        pool_of(spec, world, node).type == type)
      ++count;
  }
  return count;
}

const RegionSpec& region_spec(const WorldSpec& spec, const World& world, SiteId site) {
  return spec.regions[world.sites[site].region];
}

// What the zone can still give, beyond what ran in it at the start; kNone: no end.
std::uint32_t capacity_left(const WorldSpec& spec, const World& world, SiteId site,
                            std::string_view type, std::uint32_t zone) {
  for (const CapacitySpec& capacity : region_spec(spec, world, site).capacities) {
    if (capacity.zone != zone || capacity.type != type) continue;
    const std::uint32_t taken = count_in_region(spec, world, site, type, [zone](const Node& node) {
      return node.is_extra && node.zone == zone;
    });
    return capacity.nodes - std::min(capacity.nodes, taken);
  }
  return kNone;
}

// What the account may still launch in the region; kNone: no end.
std::uint32_t quota_left(const WorldSpec& spec, const World& world, SiteId site,
                         std::string_view type) {
  for (const QuotaSpec& quota : region_spec(spec, world, site).quotas) {
    if (quota.type != type) continue;
    const std::uint32_t taken =
        count_in_region(spec, world, site, type, [](const Node&) { return true; });
    return quota.nodes - std::min(quota.nodes, taken);
  }
  return kNone;
}

// `each` nodes of one type in each of the zones, which all take launches.
struct Demand {
  std::string type;
  std::uint32_t each = 0;
  ZoneSet zones = {};
};

std::string wanted_and_left(const Demand& demand, std::uint32_t wanted, std::uint32_t left) {
  return std::to_string(wanted) + (wanted == 1 ? " node of " : " nodes of ") + demand.type +
         " wanted, " + std::to_string(left) + " left";
}

std::string what_is_short(const Setup& setup, const World& world, SiteId site,
                          const Demand& demand) {
  const RegionSpec& region = region_spec(setup.world, world, site);
  if (demand.zones.empty()) return "no zone of " + region.name + " takes launches";
  for (const std::uint32_t zone : demand.zones) {
    const std::uint32_t left = capacity_left(setup.world, world, site, demand.type, zone);
    if (left < demand.each)
      return "no capacity in " + region.zones[zone] + ": " +
             wanted_and_left(demand, demand.each, left);
  }
  const std::uint32_t wanted = demand.each * demand.zones.count();
  const std::uint32_t left = quota_left(setup.world, world, site, demand.type);
  return left >= wanted ? ""
                        : "quota of " + region.name + ": " + wanted_and_left(demand, wanted, left);
}

ZoneSet first_alone(ZoneSet zones) { return zones.empty() ? zones : ZoneSet{zones.first()}; }

ZoneSet zones_that_take_launches(const WorldSpec& spec, const World& world, SiteId site) {
  ZoneSet taking;
  for (const std::uint32_t zone : world.platform.sites[site].zones) {
    if (takes_launches(spec, world, site, zone)) taking.add(zone);
  }
  return taking;
}

// One row for each type, in the order of the pools.
std::vector<Demand> demands_of(const Setup& setup, const World& world, SiteId site,
                               std::uint64_t pools) {
  const auto& specs = cluster_spec(setup.world, world, site).node_pools;
  const ZoneSet zones = zones_that_take_launches(setup.world, world, site);
  std::vector<Demand> demands;
  for (std::uint32_t pool = 0; pool < specs.size(); ++pool) {
    if ((pools >> pool & 1) == 0 || is_ordered(world, site, pool)) continue;
    auto demand = std::ranges::find(demands, specs[pool].type, &Demand::type);
    if (demand == demands.end())
      demand = demands.insert(demands.end(), {.type = specs[pool].type, .zones = zones});
    demand->each += nodes_per_zone(setup, world, site, pool);
  }
  return demands;
}

}  // namespace

void build_node_pool(const Setup& setup, World& world, SiteId site, std::uint32_t pool) {
  if (stands(world, site, pool)) return;
  add_nodes(setup, world, {.state = Node::State::ready, .site = site, .pool = pool});
  want_nodes(setup, world, site, pool);
}

std::string what_is_short(const Setup& setup, const World& world, SiteId site,
                          std::uint64_t pools) {
  for (const Demand& demand : demands_of(setup, world, site, pools)) {
    std::string what = what_is_short(setup, world, site, demand);
    if (!what.empty()) return what;
  }
  return "";
}

std::string what_is_short(const Setup& setup, const World& world, SiteId site, std::uint32_t pool,
                          ZoneSet zones) {
  const ZoneSet open = zones_that_take_launches(setup.world, world, site);
  const ZoneSet taking = zones & open;
  if (taking.empty() && !open.empty())
    return "no zone of " + region_spec(setup.world, world, site).name +
           " where the pool may have more takes launches";
  return what_is_short(setup, world, site,
                       {.type = cluster_spec(setup.world, world, site).node_pools[pool].type,
                        .each = 1,
                        .zones = first_alone(taking)});
}

void order_node_pool(const Setup& setup, World& world, SiteId site, std::uint32_t pool) {
  if (stands(world, site, pool) || is_ordered(world, site, pool)) return;
  add_nodes(setup, world, {.site = site, .pool = pool});
}

void finish_node_pool(const Setup& setup, World& world, SiteId site, std::uint32_t pool) {
  if (stands(world, site, pool)) return;
  end_order(world, site, pool, [&](const Node& node) {
    const bool joins = zone_answers(setup.world, world, site, node.zone);
    return joins ? Node::State::ready : Node::State::gone;
  });
  want_nodes(setup, world, site, pool);
}

void give_up_node_pool(World& world, SiteId site, std::uint32_t pool) {
  if (stands(world, site, pool)) return;
  end_order(world, site, pool, [](const Node&) { return Node::State::gone; });
}

std::uint32_t launchable(const WorldSpec& spec, const World& world, SiteId site,
                         const NodePoolSpec& pool, std::uint32_t zone) {
  return std::min(capacity_left(spec, world, site, pool.type, zone),
                  quota_left(spec, world, site, pool.type));
}

}  // namespace blackstart::sim
