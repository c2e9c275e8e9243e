#pragma once

#include <memory>

#include "tests/small_world.h"

namespace blackstart::tests {

using recovery::Duration;

inline constexpr Duration kFaultAt = 1h;

// One cluster over the zones a and b of east, the database's primary in a; pods start in 20 s.
struct ZoneWorld {
  std::uint32_t nodes = 2;  // per zone
  std::uint32_t nodes_max = 100;
  std::uint32_t pods_per_node = 20;
  std::uint32_t zones = 2;
  bool is_high_availability = false;
  bool has_stateful_schedulers = false;
  bool has_standby = true;
  sim::PlatformProfile profile;
  std::vector<sim::CapacitySpec> capacities;
  std::vector<sim::QuotaSpec> quotas;
  std::vector<sim::FaultSpec> faults;

  sim::Setup setup() const;
};

inline sim::FaultSpec fault(std::string_view kind, std::uint32_t zone, Duration after,
                            Duration lasts) {
  sim::FaultSpec spec{.name = std::string(kind), .kind = kind_named(kind), .target = zone};
  spec.domain = sim::Domain::zone;
  spec.begins = kStart + kFaultAt + after;
  spec.lasts = lasts;
  return spec;
}

inline sim::Setup ZoneWorld::setup() const {
  sim::Setup setup = SmallWorld{}.setup();
  for (const sim::PlatformTiming& timing : sim::platform_timings())
    setup.timings.erase(std::string(timing.key));  // as published
  auto& world = setup.world;
  world.zones.clear();
  std::erase_if(world.services, [](const auto& service) { return service.is_regional; });
  if (zones == 3) {
    world.provider = "gcp";
    for (auto& region : world.regions) region.zones = {"a", "b", "c"};
  }
  sim::add_zones_and_regional_services(world);
  world.regions[0].capacities = capacities;
  world.regions[0].quotas = quotas;
  world.platform = profile;
  world.clusters[0].node_pools = {
      {.name = "worker", .nodes = nodes, .nodes_max = nodes_max, .pods = pods_per_node}};
  world.clusters[0].database.has_standby = has_standby;
  world.deployments[0].is_high_availability = is_high_availability;
  world.deployments[0].has_stateful_schedulers = has_stateful_schedulers;
  setup.faults = faults;
  setup.timings["pod.start"] = constantly(20s);
  setup.timings["node.start"] = constantly(2min);
  return setup;
}

inline sim::Setup led_out_of_zones(const ZoneWorld& world) {
  sim::Setup setup = world.setup();
  recovery::Brief brief = setup.missions[0]->brief();
  brief.strategy = "in_region";
  brief.move = {.from = "east", .to = "east"};
  brief.declared_by.clear();
  setup.missions = {std::make_shared<const recovery::MissionPlan>(brief)};
  setup.timings["zone.evacuate"] = constantly(2min);
  setup.timings["stuck_pods.replace"] = constantly(1min);
  return setup;
}

inline sim::Simulation run(const sim::Setup& setup, Duration until, std::uint64_t seed = 1) {
  sim::Simulation simulation = simulate(setup, seed);
  simulation.run_until(kStart + kFaultAt + until);
  return simulation;
}

}  // namespace blackstart::tests
