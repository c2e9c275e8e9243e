#pragma once

#include <array>

#include "sim/world/world.h"

// Where an Airflow's workers live and can be started, and how many of them have room: its part of
// the nodes that stand, in proportion to the workers that the Deployments of a site may have.
namespace blackstart::sim {

std::uint32_t workers_of(const DeploymentSpec& spec);

// Each zone with nodes for workers, by the one that fares best there.
struct WorkerZones {
  std::uint32_t live = 0;
  std::uint32_t cordoned = 0;
  std::uint32_t cut_off = 0;  // silent, and with power all the time
  std::uint32_t bound = 0;    // silent, and somebody may come back to what runs there
  std::uint32_t evicted = 0;  // silent, and everything there is given up
};
WorkerZones zones_with_workers(const Setup& setup, const World& world, SiteId site);

// How many of a site's nodes for workers stand, by zone, and how many are silent and not given up.
struct WorkerNodes {
  std::array<std::uint32_t, kZonesMax> ready{}, bound{};
};
WorkerNodes worker_nodes(const Setup& setup, const World& world, SiteId site);
// Zones that some nodes of are off, and not all.
std::uint32_t thinned_zones(const WorkerNodes& now, const WorkerNodes& before);

std::uint32_t room_for_workers(const Setup& setup, const World& world, InstanceId instance);

}  // namespace blackstart::sim
