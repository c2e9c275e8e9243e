#include "sim/kubernetes/pods.h"

#include <algorithm>
#include <array>
#include <string>
#include <tuple>

#include "sim/kubernetes/luck.h"
#include "sim/kubernetes/members.h"
#include "sim/kubernetes/nodes.h"
#include "sim/kubernetes/zones.h"

namespace blackstart::sim {
namespace {

using State = Pod::State;

const DeploymentSpec& spec_of(const Setup& setup, const World& world, InstanceId instance) {
  return setup.world.deployments[world.instances[instance].deployment];
}

// Pods of the same role and Deployment in a zone: a second one there is of no use when it fails.
std::uint32_t siblings_in(const World& world, const Pod& pod, std::uint8_t zone) {
  const auto is_sibling = [&](const Pod& other) {
    return other.role == pod.role && other.node != kNone &&
           world.platform.nodes[other.node].zone == zone;
  };
  return static_cast<std::uint32_t>(
      std::ranges::count_if(pods_of(world, pod.instance), is_sibling));
}

// The ready node with room whose zone has the fewest siblings, then the emptiest; kNone: there is
// no room.
std::uint32_t best_node(const Setup& setup, const World& world, const Pod& pod) {
  const SiteId site = world.instances[pod.instance].site;
  const std::uint32_t pool = pool_for(setup.world, world, site, NodeRole::airflow);
  std::uint32_t best = kNone;
  std::tuple<std::uint32_t, std::uint32_t> least;
  for_each_node(world, site, [&](std::uint32_t id) {
    const Node& node = world.platform.nodes[id];
    if (node.pool != pool || !is_open(world, node)) return;
    if (node.pods >= pods_on(setup.world, pool_of(setup.world, world, node))) return;
    const std::tuple fit{siblings_in(world, pod, node.zone), node.pods};
    if (best != kNone && fit >= least) return;
    best = id;
    least = fit;
  });
  return best;
}

bool is_stateful(const Setup& setup, const World& world, const Pod& pod) {
  return pod.role == PodRole::scheduler &&
         spec_of(setup, world, pod.instance).has_stateful_schedulers;
}

// Its luck goes with its Deployment, role and number.
std::uint64_t name_of(const Stage& stage, std::uint32_t id) {
  constexpr std::array<std::string_view, kPodRoles> kRoles = {"scheduler", "pgbouncer",
                                                              "api-server"};
  const auto& pods = stage.world.platform.pods;
  const std::uint32_t first = stage.world.platform.pods_of[pods[id].instance].first;
  const auto number = std::count_if(pods.begin() + first, pods.begin() + id,
                                    [&](const Pod& other) { return other.role == pods[id].role; });
  return hash_name(spec_of(stage.setup, stage.world, pods[id].instance).name + "/" +
                   std::string(kRoles[static_cast<std::size_t>(pods[id].role)]) + "-" +
                   std::to_string(number));
}

void begin(Stage& stage, std::uint32_t id) {
  Pod& pod = stage.world.platform.pods[id];
  pod.state = State::starting;
  ++pod.generation;
  stage.record(Happening::pod_placed, pod.instance, static_cast<std::uint32_t>(pod.role), id);
  const Duration takes = draw(stage, "pod.start", name_of(stage, id), pod.generation);
  stage.schedule(stage.now + takes, {.kind = EventKind::pod_started, .a = id, .b = pod.generation});
}

void put(Platform& platform, Pod& pod, std::uint32_t node) {
  pod.node = node;
  if (node != kNone) ++platform.nodes[node].pods;
}

void leave(Platform& platform, Pod& pod) {
  --platform.nodes[pod.node].pods;
  pod.state = State::pending;
  pod.node = kNone;
  ++pod.generation;
}

}  // namespace

std::uint32_t pods_wanted(const DeploymentSpec& spec, PodRole role) {
  const std::uint32_t least = spec.is_high_availability ? 2 : 1;
  return role == PodRole::scheduler ? std::max(spec.scheduler_count, least) : least;
}

void place_first_pods(const Setup& setup, World& world, InstanceId instance) {
  Platform& platform = world.platform;
  platform.pods_of.resize(world.instances.size());
  if (platform.pods_of[instance].count > 0) return;
  const SiteId site = world.instances[instance].site;
  if (pool_for(setup.world, world, site, NodeRole::airflow) == kNone) return;
  platform.pods_of[instance].first = static_cast<std::uint32_t>(platform.pods.size());
  for (std::size_t role = 0; role < kPodRoles; ++role) {
    const auto wanted = pods_wanted(spec_of(setup, world, instance), static_cast<PodRole>(role));
    for (std::uint32_t i = 0; i < wanted; ++i) {
      Pod pod{.role = static_cast<PodRole>(role), .instance = instance};
      put(platform, pod, best_node(setup, world, pod));
      if (pod.node != kNone) pod.state = State::running;
      platform.pods.push_back(pod);
      ++platform.pods_of[instance].count;
    }
  }
}

void place_pods(Stage& stage, SiteId site) {
  for_each_instance(stage.world, site, [&](InstanceId id) {
    if (!stage.world.instances[id].is_discarded) place_first_pods(stage.setup, stage.world, id);
  });
  if (!cluster_api_answers(stage.setup.world, stage.world, site)) return;
  Platform& platform = stage.world.platform;
  for_each_pod(stage.world, site, [&](std::uint32_t id) {
    Pod& pod = platform.pods[id];
    if (pod.state != State::pending) return;
    put(platform, pod, best_node(stage.setup, stage.world, pod));
    if (pod.node != kNone) begin(stage, id);
  });
}

void restart_pods(Stage& stage, std::uint32_t node, bool from_scratch) {
  const Platform& platform = stage.world.platform;
  for_each_pod(stage.world, platform.nodes[node].site, [&](std::uint32_t id) {
    if (platform.pods[id].node != node) return;
    if (from_scratch || platform.pods[id].state != State::running) begin(stage, id);
  });
}

void evict_pods(Stage& stage, std::uint32_t node) {
  Platform& platform = stage.world.platform;
  for_each_pod(stage.world, platform.nodes[node].site, [&](std::uint32_t id) {
    Pod& pod = platform.pods[id];
    if (pod.node != node) return;
    if (is_stateful(stage.setup, stage.world, pod)) {
      pod.state = State::stuck;
      stage.record(Happening::pod_stuck, pod.instance);
    } else {
      leave(platform, pod);
    }
  });
}

void release_pods(Stage& stage, std::uint32_t node) {
  Platform& platform = stage.world.platform;
  for_each_pod(stage.world, platform.nodes[node].site, [&](std::uint32_t id) {
    if (platform.pods[id].node == node) leave(platform, platform.pods[id]);
  });
}

void move_pods(Stage& stage, SiteId site, std::uint32_t zone) {
  Platform& platform = stage.world.platform;
  for_each_pod(stage.world, site, [&](std::uint32_t id) {
    Pod& pod = platform.pods[id];
    if (pod.node == kNone || is_stateful(stage.setup, stage.world, pod)) return;
    const Node& node = platform.nodes[pod.node];
    if (node.zone == zone && is_ready(node)) leave(platform, pod);
  });
}

void on_pod_started(Stage& stage, std::uint32_t id, std::uint32_t generation) {
  Pod& pod = stage.world.platform.pods[id];
  if (pod.generation != generation || pod.state != State::starting) return;
  if (!is_ready(stage.world.platform.nodes[pod.node])) return;
  pod.state = State::running;
  stage.record(Happening::pod_started, pod.instance, static_cast<std::uint32_t>(pod.role), id);
}

void restart_schedulers(Stage& stage, SiteId site) {
  for_each_pod(stage.world, site, [&](std::uint32_t id) {
    const Pod& pod = stage.world.platform.pods[id];
    if (pod.role == PodRole::scheduler && pod.state == State::running) begin(stage, id);
  });
}

std::uint32_t count_pending(const World& world, SiteId site) {
  std::uint32_t pending = 0;
  for_each_pod(world, site, [&](std::uint32_t id) {
    if (world.platform.pods[id].state == State::pending) ++pending;
  });
  return pending;
}

std::uint32_t running(const World& world, InstanceId instance, PodRole role) {
  const auto runs = [&](const Pod& pod) {
    return pod.role == role && pod.state == State::running &&
           is_ready(world.platform.nodes[pod.node]);
  };
  return static_cast<std::uint32_t>(std::ranges::count_if(pods_of(world, instance), runs));
}

}  // namespace blackstart::sim
