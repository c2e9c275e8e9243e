#include "sim/kubernetes/workers.h"

#include <algorithm>

#include "sim/kubernetes/members.h"
#include "sim/kubernetes/nodes.h"
#include "sim/setup.h"

namespace blackstart::sim {
namespace {

const DeploymentSpec& spec_of(const Setup& setup, const World& world, InstanceId instance) {
  return setup.world.deployments[world.instances[instance].deployment];
}

bool takes_workers(const Node& node) { return is_ready(node) && !node.is_cordoned; }

// It does not answer, and its pods are still its own.
bool holds_on(const Node& node) {
  return node.state == Node::State::silent || node.state == Node::State::not_ready ||
         node.state == Node::State::tainted;
}

bool is_given_up(const Node& node) {
  return node.state == Node::State::emptied || node.state == Node::State::released;
}

// Workers whose volume is in a zone that does not answer: nobody starts them elsewhere.
bool binds_workers(const Node& node) {
  return has_always_been(node) && !is_ready(node) && node.state != Node::State::released;
}

std::uint32_t stuck_workers(const Setup& setup, const World& world, InstanceId instance,
                            std::uint32_t pool) {
  const DeploymentSpec& spec = spec_of(setup, world, instance);
  if (!spec.has_stateful_workers) return 0;
  const SiteId site = world.instances[instance].site;
  const std::uint32_t nodes = count_nodes(
      world, site, [&](const Node& node) { return node.pool == pool && has_always_been(node); });
  if (nodes == 0) return 0;
  const std::uint32_t lost = count_nodes(
      world, site, [&](const Node& node) { return node.pool == pool && binds_workers(node); });
  return workers_of(spec) * lost / nodes;
}

// Places for pods in the pool, beside those that other pods have taken: one pool may run both.
std::uint64_t room_in(const Setup& setup, const World& world, SiteId site, std::uint32_t pool) {
  const std::uint64_t each =
      pods_on(setup.world, cluster_spec(setup.world, world, site).node_pools[pool]);
  std::uint64_t slots = 0, taken = 0;
  for_each_node(world, site, [&](std::uint32_t id) {
    const Node& node = world.platform.nodes[id];
    if (node.pool != pool || !is_ready(node)) return;
    taken += node.pods;
    slots += takes_workers(node) ? each : 0;
  });
  return slots - std::min(slots, taken);
}

}  // namespace

std::uint32_t workers_of(const DeploymentSpec& spec) {
  std::uint32_t workers = 0;
  for (const WorkerQueueSpec& queue : spec.worker_queues) workers += queue.workers_max;
  return workers;
}

WorkerZones zones_with_workers(const Setup& setup, const World& world, SiteId site) {
  const std::uint32_t pool = pool_for(setup.world, world, site, NodeRole::workers);
  WorkerZones zones;
  std::uint32_t powered = 0, given_up = 0;
  for_each_node(world, site, [&](std::uint32_t id) {
    const Node& node = world.platform.nodes[id];
    if (node.pool != pool) return;
    const std::uint32_t here = 1U << node.zone;
    if (takes_workers(node)) zones.live |= here;
    if (is_ready(node)) zones.cordoned |= here;
    if (holds_on(node)) zones.bound |= here;
    if (is_given_up(node)) given_up |= here;
    if (follows_its_zone(node) && !node.lost_power) powered |= here;
  });
  zones.cordoned &= ~zones.live;
  const std::uint32_t answering = zones.live | zones.cordoned;
  zones.bound &= ~answering;
  zones.evicted = given_up & ~(answering | zones.bound);
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

std::uint32_t thinned_zones(const WorkerNodes& now, const WorkerNodes& before) {
  std::uint32_t zones = 0;
  for (std::uint32_t zone = 0; zone < kZonesMax; ++zone) {
    const bool is_thinner = now.ready[zone] > 0 && now.ready[zone] < before.ready[zone];
    if (is_thinner && now.bound[zone] > before.bound[zone]) zones |= 1U << zone;
  }
  return zones;
}

std::uint32_t room_for_workers(const Setup& setup, const World& world, InstanceId id) {
  const SiteId site = world.instances[id].site;
  const std::uint32_t pool = pool_for(setup.world, world, site, NodeRole::workers);
  if (pool == kNone) return 0;
  const std::uint64_t room = room_in(setup, world, site, pool);
  std::uint64_t wanted_by_all = 0;
  for_each_instance(world, site, [&](InstanceId each) {
    if (!world.instances[each].is_discarded)
      wanted_by_all += workers_of(spec_of(setup, world, each));
  });
  const std::uint32_t wanted = workers_of(spec_of(setup, world, id));
  const auto part = wanted_by_all == 0 ? std::uint64_t{0} : room * wanted / wanted_by_all;
  const std::uint32_t stuck = stuck_workers(setup, world, id, pool);
  return std::min(static_cast<std::uint32_t>(std::min<std::uint64_t>(part, kNone)),
                  wanted - std::min(wanted, stuck));
}

}  // namespace blackstart::sim
