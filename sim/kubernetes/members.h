#pragma once

#include <span>

#include "sim/world/world.h"

// What belongs to one site or one Airflow, without a look at the rest of the fleet.
namespace blackstart::sim {

inline const ClusterSpec& cluster_spec(const WorldSpec& spec, const World& world, SiteId site) {
  return spec.clusters[world.sites[site].cluster];
}

// Calls visit(node) with the index of each node of the site, in the order they came.
template <class Visit>
void for_each_node(const World& world, SiteId site, Visit&& visit) {
  const Platform& platform = world.platform;
  for (std::uint32_t id = platform.sites[site].nodes.first; id != kNone;
       id = platform.nodes[id].next)
    visit(id);
}

template <class Wanted>
std::uint32_t count_nodes(const World& world, SiteId site, Wanted&& wanted) {
  std::uint32_t count = 0;
  for_each_node(world, site,
                [&](std::uint32_t id) { count += wanted(world.platform.nodes[id]) ? 1U : 0U; });
  return count;
}

inline void add_node(World& world, const Node& node) {
  Platform& platform = world.platform;
  platform.nodes.push_back(node);
  append<&Node::next>(platform.sites[node.site].nodes, platform.nodes,
                      static_cast<std::uint32_t>(platform.nodes.size() - 1));
}

template <class Visit>
void for_each_instance(const World& world, SiteId site, Visit&& visit) {
  for (InstanceId id = world.sites[site].instances.first; id != kNone;
       id = world.instances[id].next_on_site)
    visit(id);
}

inline std::span<const Pod> pods_of(const World& world, InstanceId instance) {
  const PodRange& range = world.platform.pods_of[instance];
  return std::span(world.platform.pods).subspan(range.first, range.count);
}

// Calls visit(pod) with the index of each pod of the site's Airflows.
template <class Visit>
void for_each_pod(const World& world, SiteId site, Visit&& visit) {
  for_each_instance(world, site, [&](InstanceId instance) {
    const PodRange range = world.platform.pods_of[instance];
    for (std::uint32_t i = 0; i < range.count; ++i) visit(range.first + i);
  });
}

}  // namespace blackstart::sim
