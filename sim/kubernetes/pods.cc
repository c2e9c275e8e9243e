#include "sim/kubernetes/pods.h"

#include <algorithm>
#include <array>
#include <string>
#include <tuple>

#include "sim/kubernetes/luck.h"
#include "sim/kubernetes/nodes.h"
#include "sim/kubernetes/zones.h"

namespace blackstart::sim {
namespace {

using State = Pod::State;

const DeploymentSpec& spec_of(const Setup& setup, const World& world, InstanceId instance) {
  return setup.world.deployments[world.instances[instance].deployment];
}

std::uint32_t pods_at(const Platform& platform, std::uint32_t node) {
  return static_cast<std::uint32_t>(
      std::ranges::count(platform.pods, node, &Pod::node));
}

// Pods of the same role and Deployment in a zone: a second one there is of no use when it fails.
std::uint32_t siblings_in(const Platform& platform, const Pod& pod, std::uint8_t zone) {
  return static_cast<std::uint32_t>(std::ranges::count_if(platform.pods, [&](const Pod& other) {
    return other.instance == pod.instance && other.role == pod.role && other.node != kNone &&
           platform.nodes[other.node].zone == zone;
  }));
}

bool takes_pods(const World& world, const Node& node, SiteId site) {
  return node.site == site && is_ready(node) && !is_shifted(world, site, node.zone);
}

// The ready node with room whose zone has the fewest siblings, then the emptiest; kNone: there is
// no room.
std::uint32_t best_node(const Setup& setup, const World& world, const Pod& pod) {
  const Platform& platform = world.platform;
  const SiteId site = world.instances[pod.instance].site;
  const std::uint32_t pool = pool_for(setup.world, world, site, NodeRole::airflow);
  std::uint32_t best = kNone;
  std::tuple<std::uint32_t, std::uint32_t> least;
  for (std::uint32_t id = 0; id < platform.nodes.size(); ++id) {
    const Node& node = platform.nodes[id];
    if (node.pool != pool || !takes_pods(world, node, site)) continue;
    const std::uint32_t there = pods_at(platform, id);
    if (there >= pods_on(setup.world, pool_of(setup.world, world, node))) continue;
    const std::tuple fit{siblings_in(platform, pod, node.zone), there};
    if (best != kNone && fit >= least) continue;
    best = id;
    least = fit;
  }
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
  const auto number = std::count_if(pods.begin(), pods.begin() + id, [&](const Pod& other) {
    return other.instance == pods[id].instance && other.role == pods[id].role;
  });
  return hash_name(spec_of(stage.setup, stage.world, pods[id].instance).name + "/" +
                   std::string(kRoles[static_cast<std::size_t>(pods[id].role)]) + "-" +
                   std::to_string(number));
}

void begin(Stage& stage, std::uint32_t id) {
  Pod& pod = stage.world.platform.pods[id];
  pod.state = State::starting;
  ++pod.generation;
  const Duration takes = draw(stage, "pod.start", name_of(stage, id), pod.generation);
  stage.schedule(stage.now + takes,
                 {.kind = EventKind::pod_started, .a = id, .b = pod.generation});
}

void leave(Pod& pod) {
  pod.state = State::pending;
  pod.node = kNone;
  ++pod.generation;
}

bool has_pods(const Platform& platform, InstanceId instance) {
  return std::ranges::find(platform.pods, instance, &Pod::instance) != platform.pods.end();
}

}  // namespace

std::uint32_t pods_wanted(const DeploymentSpec& spec, PodRole role) {
  const std::uint32_t least = spec.is_high_availability ? 2 : 1;
  return role == PodRole::scheduler ? std::max(spec.scheduler_count, least) : least;
}

void place_first_pods(const Setup& setup, World& world, InstanceId instance) {
  Platform& platform = world.platform;
  if (has_pods(platform, instance)) return;
  const SiteId site = world.instances[instance].site;
  if (pool_for(setup.world, world, site, NodeRole::airflow) == kNone) return;
  for (std::size_t role = 0; role < kPodRoles; ++role) {
    const auto wanted =
        pods_wanted(spec_of(setup, world, instance), static_cast<PodRole>(role));
    for (std::uint32_t i = 0; i < wanted; ++i) {
      Pod pod{.role = static_cast<PodRole>(role), .instance = instance};
      pod.node = best_node(setup, world, pod);
      if (pod.node != kNone) pod.state = State::running;
      platform.pods.push_back(pod);
    }
  }
}

void place_pods(Stage& stage) {
  for (InstanceId id = 0; id < stage.world.instances.size(); ++id) {
    if (!stage.world.instances[id].is_discarded) place_first_pods(stage.setup, stage.world, id);
  }
  Platform& platform = stage.world.platform;
  for (std::uint32_t id = 0; id < platform.pods.size(); ++id) {
    Pod& pod = platform.pods[id];
    const SiteId site = stage.world.instances[pod.instance].site;
    if (pod.state != State::pending) continue;
    if (!cluster_api_answers(stage.setup.world, stage.world, site)) continue;
    pod.node = best_node(stage.setup, stage.world, pod);
    if (pod.node != kNone) begin(stage, id);
  }
}

void restart_pods(Stage& stage, std::uint32_t node, bool from_scratch) {
  auto& pods = stage.world.platform.pods;
  for (std::uint32_t id = 0; id < pods.size(); ++id) {
    if (pods[id].node != node) continue;
    if (from_scratch || pods[id].state != State::running) begin(stage, id);
  }
}

void evict_pods(Stage& stage, std::uint32_t node) {
  for (Pod& pod : stage.world.platform.pods) {
    if (pod.node != node) continue;
    if (is_stateful(stage.setup, stage.world, pod)) {
      pod.state = State::stuck;
      stage.record(Happening::pod_stuck, pod.instance);
    } else {
      leave(pod);
    }
  }
}

void release_pods(Stage& stage, std::uint32_t node) {
  for (Pod& pod : stage.world.platform.pods) {
    if (pod.node == node) leave(pod);
  }
}

void move_pods(Stage& stage, SiteId site, std::uint32_t zone) {
  for (Pod& pod : stage.world.platform.pods) {
    if (pod.node == kNone || is_stateful(stage.setup, stage.world, pod)) continue;
    const Node& node = stage.world.platform.nodes[pod.node];
    if (node.site == site && node.zone == zone && is_ready(node)) leave(pod);
  }
}

void on_pod_started(Stage& stage, std::uint32_t id, std::uint32_t generation) {
  Pod& pod = stage.world.platform.pods[id];
  if (pod.generation != generation || pod.state != State::starting) return;
  if (!is_ready(stage.world.platform.nodes[pod.node])) return;
  pod.state = State::running;
  stage.record(Happening::pod_started, pod.instance, static_cast<std::uint32_t>(pod.role));
}

void restart_schedulers(Stage& stage, SiteId site) {
  auto& pods = stage.world.platform.pods;
  for (std::uint32_t id = 0; id < pods.size(); ++id) {
    const bool is_its = pods[id].role == PodRole::scheduler &&
                        stage.world.instances[pods[id].instance].site == site;
    if (is_its && pods[id].state == State::running) begin(stage, id);
  }
}

std::uint32_t running(const World& world, InstanceId instance, PodRole role) {
  return static_cast<std::uint32_t>(
      std::ranges::count_if(world.platform.pods, [&](const Pod& pod) {
        return pod.instance == instance && pod.role == role && pod.state == State::running &&
               is_ready(world.platform.nodes[pod.node]);
      }));
}

}  // namespace blackstart::sim
