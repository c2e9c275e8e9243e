#include "sim/kubernetes/workers.h"

#include <algorithm>

#include "sim/kubernetes/members.h"
#include "sim/kubernetes/nodes.h"
#include "sim/setup.h"

namespace blackstart::sim {
namespace {

// It does not answer, and its pods are still its own.
bool holds_on(const Node& node) {
  return node.state == Node::State::silent || node.state == Node::State::not_ready ||
         node.state == Node::State::tainted;
}

bool is_given_up(const Node& node) {
  return node.state == Node::State::emptied || node.state == Node::State::released;
}

// Workers whose volume is in a zone that does not answer, or that was left: nobody starts them
// elsewhere.
bool binds_workers(const World& world, const Node& node) {
  return has_always_been(node) && !is_open(world, node) && node.state != Node::State::released;
}

}  // namespace

std::uint32_t workers_of(const DeploymentSpec& spec) {
  std::uint32_t workers = 0;
  for (const WorkerQueueSpec& queue : spec.worker_queues) workers += queue.workers_max;
  return workers;
}

std::uint32_t workers_wanted(const Setup& setup, const World& world, InstanceId id) {
  const Instance& instance = world.instances[id];
  return instance.is_discarded ? 0 : workers_of(setup.world.deployments[instance.deployment]);
}

WorkerZones zones_with_workers(const Setup& setup, const World& world, SiteId site) {
  const std::uint32_t pool = pool_for(setup.world, world, site, NodeRole::workers);
  WorkerZones zones;
  ZoneSet powered, given_up;
  for_each_node(world, site, [&](std::uint32_t id) {
    const Node& node = world.platform.nodes[id];
    if (node.pool != pool) return;
    if (is_open(world, node)) zones.live.add(node.zone);
    if (is_ready(node)) zones.cordoned.add(node.zone);
    if (holds_on(node)) zones.bound.add(node.zone);
    if (is_given_up(node)) given_up.add(node.zone);
    if (follows_its_zone(node) && !node.lost_power) powered.add(node.zone);
  });
  zones.cordoned = zones.cordoned - zones.live;
  const ZoneSet answering = zones.live | zones.cordoned;
  zones.bound = zones.bound - answering;
  zones.evicted = given_up - (answering | zones.bound);
  zones.cut_off = (zones.bound | zones.evicted) & powered;
  return zones;
}

WorkerNodes worker_nodes(const Setup& setup, const World& world, SiteId site) {
  const std::uint32_t pool = pool_for(setup.world, world, site, NodeRole::workers);
  WorkerNodes nodes;
  for_each_node(world, site, [&](std::uint32_t id) {
    const Node& node = world.platform.nodes[id];
    if (node.pool != pool) return;
    if (is_ready(node)) ++nodes.ready[node.zone];
    if (holds_on(node)) ++nodes.bound[node.zone];
  });
  return nodes;
}

ZoneSet thinned_zones(const WorkerNodes& now, const WorkerNodes& before) {
  ZoneSet zones;
  for (std::uint32_t zone = 0; zone < kZonesMax; ++zone) {
    const bool is_thinner = now.ready[zone] > 0 && now.ready[zone] < before.ready[zone];
    if (is_thinner && now.bound[zone] > before.bound[zone]) zones.add(zone);
  }
  return zones;
}

WorkerRoom worker_room(const Setup& setup, const World& world, SiteId site) {
  WorkerRoom room;
  const std::uint32_t pool = pool_for(setup.world, world, site, NodeRole::workers);
  if (pool == kNone) return room;
  const std::uint64_t each =
      pods_on(setup.world, cluster_spec(setup.world, world, site).node_pools[pool]);
  std::uint64_t slots = 0, taken = 0;
  for_each_node(world, site, [&](std::uint32_t id) {
    const Node& node = world.platform.nodes[id];
    if (node.pool != pool) return;
    if (is_ready(node)) taken += node.pods;
    if (is_open(world, node)) slots += each;
    room.nodes += has_always_been(node) ? 1 : 0;
    room.binding_nodes += binds_workers(world, node) ? 1 : 0;
  });
  room.places = slots - std::min(slots, taken);
  for_each_instance(world, site,
                    [&](InstanceId id) { room.wanted += workers_wanted(setup, world, id); });
  return room;
}

std::uint32_t part_of_room(const WorkerRoom& room, const DeploymentSpec& spec,
                           std::uint64_t wanted_before) {
  if (room.wanted == 0) return 0;
  const auto places_of_the_first = [&](std::uint64_t workers) {
    return (2 * room.places * workers + room.wanted) / (2 * room.wanted);
  };
  const std::uint32_t wanted = workers_of(spec);
  const std::uint64_t part =
      places_of_the_first(wanted_before + wanted) - places_of_the_first(wanted_before);
  const bool are_bound = spec.has_stateful_workers && room.nodes > 0;
  const std::uint32_t stuck = are_bound ? wanted * room.binding_nodes / room.nodes : 0;
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(part, wanted - stuck));
}

}  // namespace blackstart::sim
