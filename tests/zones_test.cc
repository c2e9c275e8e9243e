#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "drill/measure/assumptions.h"
#include "drill/measure/critical_path.h"
#include "drill/measure/deployments.h"
#include "drill/measure/evidence.h"
#include "drill/measure/ledger.h"
#include "drill/measure/states.h"
#include "drill/measure/timeline.h"
#include "drill/text/durations.h"
#include "sim/kubernetes/nodes.h"
#include "sim/kubernetes/pods.h"
#include "tests/zone_world.h"

// What a zone's failure does to a cluster, worked out by hand: 40 s until a node is missed, 300 s
// until its pods go, one node every 10 s.
namespace blackstart {
namespace {

using recovery::Duration;
using sim::Happening;
using tests::fault;
using tests::kFaultAt;
using tests::kStart;
using tests::led_out_of_zones;
using tests::run;
using tests::ZoneWorld;
using namespace std::chrono_literals;

std::int64_t seconds_after_the_fault(sim::Instant at) {
  return std::chrono::duration_cast<std::chrono::seconds>(at - kStart - kFaultAt).count();
}

// When each of what happened came, in seconds since the fault.
std::vector<std::int64_t> times_of(const sim::Simulation& simulation, Happening what) {
  std::vector<std::int64_t> times;
  simulation.history().for_each([&](const sim::Record& record) {
    if (record.what == what && record.at >= kStart + kFaultAt) {
      times.push_back(seconds_after_the_fault(record.at));
    }
  });
  return times;
}

std::uint32_t schedulers(const sim::Simulation& simulation) {
  return sim::footing_of(simulation.setup(), simulation.world(), 0).schedulers;
}

using Times = std::vector<std::int64_t>;

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

std::vector<drill::TimelineEntry> timeline_of(const sim::Simulation& simulation) {
  return drill::tell_timeline(simulation, drill::gather(simulation));
}

// The scheduler and the database's primary stand in a, the only PgBouncer in b: 340 s until it may
// go, 20 s until another runs.
TEST(Zones, ADatabaseBehindALostPgBouncerIsNotReached) {
  const ZoneWorld world{.faults = {fault("zone_power_outage", 1, 0s, 2h)}};
  const auto simulation = run(world.setup(), 30min);
  EXPECT_EQ(times_of(simulation, Happening::database_unreached), (Times{0}));
  EXPECT_EQ(times_of(simulation, Happening::database_reached), (Times{360}));
  const auto outcome = drill::measure_deployments(simulation, drill::gather(simulation)).at(0);
  EXPECT_EQ(outcome.rta(drill::Milestone::database), 360s);
  EXPECT_EQ(outcome.rta(drill::Milestone::infrastructure), 0s) << "it was never lost";
  const auto timeline = timeline_of(simulation);
  EXPECT_TRUE(std::ranges::any_of(timeline, [](const drill::TimelineEntry& entry) {
    return entry.what.ends_with("cannot reach its database: its last PgBouncer is lost");
  }));
}

TEST(Zones, WhatKubernetesHasYetToMoveIsNotGivenUp) {
  const ZoneWorld world{.nodes = 3,
                        .faults = {fault("zone_power_outage", 0, 0s, recovery::kForever)}};
  const auto simulation = run(world.setup(), 2min);
  const auto outcome = drill::measure_deployments(simulation, drill::gather(simulation)).at(0);
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
  EXPECT_EQ(zones(-1s), 0b11u);
  EXPECT_EQ(zones(11min), 0b10u);
  EXPECT_EQ(zones(20min), 0b11u);
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

// The mean of a uniform 60 to 120 s is 90 s; of 400 draws it is within 3 s (3.5 standard errors).
TEST(Zones, AStandbyIsPromotedWithinWhatRdsPublishes) {
  const ZoneWorld world{.faults = {fault("zone_power_outage", 0, 0s, 2h)}};
  const sim::Setup setup = world.setup();
  std::int64_t sum = 0;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    const auto promoted = times_of(run(setup, 3min, seed), Happening::database_promoted);
    ASSERT_EQ(promoted.size(), 1u) << "seed " << seed;
    EXPECT_GE(promoted[0], 60) << "seed " << seed;
    EXPECT_LE(promoted[0], 120) << "seed " << seed;
    sum += promoted[0];
  }
  EXPECT_NEAR(static_cast<double>(sum) / 400, 90, 3);
}

TEST(Zones, NothingThatWasCommittedIsLostWithAZoneThatNeverReturns) {
  const ZoneWorld world{.faults = {fault("zone_power_outage", 0, 0s, recovery::kForever)}};
  const auto simulation = run(world.setup(), 1h);
  for (const drill::LedgerRow& row : drill::measure_ledger(simulation, drill::gather(simulation))) {
    EXPECT_EQ(row.lost, 0) << name_of(row.data_class);
  }
}

// Of how many rows and things, by class, how many are lost.
std::map<sim::DataClass, std::pair<std::int64_t, std::int64_t>> losses(
    const sim::Simulation& simulation) {
  std::map<sim::DataClass, std::pair<std::int64_t, std::int64_t>> lost;
  for (const drill::LedgerRow& row : drill::measure_ledger(simulation, drill::gather(simulation))) {
    lost[row.data_class].first += row.at_fault;
    lost[row.data_class].second += row.lost;
  }
  return lost;
}

// A bucket is its region's: the logs are lost with that.
TEST(Zones, WithoutAStandbyTheMetadataAreLostWithTheZoneThatHeldThem) {
  ZoneWorld world{.has_standby = false,
                  .faults = {fault("zone_power_outage", 0, 0s, recovery::kForever)}};
  auto lost = losses(run(world.setup(), 1h));
  EXPECT_GT(lost[sim::DataClass::dag_run].first, 0);
  EXPECT_EQ(lost[sim::DataClass::dag_run].second, lost[sim::DataClass::dag_run].first);
  EXPECT_EQ(lost[sim::DataClass::environment_variable].second, 0);
  EXPECT_GT(lost[sim::DataClass::task_log].first, 0);
  EXPECT_EQ(lost[sim::DataClass::task_log].second, 0);

  world.faults.push_back(fault("region_outage", 0, 30min, recovery::kForever));
  world.faults.back().domain = sim::Domain::region;
  lost = losses(run(world.setup(), 1h));
  EXPECT_EQ(lost[sim::DataClass::task_log].second, lost[sim::DataClass::task_log].first);
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
  const auto outcome = drill::measure_deployments(simulation, drill::gather(simulation)).at(0);
  EXPECT_EQ(outcome.rta(drill::Milestone::infrastructure), 1h + 1min);
}

TEST(Zones, WhileItsDatabaseWaitsForItsZoneWhatIsInItIsOutOfReach) {
  ZoneWorld world{.has_standby = false, .faults = {fault("zone_power_outage", 0, 0s, 2h)}};
  for (const auto& [at, is_out] : {std::pair{1h, true}, {3h, false}}) {
    const auto simulation = run(world.setup(), at);
    for (const drill::LedgerRow& row :
         drill::measure_ledger(simulation, drill::gather(simulation))) {
      if (row.data_class == sim::DataClass::dag_run) {
        EXPECT_GT(row.present, 0);
        EXPECT_EQ(row.unreachable, is_out ? row.present : 0);
      }
      if (row.data_class == sim::DataClass::task_log) {
        EXPECT_EQ(row.unreachable, 0);
      }
    }
  }
}

// 20 minutes from 0:05 on, and again from 0:16 on.
TEST(Zones, AStandbyThatIsBeingBuiltIsBegunAnewWhenItsZoneIsLost) {
  ZoneWorld world{.faults = {fault("zone_power_outage", 1, 0s, 5min),
                             fault("zone_power_outage", 1, 15min, 1min)}};
  sim::Setup setup = world.setup();
  setup.timings["standby.create"] = tests::constantly(20min);
  EXPECT_EQ(times_of(run(setup, 2h), Happening::standby_ready), (Times{36 * 60}));
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

TEST(Zones, WithoutAStandbyTheDatabaseWaitsForItsZone) {
  ZoneWorld world{.has_standby = false, .faults = {fault("zone_power_outage", 0, 0s, 2h)}};
  sim::Setup setup = world.setup();
  setup.timings["database.settle"] = tests::constantly(0s);
  const auto simulation = run(setup, 3h);
  EXPECT_EQ(times_of(simulation, Happening::database_promoted), Times{});
  EXPECT_EQ(times_of(simulation, Happening::database_ready), (Times{2 * 60 * 60}));
}

std::vector<std::string> told(const sim::Simulation& simulation, std::string_view about) {
  std::vector<std::string> lines;
  for (const drill::TimelineEntry& entry : timeline_of(simulation)) {
    if (entry.what.find(about) != std::string::npos) lines.push_back(entry.what);
  }
  return lines;
}

// a is lost, and b half a minute later, in the middle of the 90 s that its promotion takes.
TEST(Zones, AStandbyThatIsLostWhileItTakesOverIsToldAsTheStandby) {
  ZoneWorld world{
      .zones = 3,
      .faults = {fault("zone_power_outage", 0, 0s, 3h), fault("zone_power_outage", 1, 30s, 1h)}};
  sim::Setup setup = world.setup();
  setup.timings["database.promote"] = tests::constantly(90s);
  EXPECT_EQ(told(run(setup, 2min), "is lost"),
            (std::vector<std::string>{
                "production: the database's primary in a is lost",
                "production: the database's standby in b is lost while it takes over"}));
}

sim::Setup promoted_in_90_settled_in_30(const ZoneWorld& world) {
  sim::Setup setup = world.setup();
  setup.timings["database.promote"] = tests::constantly(90s);
  setup.timings["database.settle"] = tests::constantly(30s);
  return setup;
}

// Each time that b goes a scheduler has less, and looks anew what it has to work off: every four
// minutes, with a run every five. The worker is in a; down it was once, if at all.
TEST(Zones, ABacklogIsWorkedOffOnceForEachTimeThatItsDeploymentWasDown) {
  const auto flapping = [](std::uint32_t primary) {
    ZoneWorld world{.is_high_availability = true, .faults = {fault("zone_flapping", 1, 0s, 1h)}};
    world.faults[0].period = 4min;
    sim::Setup setup = promoted_in_90_settled_in_30(world);
    setup.world.clusters[0].database.primary = primary;
    setup.world.clusters[0].database.standby = 1 - primary;
    setup.world.deployments[0].dags[0].schedule.every = 5min;
    return run(setup, 1h);
  };
  const auto of_primary = flapping(1), of_standby = flapping(0);
  ASSERT_GT(times_of(of_primary, Happening::backlog_drained).size(), 3u);
  EXPECT_EQ(told(of_primary, "goes down").size(), 1u);
  EXPECT_EQ(told(of_primary, "worked off").size(), 1u);
  ASSERT_GT(times_of(of_standby, Happening::backlog_drained).size(), 3u);
  EXPECT_TRUE(told(of_standby, "worked off").empty()) << "it was not hit";
}

// A failover is decided after 30 s. Before, the names still lead to the primary and its connections
// go on; a second cut finds the standby where it was.
TEST(Zones, APrimaryThatIsBackBeforeAFailoverIsDecidedStaysThePrimary) {
  const ZoneWorld world{.faults = {fault("zone_network_isolation", 0, 0s, 1s),
                                   fault("zone_network_isolation", 0, 10min, 29s)}};
  const auto simulation = run(promoted_in_90_settled_in_30(world), 1h);
  EXPECT_EQ(times_of(simulation, Happening::database_promoted), Times{});
  EXPECT_EQ(times_of(simulation, Happening::database_ready), (Times{1, 10 * 60 + 29}));
}

TEST(Zones, APrimaryThatIsBackAfterAFailoverWasDecidedIsFailedOverAllTheSame) {
  const ZoneWorld world{.faults = {fault("zone_network_isolation", 0, 0s, 30s)}};
  const auto simulation = run(promoted_in_90_settled_in_30(world), 1h);
  EXPECT_EQ(times_of(simulation, Happening::database_promoted), (Times{90}));
  EXPECT_EQ(times_of(simulation, Happening::database_ready), (Times{90 + 30}));
}

TEST(Zones, APrimaryThatLostPowerForAMomentIsConnectedToAnew) {
  const ZoneWorld world{.faults = {fault("zone_power_outage", 0, 0s, 5s)}};
  const auto simulation = run(promoted_in_90_settled_in_30(world), 1h);
  EXPECT_EQ(times_of(simulation, Happening::database_promoted), Times{});
  EXPECT_EQ(times_of(simulation, Happening::database_ready), (Times{5 + 30}));
}

// The primary in a is lost a minute after the standby in b was out of reach for a second: an hour
// before any copy made anew could take over.
TEST(Zones, AStandbyThatWasOutOfReachForASecondCanTakeOver) {
  const ZoneWorld world{.faults = {fault("zone_network_isolation", 1, 0s, 1s),
                                   fault("zone_power_outage", 0, 1min, 2h)}};
  sim::Setup setup = promoted_in_90_settled_in_30(world);
  setup.timings["standby.create"] = tests::constantly(1h);
  EXPECT_EQ(times_of(run(setup, 1h), Happening::database_promoted), (Times{60 + 90}));
}

// The new standby in c needs an hour; b fails after 30 minutes, for 10.
TEST(Zones, AStandbyThatIsStillCopyingCannotTakeOver) {
  ZoneWorld world{.zones = 3,
                  .faults = {fault("zone_power_outage", 0, 0s, 3h),
                             fault("zone_power_outage", 1, 30min, 10min)}};
  sim::Setup setup = world.setup();
  setup.timings["database.promote"] = tests::constantly(90s);
  setup.timings["database.settle"] = tests::constantly(0s);
  setup.timings["standby.create"] = tests::constantly(1h);
  const auto simulation = run(setup, 1h);
  EXPECT_EQ(times_of(simulation, Happening::database_promoted), (Times{90}));
  EXPECT_EQ(times_of(simulation, Happening::database_ready), (Times{90, 40 * 60}));
}

TEST(Zones, SchedulersMayExitWhenTheDatabaseFailsOver) {
  ZoneWorld world{.is_high_availability = true, .faults = {fault("zone_power_outage", 0, 0s, 2h)}};
  world.profile.schedulers_exit_on_failover = true;
  sim::Setup setup = world.setup();
  setup.timings["database.promote"] = tests::constantly(90s);
  EXPECT_EQ(schedulers(run(setup, 91s)), 0u);
  EXPECT_EQ(schedulers(run(setup, 110s)), 1u);
}

// Cut off for 5 of every 10 minutes: shifted away after the first cut, it is not hit by the others.
TEST(Zones, WhatWasLedAwayFromAFlappingZoneIsNotHitAgain) {
  ZoneWorld world{.is_high_availability = false, .faults = {fault("zone_flapping", 0, 0s, 1h)}};
  world.faults[0].period = 10min;
  const auto hits = [](const sim::Setup& setup) {
    return times_of(run(setup, 1h), Happening::deployment_hit).size();
  };
  EXPECT_EQ(hits(world.setup()), 6u);
  EXPECT_EQ(hits(led_out_of_zones(world)), 1u) << "done after 4.5 min: before it is back";
}

// Cut off for 2.5 of every 10 minutes: it is back when the shift is done, 3 minutes after the
// fault.
TEST(Zones, AZoneThatHasJustComeBackIsLeftAllTheSame) {
  ZoneWorld world{.faults = {fault("zone_flapping", 0, 0s, 1h)}};
  world.faults[0].period = 10min;
  world.faults[0].duty = 0.25;
  const auto simulation = run(led_out_of_zones(world), 1h);
  EXPECT_EQ(times_of(simulation, Happening::zone_shifted),
            (Times{180, 780, 1380, 1980, 2580, 3180}))
      << "each cut is detected, and the shift begun anew";
  EXPECT_EQ(times_of(simulation, Happening::deployment_hit).size(), 1u);
}

// Every connection across the border is TCP: what arrives is of no use where no answer does. The
// nodes are missed, the database fails over, workers are lost and nothing is launched there.
TEST(Zones, ToBeCutOffInOneDirectionActsAsInBoth) {
  using Cuts = sim::FaultSpec::Cuts;
  std::vector<std::uint64_t> digests;
  for (const Cuts cuts : {Cuts::both, Cuts::inbound, Cuts::outbound}) {
    ZoneWorld world{.faults = {fault("zone_network_isolation", 0, 0s, 20min)}};
    world.faults[0].cuts = cuts;
    const auto simulation = run(led_out_of_zones(world), 2h);
    for (const auto what : {Happening::node_not_ready, Happening::database_promoted,
                            Happening::node_launched, Happening::zone_shifted})
      EXPECT_FALSE(times_of(simulation, what).empty()) << static_cast<int>(what);
    digests.push_back(simulation.digest());
  }
  EXPECT_EQ(digests[1], digests[0]);
  EXPECT_EQ(digests[2], digests[0]);
}

TEST(Zones, AShiftLeavesNoClusterWithoutAnyZone) {
  const ZoneWorld world{.faults = {fault("zone_network_isolation", 0, 0s, 10min),
                                   fault("zone_network_isolation", 1, 0s, 10min)}};
  const auto simulation = run(led_out_of_zones(world), 1h);
  EXPECT_LE(times_of(simulation, Happening::zone_shifted).size(), 1u);
  EXPECT_EQ(schedulers(simulation), 1u);
}

// a is lost for an hour and shifted away from for three days; b is lost 3 hours after a was.
TEST(Zones, AShiftEndsWhereNoOtherZoneIsLeft) {
  const ZoneWorld world{
      .faults = {fault("zone_power_outage", 0, 0s, 1h), fault("zone_power_outage", 1, 3h, 1h)}};
  const auto simulation = run(led_out_of_zones(world), 3h + 10min);
  EXPECT_EQ(times_of(simulation, Happening::shift_ended), (Times{3 * 60 * 60}));
  EXPECT_EQ(schedulers(simulation), 1u);
}

// Three probes, 30 s apart, the first in the instant of the loss.
Times detections(const sim::Simulation& simulation) {
  Times times;
  for (const drill::MissionTrace& mission : drill::gather(simulation).missions) {
    for (const sim::Instant at : mission.detected) times.push_back(seconds_after_the_fault(at));
  }
  return times;
}

Times completions(const sim::Simulation& simulation) {
  Times times;
  simulation.history().for_each([&](const sim::Record& record) {
    const bool is_completed =
        record.what == Happening::mission_note &&
        record.code == static_cast<std::uint16_t>(recovery::NoteKind::completed);
    if (is_completed) times.push_back(seconds_after_the_fault(record.at));
  });
  return times;
}

// a is lost for an hour, and 3 h 10 min after it b, to which everything has moved. DAG runs begin
// on the hour.
ZoneWorld both_zones_one_after_the_other() {
  return {.faults = {fault("zone_power_outage", 0, 0s, 1h),
                     fault("zone_power_outage", 1, 3h + 10min, 1h)}};
}

TEST(ZoneWatch, ASecondLossIsDetectedAndEvacuatedInItsOwnOutage) {
  const auto simulation = run(led_out_of_zones(both_zones_one_after_the_other()), 5h);
  EXPECT_EQ(detections(simulation), (Times{60, 11'460}));
  EXPECT_EQ(times_of(simulation, Happening::zone_shifted), (Times{180, 11'580}))
      << "the shift takes 2 minutes";
  const auto deployments = drill::measure_deployments(simulation, drill::gather(simulation));
  ASSERT_EQ(deployments[0].outages.size(), 2u);
  EXPECT_EQ(deployments[0].status, drill::Status::recovered);
  for (const drill::Outage& outage : deployments[0].outages) {
    EXPECT_TRUE(outage.ended);
    for (const auto called : {drill::Milestone::detected, drill::Milestone::started})
      EXPECT_EQ(drill::rta_of(outage.at, called, drill::Milestone::fault), 60s);
  }
}

// In 10 minutes after its pod is there; its only worker needs 25 from the shift on.
TEST(ZoneWatch, ARecoveryIsCompletedWhenItsSchedulersHeartBeatsAndItsWorkersAreThere) {
  for (const auto& [scheduler_start, worker_start] : {std::pair{10min, 1min}, {1min, 25min}}) {
    sim::Setup setup = led_out_of_zones({.faults = {fault("zone_power_outage", 0, 0s, 2h)}});
    setup.world.deployments[0].profile.scheduler_start = scheduler_start;
    setup.world.deployments[0].profile.worker_start = worker_start;
    const auto simulation = run(setup, 1h);
    const auto whole =
        scheduler_start > worker_start ? Happening::instance_healthy : Happening::workers_back;
    const Times completed = completions(simulation);
    ASSERT_EQ(completed.size(), 1u);
    EXPECT_GE(completed.front(), times_of(simulation, whole).front());
  }
}

// The scheduler that was lost with b is back within minutes, the next run is due at 5:00. The
// standby takes over by itself in 2 minutes: nobody waits for the call that fails it over, which
// takes 10.
TEST(ZoneWatch, TheCriticalPathIsThatOfTheLongestOutage) {
  const auto simulation = run(led_out_of_zones(both_zones_one_after_the_other()), 5h);
  const drill::Evidence evidence = drill::gather(simulation);
  const auto path = drill::measure_critical_path(simulation, evidence,
                                                 drill::measure_deployments(simulation, evidence));
  std::string story;
  for (const drill::CriticalStep& step : path.steps)
    story += step.step + ", " + drill::text_of(step.finished - step.started) + "\n";
  EXPECT_EQ(story,
            "detection, 1m\n"
            "zone.evacuate production, 2m\n"
            "stuck_pods.replace production, 1m\n"
            "its pods start, 20s\n"
            "the next tick of its schedule, 45m40s\n"
            "first task success, 1m\n");
  ASSERT_FALSE(path.steps.empty());
  EXPECT_EQ(path.steps[0].started, kStart + kFaultAt + 3h + 10min);
}

TEST(ZoneWatch, AZoneThatIsGoneForGoodIsDetectedOnceAndHidesNoOther) {
  const ZoneWorld world{.zones = 3,
                        .faults = {fault("zone_power_outage", 0, 0s, recovery::kForever),
                                   fault("zone_power_outage", 1, 3h, 1h)}};
  const auto simulation = run(led_out_of_zones(world), 20h);
  EXPECT_EQ(detections(simulation), (Times{60, 10'860}));
  EXPECT_EQ(times_of(simulation, Happening::zone_shifted), (Times{180, 10'980, 10'980}))
      << "a and then both";
}

// Cut off for 5 of every 10 minutes, and seen ten times in between.
TEST(ZoneWatch, AZoneThatFlapsIsDetectedPerLoss) {
  ZoneWorld world{.faults = {fault("zone_flapping", 0, 0s, 1h)}};
  world.faults[0].period = 10min;
  const auto simulation = run(led_out_of_zones(world), 2h);
  EXPECT_EQ(detections(simulation), (Times{60, 660, 1260, 1860, 2460, 3060}));
}

TEST(ZoneWatch, ACopyWatchesOnAsItsOriginal) {
  auto original = run(led_out_of_zones(both_zones_one_after_the_other()), 2min);
  sim::Simulation copy = original;
  for (sim::Simulation* each : {&original, &copy}) each->run_until(kStart + kFaultAt + 5h);
  EXPECT_EQ(copy.digest(), original.digest());
  EXPECT_EQ(detections(copy), (Times{60, 11'460}));
}

// Every launch and shift takes between one and three minutes.
TEST(ZoneWatch, APlanThatIsCarriedOutAgainHasNewLuck) {
  sim::Setup setup = led_out_of_zones(both_zones_one_after_the_other());
  setup.timings["zone.evacuate"] = {
      .distribution = sim::Distribution::range(1min, 3min), .source = "the test", .assumption = ""};
  const Times shifts = times_of(run(setup, 5h), Happening::zone_shifted);
  ASSERT_EQ(shifts.size(), 2u);
  EXPECT_NE(shifts[0], shifts[1] - 11'400);
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
  for (const drill::StateChange& change : drill::measure_states(simulation))
    EXPECT_NE(change.state, "UNHEALTHY");
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

// b, which holds the standby, is back after an hour and has every row that was committed.
TEST(Zones, TwoCopiesThatFallInOneInstantHoldTheSameWhicheverIsTakenFirst) {
  for (const std::uint32_t first : {0U, 1U}) {
    ZoneWorld world{.faults = {fault("zone_power_outage", first, 0s, first == 1 ? 1h : 2h),
                               fault("zone_power_outage", 1 - first, 0s, first == 1 ? 2h : 1h)}};
    sim::Setup setup = world.setup();
    setup.timings["database.promote"] = tests::constantly(90s);
    setup.timings["database.settle"] = tests::constantly(0s);
    setup.missions.clear();
    const auto simulation = run(setup, 2h);
    EXPECT_EQ(times_of(simulation, Happening::database_ready), (Times{60 * 60 + 90})) << first;
  }
}

// A scheduler, a PgBouncer and an API server on two nodes with a place each: the third node joins
// after 2 minutes.
TEST(Zones, PodsWithoutAPlaceGetANodeAlsoWhereNothingHasFailed) {
  const ZoneWorld world{.nodes = 1, .pods_per_node = 1, .faults = {}};
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
}  // namespace blackstart
