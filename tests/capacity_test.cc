#include <gtest/gtest.h>

#include <algorithm>

#include "sim/initial_world.h"
#include "sim/kubernetes/node_pools.h"
#include "tests/small_world.h"

// What a region has left is given once: a cluster of two pools of one type, each with 2 nodes in
// each of 2 zones, is built anew in west. Every step takes 10 minutes.
namespace blackstart::tests {
namespace {

using sim::Node;

struct CapacityWorld {
  std::vector<std::string> pools = {"airflow", "worker"};
  std::vector<sim::CapacitySpec> capacities;
  std::vector<sim::QuotaSpec> quotas;
  recovery::Duration west_fails_at = 0h;  // 0h: never
  recovery::Duration west_fails_for = 1h;

  sim::Setup setup() const;
};

std::vector<sim::CapacitySpec> two_in_each_zone() {
  return {{.zone = 0, .type = "large", .nodes = 2}, {.zone = 1, .type = "large", .nodes = 2}};
}

recovery::Step step(std::string operation, std::string needs, std::string pool = "") {
  recovery::Step made;
  made.name = operation + pool;
  made.operation = std::move(operation);
  made.target = "cluster:production";
  if (!needs.empty()) made.needs = {std::move(needs)};
  if (!pool.empty()) made.with["pool"] = std::move(pool);
  return made;
}

sim::Setup CapacityWorld::setup() const {
  SmallWorld world{.outage_lasts = recovery::kForever};
  world.runbook = {step("vpc.create", ""), step("nat_gateway.create", "vpc.create"),
                   step("cluster.create", "nat_gateway.create")};
  for (const std::string& pool : pools)
    world.runbook.push_back(step("node_pool.create", "cluster.create", pool));
  sim::Setup setup = world.setup();
  setup.world.clusters[0].node_pools.clear();
  for (const std::string& pool : pools)
    setup.world.clusters[0].node_pools.push_back({.name = pool, .type = "large", .nodes = 2});
  setup.world.regions[1].capacities = capacities;
  setup.world.regions[1].quotas = quotas;
  if (west_fails_at > 0h) {
    setup.faults.push_back({.name = "west",
                            .kind = kind_named("region_outage"),
                            .target = 1,
                            .begins = kStart + west_fails_at,
                            .lasts = west_fails_for});
  }
  return setup;
}

sim::Simulation run(const CapacityWorld& world) {
  sim::Simulation simulation = simulate(world.setup());
  simulation.run_until(kStart + 24h);
  return simulation;
}

std::size_t ready_in_west(const sim::Simulation& simulation) {
  const sim::World& world = simulation.world();
  return static_cast<std::size_t>(
      std::ranges::count_if(world.platform.nodes, [&world](const Node& node) {
        return world.sites[node.site].region == 1 && node.state == Node::State::ready;
      }));
}

// 2 in each of 2 zones are 4.
TEST(Capacity, AQuotaCountsTheNodesOfEveryZone) {
  CapacityWorld world{.pools = {"worker"}, .quotas = {{.type = "large", .nodes = 3}}};
  EXPECT_EQ(ready_in_west(run(world)), 0u);
  world.quotas = {{.type = "large", .nodes = 4}};
  EXPECT_EQ(ready_in_west(run(world)), 4u);
}

// Either pool alone has room: the second is asked for while the first is being created.
TEST(Capacity, TwoPoolsThatAreCreatedTogetherAreNotGivenTheSameNodes) {
  EXPECT_EQ(ready_in_west(run({.capacities = two_in_each_zone()})), 4u);
  EXPECT_EQ(ready_in_west(run({.quotas = {{.type = "large", .nodes = 4}}})), 4u);
  EXPECT_EQ(ready_in_west(run({.quotas = {{.type = "large", .nodes = 8}}})), 8u);
}

// One step for both asks for 4 in each zone.
TEST(Capacity, PoolsThatOneStepCreatesAreCountedTogether) {
  sim::Setup setup = CapacityWorld{}.setup();
  const sim::World built = sim::initial_world(setup);
  setup.world.regions[0].capacities = two_in_each_zone();
  EXPECT_EQ(sim::what_is_short(setup, built, 0, 0b01), "");
  EXPECT_EQ(sim::what_is_short(setup, built, 0, 0b11),
            "no capacity in a: 4 nodes of large wanted, 2 left");
}

// 8 nodes run in east.
TEST(Capacity, ARefusalSaysWhatIsShort) {
  sim::Setup setup = CapacityWorld{}.setup();
  const sim::World built = sim::initial_world(setup);
  setup.world.regions[0].quotas = {{.type = "large", .nodes = 9}};
  EXPECT_EQ(sim::what_is_short(setup, built, 0, 0b01),
            "quota of east: 4 nodes of large wanted, 1 left");
}

// East is lost at 4:00 and suspected, declared and left within minutes; the pool is under way from
// half an hour later on, for 10 minutes.
TEST(Capacity, WhatWasHeldInARegionThatFailsMeanwhileIsThereForTheNextAttempt) {
  const CapacityWorld world{
      .pools = {"worker"}, .capacities = two_in_each_zone(), .west_fails_at = 4h + 40min};
  const auto simulation = run(world);
  EXPECT_EQ(ready_in_west(simulation), 4u);
  const auto& nodes = simulation.world().platform.nodes;
  EXPECT_EQ(std::ranges::count(nodes, Node::State::gone, &Node::state), 4);
}

// East's first zone takes no launches; in its second the pool is as large as it may be.
TEST(Capacity, AZoneThatTakesLaunchesIsNotBlamedForAPoolThatMayHaveNoMore) {
  sim::Setup setup = SmallWorld{}.setup();
  setup.faults = {{.name = "power",
                   .kind = kind_named("zone_power_outage"),
                   .target = 0,
                   .domain = sim::Domain::zone,
                   .begins = kStart + 1h,
                   .lasts = 2h}};
  sim::Simulation simulation = simulate(setup);
  simulation.run_until(kStart + 2h);
  EXPECT_EQ(sim::what_is_short(simulation.setup(), simulation.world(), 0, 0, sim::ZoneSet{0}),
            "no zone of east where the pool may have more takes launches");
}

}  // namespace
}  // namespace blackstart::tests
