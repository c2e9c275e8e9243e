#include "sim/kubernetes/workers.h"

#include <algorithm>

#include "sim/kubernetes/nodes.h"
#include "sim/setup.h"

namespace blackstart::sim {
namespace {

const DeploymentSpec& spec_of(const Setup& setup, const World& world, InstanceId instance) {
  return setup.world.deployments[world.instances[instance].deployment];
}

template <class Wanted>
std::uint32_t count_nodes(const World& world, SiteId site, std::uint32_t pool, Wanted&& wanted) {
  return static_cast<std::uint32_t>(
      std::ranges::count_if(world.platform.nodes, [&](const Node& node) {
        return node.site == site && node.pool == pool && wanted(node);
      }));
}

// Workers whose volume is in a zone that does not answer: nobody starts them elsewhere.
bool binds_workers(const Node& node) {
  return !node.is_extra && !is_ready(node) && node.state != Node::State::released;
}

std::uint32_t stuck_workers(const Setup& setup, const World& world, InstanceId instance,
                            std::uint32_t pool) {
  const DeploymentSpec& spec = spec_of(setup, world, instance);
  if (!spec.has_stateful_workers) return 0;
  const SiteId site = world.instances[instance].site;
  const std::uint32_t nodes =
      count_nodes(world, site, pool, [](const Node& node) { return !node.is_extra; });
  if (nodes == 0) return 0;
  return workers_of(spec) * count_nodes(world, site, pool, binds_workers) / nodes;
}

// What a site's Airflows need besides workers, where one pool runs both.
std::uint32_t other_pods(const World& world, std::uint32_t pool, SiteId site) {
  return static_cast<std::uint32_t>(std::ranges::count_if(world.platform.pods, [&](const Pod& pod) {
    return pod.node != kNone && world.platform.nodes[pod.node].pool == pool &&
           world.platform.nodes[pod.node].site == site && is_ready(world.platform.nodes[pod.node]);
  }));
}

}  // namespace

std::uint32_t workers_of(const DeploymentSpec& spec) {
  std::uint32_t workers = 0;
  for (const WorkerQueueSpec& queue : spec.worker_queues) workers += queue.workers_max;
  return workers;
}

std::uint32_t zones_with_workers(const Setup& setup, const World& world, SiteId site) {
  const std::uint32_t pool = pool_for(setup.world, world, site, NodeRole::workers);
  std::uint32_t zones = 0;
  for (const Node& node : world.platform.nodes) {
    if (node.site == site && node.pool == pool && is_ready(node)) zones |= 1U << node.zone;
  }
  return zones;
}

std::uint32_t room_for_workers(const Setup& setup, const World& world, InstanceId id) {
  const SiteId site = world.instances[id].site;
  const std::uint32_t pool = pool_for(setup.world, world, site, NodeRole::workers);
  if (pool == kNone) return 0;
  const NodePoolSpec& spec = setup.world.clusters[world.sites[site].cluster].node_pools[pool];
  const std::uint64_t slots =
      std::uint64_t{count_nodes(world, site, pool, is_ready)} * pods_on(setup.world, spec);
  const std::uint64_t room = slots - std::min<std::uint64_t>(slots, other_pods(world, pool, site));
  std::uint64_t wanted_by_all = 0;
  for (const Instance& instance : world.instances) {
    if (instance.site == site && !instance.is_discarded)
      wanted_by_all += workers_of(setup.world.deployments[instance.deployment]);
  }
  const std::uint32_t wanted = workers_of(spec_of(setup, world, id));
  const auto part = wanted_by_all == 0 ? std::uint64_t{0} : room * wanted / wanted_by_all;
  const std::uint32_t stuck = stuck_workers(setup, world, id, pool);
  return std::min(static_cast<std::uint32_t>(std::min<std::uint64_t>(part, kNone)),
                  wanted - std::min(wanted, stuck));
}

}  // namespace blackstart::sim
