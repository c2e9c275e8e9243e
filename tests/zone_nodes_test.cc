#include <gtest/gtest.h>

#include <map>
#include <set>

#include "drill/measure/assumptions.h"
#include "drill/measure/critical_path.h"
#include "drill/measure/deployments.h"
#include "drill/measure/evidence.h"
#include "drill/measure/states.h"
#include "sim/kubernetes/pods.h"
#include "tests/measured.h"
#include "tests/zone_story.h"

// What a zone's failure does to nodes and pods, worked out by hand: 40 s until a node is missed,
// 300 s until its pods go, one node every 10 s.
namespace blackstart::tests {
namespace {

using sim::Happening;

TEST(Zones, NodesOfALostZoneAreMissedAfter40SecondsAndEvictedOneEvery10SecondsAfter300More) {
  const ZoneWorld world{.nodes = 3, .faults = {fault("zone_power_outage", 0, 0s, 2h)}};
  const auto simulation = run(world.setup(), 1h);
  EXPECT_EQ(times_of(simulation, Happening::node_not_ready), (Times{40, 40, 40}));
  EXPECT_EQ(times_of(simulation, Happening::node_evicted), (Times{340, 350, 360}));
}

// 3 of 5 nodes are 60 %: the zone is unhealthy, and with 10 nodes the cluster is small.
TEST(Zones, InASmallClusterNobodyIsEvictedFromAZoneThatIsMostlyUnhealthy) {
  ZoneWorld world{.nodes = 5, .faults = {fault("zone_partial_loss", 0, 0s, 2h)}};
  world.faults[0].share = 0.6;
  const auto simulation = run(world.setup(), 1h);
  EXPECT_EQ(times_of(simulation, Happening::node_not_ready), (Times{40, 40, 40}));
  EXPECT_EQ(times_of(simulation, Happening::node_evicted), Times{});
}

// The same share of 30 nodes in a cluster of 60: 18 nodes, one every 100 s.
TEST(Zones, InALargeClusterEvictionFromAZoneThatIsMostlyUnhealthyIsSlow) {
  ZoneWorld world{.nodes = 30,
                  .quotas = {{.type = "any", .nodes = 60}},
                  .faults = {fault("zone_partial_loss", 0, 0s, 2h)}};
  world.faults[0].share = 0.6;
  const auto simulation = run(world.setup(), 1h);
  Times expected;
  for (std::int64_t i = 0; i < 18; ++i) expected.push_back(340 + 100 * i);
  EXPECT_EQ(times_of(simulation, Happening::node_evicted), expected);
}

// 2 of 5 nodes are 40 %.
TEST(Zones, FromAZoneThatIsMostlyHealthyEvictionKeepsItsRate) {
  ZoneWorld world{.nodes = 5, .faults = {fault("zone_partial_loss", 0, 0s, 2h)}};
  world.faults[0].share = 0.4;
  const auto simulation = run(world.setup(), 1h);
  EXPECT_EQ(times_of(simulation, Happening::node_evicted), (Times{340, 350}));
}

TEST(Zones, WhereEveryZoneIsCutOffKubernetesBlamesItselfAndEvictsNobody) {
  const ZoneWorld world{.faults = {fault("zone_network_isolation", 0, 0s, 2h),
                                   fault("zone_network_isolation", 1, 0s, 2h)}};
  const auto simulation = run(world.setup(), 1h);
  EXPECT_EQ(times_of(simulation, Happening::node_not_ready).size(), 4u);
  EXPECT_EQ(times_of(simulation, Happening::node_evicted), Times{});
}

// Evicted after 340 s, running 20 s later in b.
TEST(Zones, ASingleSchedulerIsMissingUntilItsPodHasMoved) {
  const ZoneWorld world{.faults = {fault("zone_power_outage", 0, 0s, 2h)}};
  EXPECT_EQ(schedulers(run(world.setup(), -1s)), 1u);
  EXPECT_EQ(schedulers(run(world.setup(), 359s)), 0u);
  EXPECT_EQ(schedulers(run(world.setup(), 360s)), 1u);
}

TEST(Zones, WhatKubernetesHasYetToMoveIsNotGivenUp) {
  const ZoneWorld world{.nodes = 3,
                        .faults = {fault("zone_power_outage", 0, 0s, recovery::kForever)}};
  const auto simulation = run(world.setup(), 2min);
  const auto outcome = outcome_of(simulation);
  EXPECT_EQ(outcome.status, drill::Status::not_observed) << "its scheduler moves after 340 s";
}

// 340 s are Kubernetes' own; the pod's 20 s and the scheduler's 30 s are nobody's. That the API
// server's pod comes ten seconds later holds up no scheduler.
TEST(Zones, TheThresholdsThatNobodyPublishedAreToldWithWhatRestsOnThem) {
  auto setup = ZoneWorld{.faults = {fault("zone_power_outage", 0, 0s, 2h)}}.setup();
  setup.world.deployments[0].profile = {};                      // as published, or assumed
  setup.world.deployments[0].worker_queues[0].workers_min = 2;  // one is left
  const auto simulation = run(setup, 30min);
  const auto evidence = drill::gather(simulation);
  const auto path = drill::measure_critical_path(simulation, evidence,
                                                 drill::measure_deployments(simulation, evidence));
  std::map<std::string, Duration> shares;
  for (const drill::Assumption& each : drill::measure_assumptions(simulation, evidence, path))
    shares[each.figure] = each.on_critical_path;
  ASSERT_TRUE(shares.contains("airflow/scheduler_start"));
  EXPECT_EQ(shares["airflow/scheduler_start"], 30s);
  EXPECT_TRUE(shares.contains("platform/pods_per_node"));
  EXPECT_TRUE(shares.contains("airflow/worker_start"));
}

TEST(Zones, WithHighAvailabilityTheOtherSchedulerCarriesOn) {
  const ZoneWorld world{.is_high_availability = true,
                        .faults = {fault("zone_power_outage", 0, 0s, 2h)}};
  EXPECT_EQ(schedulers(run(world.setup(), -1s)), 2u);
  EXPECT_EQ(schedulers(run(world.setup(), 1s)), 1u);
  EXPECT_EQ(schedulers(run(world.setup(), 400s)), 2u);
}

TEST(Zones, AStatefulSchedulerIsStuckUntilItsZoneReturns) {
  const ZoneWorld world{.has_stateful_schedulers = true,
                        .faults = {fault("zone_power_outage", 0, 0s, 2h)}};
  const auto simulation = run(world.setup(), 119min);
  EXPECT_EQ(times_of(simulation, Happening::pod_stuck), (Times{340}));
  EXPECT_EQ(schedulers(simulation), 0u);
  EXPECT_EQ(schedulers(run(world.setup(), 2h + 20s)), 1u);
}

// 4 minutes are less than 340 s: pods go on as soon as they are reached again.
TEST(Zones, AShortIsolationMovesNobody) {
  const ZoneWorld world{.faults = {fault("zone_network_isolation", 0, 0s, 4min)}};
  const auto simulation = run(world.setup(), 4min);
  EXPECT_EQ(schedulers(simulation), 1u);
  EXPECT_EQ(times_of(simulation, Happening::pod_started), Times{});
  EXPECT_EQ(times_of(run(world.setup(), 1h), Happening::node_evicted), Times{});
}

TEST(Zones, AfterAPowerOutageWhatDidNotMoveStartsAgain) {
  const ZoneWorld world{.faults = {fault("zone_power_outage", 0, 0s, 4min)}};
  EXPECT_EQ(schedulers(run(world.setup(), 4min + 19s)), 0u);
  EXPECT_EQ(schedulers(run(world.setup(), 4min + 20s)), 1u);
}

// The first fault ends after 10 minutes, the second after 20: the zone is back after 20.
TEST(Zones, OverlappingFaultsOfAZoneEachHealTheirOwnPart) {
  const ZoneWorld world{.faults = {fault("zone_power_outage", 0, 0s, 10min),
                                   fault("zone_network_isolation", 0, 5min, 15min)}};
  const auto zones = [&](Duration at) {
    const auto simulation = run(world.setup(), at);
    return sim::footing_of(simulation.setup(), simulation.world(), 0).live_zones;
  };
  EXPECT_EQ(zones(-1s), (sim::ZoneSet{0, 1}));
  EXPECT_EQ(zones(11min), sim::ZoneSet{1});
  EXPECT_EQ(zones(20min), (sim::ZoneSet{0, 1}));
}

// Both nodes of b are full: 2 pods each, of which 1 is the Deployment's; workers are not counted.
TEST(Zones, WithoutRoomAndWithoutCapacityAPodWaitsForItsZone) {
  const ZoneWorld world{.nodes = 1,
                        .pods_per_node = 2,
                        .capacities = {{.zone = 1, .type = "any", .nodes = 0}},
                        .faults = {fault("zone_power_outage", 0, 0s, 2h)}};
  const auto simulation = run(world.setup(), 119min);
  EXPECT_EQ(sim::running(simulation.world(), 0, sim::PodRole::api_server) + schedulers(simulation) +
                sim::running(simulation.world(), 0, sim::PodRole::pgbouncer),
            2u);
  EXPECT_EQ(times_of(simulation, Happening::launch_refused), (Times{340}));
  EXPECT_EQ(times_of(simulation, Happening::node_joined), Times{});
}

// Evicted nodes are replaced in b at 340 and 350 s. A launch takes 2 minutes, 3 times as long while
// a zone of the region is lost, and is not refused here.
TEST(Zones, LostNodesAreReplacedInTheZonesThatAreLeft) {
  ZoneWorld world{.faults = {fault("zone_power_outage", 0, 0s, 2h)}};
  world.profile.launches_refused_percent = 0;
  const auto simulation = run(world.setup(), 1h);
  EXPECT_EQ(times_of(simulation, Happening::node_launched), (Times{340, 350}));
  EXPECT_EQ(times_of(simulation, Happening::node_joined), (Times{700, 710}));
}

// Silent nodes still count against the quota: the provider runs them.
TEST(Zones, AQuotaEndsWhatIsLaunched) {
  ZoneWorld world{.quotas = {{.type = "any", .nodes = 5}},
                  .faults = {fault("zone_power_outage", 0, 0s, 2h)}};
  world.profile.launches_refused_percent = 0;
  EXPECT_EQ(times_of(run(world.setup(), 1h), Happening::node_launched), (Times{340}));
}

// The nodes of a are missed at 340 and 350 s. The shortage in b ends at 400 s, which nobody tells
// the autoscaler: it asks again 5 minutes after 340 s, when a launch takes 2 minutes.
TEST(Zones, AShortageThatIsTotalIsMetLikeOneThatIsNearlyTotal) {
  for (const double share : {0.999'999'999, 1.0}) {
    ZoneWorld world{.faults = {fault("zone_power_outage", 0, 0s, 2h),
                               fault("zone_capacity_shortage", 1, 0s, 400s)}};
    world.faults[1].share = share;
    world.profile.launches_refused_percent = 0;
    world.profile.launch_slowdown = 1;
    const auto simulation = run(world.setup(), 30min);
    EXPECT_EQ(times_of(simulation, Happening::node_launched), (Times{640, 640})) << share;
    EXPECT_EQ(times_of(simulation, Happening::node_joined), (Times{760, 760})) << share;
  }
}

// b has none of the airflow pool's type, for ever; the other pool's lost node is replaced at once.
TEST(Zones, APoolThatIsRefusedHoldsUpNoOther) {
  const ZoneWorld world{.profile = {.launches_refused_percent = 0},
                        .capacities = {{.zone = 1, .type = "large", .nodes = 0}},
                        .faults = {fault("zone_power_outage", 0, 0s, 2h)}};
  sim::Setup setup = world.setup();
  setup.world.clusters[0].node_pools = {
      {.name = "airflow", .runs = sim::NodeRole::airflow, .type = "large", .nodes = 1},
      {.name = "worker", .type = "small", .nodes = 1}};
  const auto simulation = run(setup, 1h);
  EXPECT_EQ(times_of(simulation, Happening::launch_refused), (Times{340}));
  EXPECT_EQ(times_of(simulation, Happening::node_launched), (Times{350}));
}

// The zone goes first and the region a minute later, for an hour: what the Deployment stands on is
// ready when that is back.
TEST(Zones, WhatGoesOnWithTheRegionsFailureHasNoInfrastructureUntilThatReturns) {
  ZoneWorld world{
      .faults = {fault("zone_power_outage", 0, 0s, 30min), fault("region_outage", 0, 1min, 1h)}};
  world.faults.back().domain = sim::Domain::region;
  sim::Setup setup = world.setup();
  setup.missions.clear();
  const auto simulation = run(setup, 2h);
  const auto outcome = outcome_of(simulation);
  EXPECT_EQ(outcome.rta(drill::Milestone::infrastructure), 1h + 1min);
}

// Each task is a pod of its own: none begins from 1:10 to 1:40, and a scheduler that runs helps
// nobody.
TEST(Zones, WithoutItsControlPlaneAClusterStartsNoPodsForTasks) {
  ZoneWorld world{.is_high_availability = true,
                  .faults = {fault("region_control_plane_outage", 0, 10min, 30min)}};
  world.faults[0].domain = sim::Domain::region;
  sim::Setup setup = world.setup();
  setup.missions.clear();
  setup.world.deployments[0].profile.executor = sim::Executor::kubernetes;
  setup.world.deployments[0].dags[0].schedule.every = 5min;
  const auto simulation = run(setup, 1h);
  std::set<std::int64_t> minutes;
  simulation.world().logs[0].for_each([&](const sim::WorkEntry& entry) {
    if (entry.what == sim::Work::task_started && entry.at >= kStart + kFaultAt)
      minutes.insert(seconds_after_the_fault(entry.at) / 60);
  });
  EXPECT_EQ(minutes.lower_bound(10), minutes.lower_bound(40));
  EXPECT_NE(minutes.lower_bound(40), minutes.end());
  EXPECT_EQ(times_of(simulation, Happening::deployment_hit), (Times{10 * 60}));
}

// A fifth of two nodes is less than half a node: what an imported incident says may come to
// nothing.
TEST(Zones, ThatAPartialLossTakesNoNodeIsTold) {
  ZoneWorld world{.faults = {fault("zone_partial_loss", 0, 0s, 1h)}};
  world.faults[0].share = 0.2;
  EXPECT_EQ(timeline_of(run(world.setup(), 1h)).front().what,
            "zone_partial_loss of a begins; its share is less than half a node, so it takes none");
  world.faults[0].share = 0.25;
  EXPECT_EQ(timeline_of(run(world.setup(), 1h)).front().what, "zone_partial_loss of a begins");
}

// At half past nothing runs in a: who was to lose it does not notice that it is slow.
TEST(Zones, ASlowZoneInWhichNothingIsDoneHitsNobody) {
  ZoneWorld world{.faults = {fault("zone_degradation", 0, 30min, 10min)}};
  world.faults[0].slowdown = 4;
  EXPECT_EQ(times_of(run(world.setup(), 1h), Happening::deployment_hit), Times{});
}

// Nothing is done at half past: the run of 2:00 is the first to meet it, and the only one.
TEST(Zones, WhoseNextTaskIsSlowIsHitWhenItBegins) {
  ZoneWorld world{
      .faults = {fault("zone_degradation", 0, 30min, 2h), fault("zone_degradation", 1, 30min, 2h)}};
  world.faults[0].slowdown = world.faults[1].slowdown = 4;
  const Times hits = times_of(run(world.setup(), 3h), Happening::deployment_hit);
  ASSERT_EQ(hits.size(), 1u);
  EXPECT_GE(hits[0], 60 * 60);
  EXPECT_LT(hits[0], 61 * 60);
}

// The run of 2:00 is at its first task.
TEST(Zones, WhoseWorkBecomesSlowIsHitAndStaysHealthy) {
  ZoneWorld world{.faults = {fault("zone_degradation", 0, 1h + 30s, 10min),
                             fault("zone_degradation", 1, 1h + 30s, 10min)}};
  world.faults[0].slowdown = world.faults[1].slowdown = 4;
  const auto simulation = run(world.setup(), 2h);
  EXPECT_EQ(times_of(simulation, Happening::deployment_hit), (Times{60 * 60 + 30}));
  std::string states;
  for (const drill::StateChange& change : drill::measure_states(simulation)) {
    if (change.subject == "deployment:billing") states += change.state + " ";
  }
  EXPECT_EQ(states, "HEALTHY ");
}

// The scheduler's pod runs in b after 360 s. b is slow from 370 s on, which begins no start anew.
TEST(Zones, ASchedulerThatIsStartingStartsOnlyOnce) {
  ZoneWorld world{
      .faults = {fault("zone_power_outage", 0, 0s, 2h), fault("zone_degradation", 1, 370s, 20s)}};
  world.faults[1].slowdown = 2;
  sim::Setup setup = world.setup();
  setup.world.deployments[0].profile.scheduler_start = 30s;
  EXPECT_EQ(times_of(run(setup, 1h), Happening::instance_healthy), (Times{390}));
}

// A scheduler, a PgBouncer and an API server on two nodes with a place each: the third node joins
// after 2 minutes.
TEST(Zones, PodsWithoutAPlaceGetANodeAlsoWhereNothingHasFailed) {
  const ZoneWorld world{.nodes = 1, .pods_per_node = 1};
  const auto run_there = [&](Duration at) {
    const auto simulation = run(world.setup(), at - kFaultAt);
    return schedulers(simulation) + sim::running(simulation.world(), 0, sim::PodRole::pgbouncer) +
           sim::running(simulation.world(), 0, sim::PodRole::api_server);
  };
  EXPECT_EQ(run_there(2min + 19s), 2u);
  EXPECT_EQ(run_there(2min + 20s), 3u);
}

TEST(Zones, ADeploymentsZonesAreNotHitByAZoneItDoesNotUse) {
  ZoneWorld world{.faults = {fault("zone_power_outage", 2, 0s, 2h)}};
  const auto simulation = run(world.setup(), 1h);
  EXPECT_EQ(times_of(simulation, Happening::deployment_hit), Times{});
}

TEST(NodePools, ARunbookThatCreatesOneNamedPoolCreatesThatPool) {
  sim::Setup setup = ZoneWorld{}.setup();
  setup.world.clusters[0].node_pools = {{.name = "airflow", .runs = sim::NodeRole::airflow},
                                        {.name = "worker"}};
  recovery::Brief brief = setup.missions[0]->brief();
  brief.strategy = "runbook";
  const auto step = [](std::string name, std::vector<std::string> needs) {
    recovery::Step made;
    made.name = made.operation = std::move(name);
    made.target = "cluster:production";
    made.needs = std::move(needs);
    return made;
  };
  brief.runbook = {step("vpc.create", {}), step("nat_gateway.create", {"vpc.create"}),
                   step("cluster.create", {"nat_gateway.create"}),
                   step("node_pool.create", {"cluster.create"})};
  brief.runbook.back().with["pool"] = "worker";
  setup.missions = {std::make_shared<const recovery::MissionPlan>(brief)};
  auto outage = fault("region_outage", 0, 0s, recovery::kForever);
  outage.domain = sim::Domain::region;
  setup.faults = {outage};
  const auto simulation = run(setup, 3h);
  ASSERT_EQ(simulation.world().sites.size(), 2u);
  EXPECT_EQ(simulation.world().sites[1].node_pools, 0b10u);
  EXPECT_EQ(times_of(simulation, Happening::infrastructure_ready), Times{});
}

}  // namespace
}  // namespace blackstart::tests
