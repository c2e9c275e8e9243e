#pragma once

#include <array>

#include "sim/world/world.h"

// Where an Airflow's workers live and can be started, and how many of them have room: its part of
// the nodes that stand, in proportion to the workers that the Deployments of a site may have.
namespace blackstart::sim {

std::uint32_t workers_of(const DeploymentSpec& spec);
// None where it is discarded.
std::uint32_t workers_wanted(const Setup& setup, const World& world, InstanceId instance);

// Each zone with nodes for workers, by the one that fares best there.
struct WorkerZones {
  ZoneSet live = {};
  ZoneSet cordoned = {};
  ZoneSet cut_off = {};  // silent, and with power all the time
  ZoneSet bound = {};    // silent, and somebody may come back to what runs there
  ZoneSet evicted = {};  // silent, and everything there is given up
};
WorkerZones zones_with_workers(const Setup& setup, const World& world, SiteId site);

// How many of a site's nodes for workers stand, by zone, and how many are silent and not given up.
struct WorkerNodes {
  std::array<std::uint32_t, kZonesMax> ready{}, bound{};
};
WorkerNodes worker_nodes(const Setup& setup, const World& world, SiteId site);
// The zones of which some nodes are off now, and not all.
ZoneSet thinned_zones(const WorkerNodes& now, const WorkerNodes& before);

// Places for workers' pods on a site, beside those that other pods have taken (one pool may run
// both), and how many workers its Deployments may have.
struct WorkerRoom {
  std::uint64_t places = 0, wanted = 0;
  // Nodes that have always been, and those of them that bind their workers: their volumes are in a
  // zone that does not answer or was left, so that nobody starts them elsewhere.
  std::uint32_t nodes = 0, binding_nodes = 0;
};
WorkerRoom worker_room(const Setup& setup, const World& world, SiteId site);
// One Deployment's part of the room, given how many workers those before it want. The parts add up
// to the whole, and each is within one of its proportion.
std::uint32_t part_of_room(const WorkerRoom& room, const DeploymentSpec& spec,
                           std::uint64_t wanted_before);

}  // namespace blackstart::sim
