#pragma once

#include "sim/kubernetes/platform.h"
#include "sim/stage.h"

// The pods of an Airflow other than its workers: where each is put, and what becomes of it.
namespace blackstart::sim {

// How many of a role a Deployment has: with high availability two of each, in different zones.
std::uint32_t pods_wanted(const DeploymentSpec& spec, PodRole role);

// Every Deployment of the site that stands on nodes has its pods, and those without a place get one
// where a node has room. Pods of a new Deployment run at once: its creation took that time.
void place_pods(Stage& stage, SiteId site);
void place_first_pods(const Setup& setup, World& world, InstanceId instance);

// The node lost what ran on it (`from_scratch`), or was only out of reach.
void restart_pods(Stage& stage, std::uint32_t node, bool from_scratch);
// Stateless pods look for another place; stateful ones stay bound to where their volume is.
void evict_pods(Stage& stage, std::uint32_t node);
void release_pods(Stage& stage, std::uint32_t node);
// Pods that can move leave a zone that still answers.
void move_pods(Stage& stage, SiteId site, std::uint32_t zone);
void on_pod_started(Stage& stage, std::uint32_t pod, std::uint32_t generation);
// Every scheduler of the site exits and starts again where it is.
void restart_schedulers(Stage& stage, SiteId site);

std::uint32_t running(const World& world, InstanceId instance, PodRole role);
// How many of the site's pods have no place.
std::uint32_t count_pending(const World& world, SiteId site);

}  // namespace blackstart::sim
