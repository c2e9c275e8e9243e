#include "sim/fault/fault.h"

#include <gtest/gtest.h>

#include "sim/fault/health.h"
#include "tests/small_world.h"

// Faults of every failure domain compose, and each heals its own part only.
namespace blackstart::tests {
namespace {

using sim::Domain;
using sim::FaultSpec;

// Zones of the small world: a and b in east, a and b in west.
constexpr sim::ZoneId kEastA = 0, kEastB = 1, kWestA = 2;

std::uint32_t service_named(const sim::WorldSpec& world, std::string_view name) {
  std::uint32_t service = 0;
  while (world.services[service].name != name) ++service;
  return service;
}

FaultSpec fault(std::string_view kind, Domain domain, std::uint32_t target, recovery::Duration at,
                recovery::Duration lasts) {
  return {.name = std::string(kind),
          .kind = kind_named(kind),
          .target = target,
          .domain = domain,
          .begins = kStart + at,
          .lasts = lasts};
}

// A run of these faults and nothing else: nobody watches, nobody recovers.
sim::Simulation run(const std::vector<FaultSpec>& faults,
                    const SmallWorld& world = {.watched_from = {}}) {
  sim::Setup setup = world.setup();
  setup.faults = faults;
  return simulate(std::move(setup));
}

const sim::WorldSpec& spec(const sim::Simulation& simulation) { return simulation.setup().world; }

std::size_t count(const sim::Simulation& simulation, sim::Happening what) {
  std::size_t found = 0;
  simulation.history().for_each([&](const sim::Record& each) { found += each.what == what; });
  return found;
}

TEST(Fault, AZoneIsBackWhenTheLastOfItsOutagesHasEnded) {
  auto simulation = run({fault("zone_power_outage", Domain::zone, kEastA, 1h, 2h),
                         fault("zone_power_outage", Domain::zone, kEastA, 2h, 3h)});
  const auto has_power = [&](recovery::Duration at) {
    simulation.run_until(kStart + at);
    return sim::zone_has_power(spec(simulation), simulation.world(), kEastA);
  };
  EXPECT_TRUE(has_power(30min));
  EXPECT_FALSE(has_power(90min));
  EXPECT_FALSE(has_power(4h)) << "the first has ended, the second has not";
  EXPECT_TRUE(has_power(5h));
}

TEST(Fault, AZoneFaresNoBetterThanItsRegion) {
  auto simulation = run({fault("partial_region_outage", Domain::region, 0, 1h, 1h)});
  simulation.run_until(kStart + 90min);
  EXPECT_FALSE(sim::zone_has_power(spec(simulation), simulation.world(), kEastA));
  EXPECT_FALSE(sim::zone_has_power(spec(simulation), simulation.world(), kEastB));
  EXPECT_TRUE(sim::zone_has_power(spec(simulation), simulation.world(), kWestA));
}

TEST(Fault, APartialRegionOutageLeavesBackupsReadableAndAFullOneDoesNot) {
  auto partial = run({fault("partial_region_outage", Domain::region, 0, 1h, 1h)});
  auto full = run({fault("region_outage", Domain::region, 0, 1h, 1h)});
  partial.run_until(kStart + 90min);
  full.run_until(kStart + 90min);
  EXPECT_TRUE(sim::region_storage_is_readable(spec(partial), partial.world(), 0));
  EXPECT_FALSE(sim::region_storage_is_readable(spec(full), full.world(), 0));
  EXPECT_FALSE(partial.world().is_running(0));
  EXPECT_FALSE(full.world().is_running(0));
}

// What one leaves (half, then a fifth less) is what the next can take: 0.5 * 0.8 = 0.4 run on.
TEST(Fault, SharesOfOneZoneCompose) {
  FaultSpec half = fault("zone_partial_loss", Domain::zone, kEastA, 1h, 4h);
  half.share = 0.5;
  FaultSpec fifth = fault("zone_partial_loss", Domain::region, 0, 2h, 4h);
  fifth.share = 0.2;
  auto simulation = run({half, fifth});
  simulation.run_until(kStart + 3h);
  EXPECT_DOUBLE_EQ(sim::zone_share_running(spec(simulation), simulation.world(), kEastA), 0.4);
  EXPECT_DOUBLE_EQ(sim::zone_share_running(spec(simulation), simulation.world(), kEastB), 0.8);
}

// A published improvement is a fault that ends and a milder one that begins at the same instant.
TEST(Fault, WhatGivesWayToSomethingMilderIsOneOutage) {
  FaultSpec milder = fault("zone_partial_loss", Domain::region, 0, 2h, 1h);
  milder.share = 0.5;
  auto simulation = run({fault("region_outage", Domain::region, 0, 1h, 1h), milder});
  simulation.run_until(kStart + 6h);
  EXPECT_EQ(count(simulation, sim::Happening::deployment_hit), 1u);
  EXPECT_EQ(count(simulation, sim::Happening::site_returned), 1u);
}

TEST(Fault, BetweenOneThatEndsAndOneThatBeginsThereNothingHeals) {
  auto simulation = run({fault("region_outage", Domain::region, 0, 1h, 1h),
                         fault("region_outage", Domain::region, 0, 2h, 1h),
                         fault("region_control_plane_outage", Domain::region, 0, 2h, 3h)});
  simulation.run_until(kStart + 6h);
  EXPECT_EQ(count(simulation, sim::Happening::deployment_hit), 1u);
  EXPECT_EQ(count(simulation, sim::Happening::site_failed), 1u);
  EXPECT_EQ(count(simulation, sim::Happening::site_returned), 1u);
  EXPECT_TRUE(simulation.world().impairments.active().empty());
}

TEST(Fault, ACutInOneDirectionLeavesTheOther) {
  FaultSpec cut = fault("zone_network_isolation", Domain::zone, kEastA, 1h, 1h);
  cut.cuts = FaultSpec::Cuts::inbound;
  auto simulation = run({cut});
  simulation.run_until(kStart + 90min);
  const auto reaches = [&](sim::Direction direction) {
    return sim::zone_is_reachable(spec(simulation), simulation.world(), kEastA, direction);
  };
  EXPECT_FALSE(reaches(sim::Direction::inbound));
  EXPECT_TRUE(reaches(sim::Direction::outbound));
  EXPECT_FALSE(sim::zone_is_reachable(spec(simulation), simulation.world(), kEastA));
  EXPECT_TRUE(sim::zone_has_power(spec(simulation), simulation.world(), kEastA));
}

// Down for the first quarter of every 20 minutes: cut 0-5, whole 5-20, cut 20-25, whole from the
// end.
TEST(Fault, AFlappingZoneComesAndGoesUntilItsEnd) {
  FaultSpec flaps = fault("zone_flapping", Domain::zone, kEastA, 1h, 22min);
  flaps.period = 20min;
  flaps.duty = 0.25;
  auto simulation = run({flaps});
  std::string seen;
  for (const auto minute : {1min, 4min, 6min, 19min, 21min, 23min, 43min}) {
    simulation.run_until(kStart + 1h + minute);
    seen += sim::zone_is_reachable(spec(simulation), simulation.world(), kEastA) ? '+' : '-';
  }
  EXPECT_EQ(seen, "--++-++");
}

// AWS FIS models 30 minutes of power interruption, then 30 minutes of symptoms.
TEST(Fault, AZoneComesBackSlowUntilItsSymptomsPass) {
  FaultSpec outage = fault("zone_power_outage", Domain::zone, kEastA, 1h, 30min);
  outage.recovery_symptoms = 30min;
  outage.recovery_slowdown = 3;
  auto simulation = run({outage});
  const auto slowdown = [&](recovery::Duration at) {
    simulation.run_until(kStart + at);
    return sim::zone_slowdown(spec(simulation), simulation.world(), kEastA);
  };
  EXPECT_EQ(slowdown(80min), 1) << "dead, not slow";
  EXPECT_EQ(slowdown(100min), 3);
  EXPECT_TRUE(sim::zone_has_power(spec(simulation), simulation.world(), kEastA));
  EXPECT_EQ(slowdown(120min), 1);
  EXPECT_EQ(count(simulation, sim::Happening::symptoms_ended), 1u);
}

TEST(Fault, AZoneLostForGoodIsDestroyedAndOneThatIsCutOffIsNot) {
  auto simulation =
      run({fault("zone_power_outage", Domain::zone, kEastA, 1h, recovery::kForever),
           fault("zone_network_isolation", Domain::zone, kEastB, 1h, recovery::kForever)});
  simulation.run_until(kStart + 2h);
  EXPECT_TRUE(sim::zone_is_destroyed(spec(simulation), simulation.world(), kEastA));
  EXPECT_FALSE(sim::zone_is_destroyed(spec(simulation), simulation.world(), kEastB));
}

TEST(Fault, AClusterIsDownWhileItsRegionGoesOn) {
  auto simulation = run({fault("cluster_outage", Domain::cluster, 0, 1h, 1h)});
  simulation.run_until(kStart + 90min);
  EXPECT_FALSE(simulation.world().is_running(0));
  EXPECT_TRUE(simulation.world().region_is_up(0));
  // Its pods start again within half a minute, its scheduler in another.
  simulation.run_until(kStart + 2h + 1min);
  EXPECT_TRUE(simulation.world().is_running(0));
  EXPECT_EQ(count(simulation, sim::Happening::deployment_hit), 1u);
}

// The Deployment goes down with its own fault; the region's, which begins and ends within it,
// neither hits it again nor brings it back.
TEST(Fault, ADeploymentStaysDownUntilEveryReasonIsGone) {
  auto simulation = run({fault("deployment_outage", Domain::deployment, 0, 1h, 5h),
                         fault("region_outage", Domain::region, 0, 2h, 1h)});
  simulation.run_until(kStart + 4h);
  EXPECT_FALSE(simulation.world().is_running(0));
  EXPECT_TRUE(simulation.world().site_is_up(0));
  simulation.run_until(kStart + 6h);
  EXPECT_TRUE(simulation.world().is_running(0));
  EXPECT_EQ(count(simulation, sim::Happening::deployment_hit), 1u);
}

TEST(Fault, AServiceRefusesItsOwnShareAndThatOfItsHome) {
  const sim::WorldSpec world = SmallWorld{}.setup().world;
  const std::uint32_t compute = service_named(world, "compute/east");
  const std::uint32_t iam = service_named(world, "iam");
  FaultSpec errors = fault("api_degradation", Domain::service, compute, 1h, 9h);
  errors.error_share = 0.5;
  errors.latency = 4;
  auto simulation = run({errors, fault("region_control_plane_outage", Domain::region, 0, 3h, 1h),
                         fault("region_outage", Domain::region, 0, 5h, 1h)});
  const auto share = [&](std::uint32_t service, recovery::Duration at) {
    simulation.run_until(kStart + at);
    return sim::service_error_share(spec(simulation), simulation.world(), service);
  };
  EXPECT_EQ(share(compute, 2h), 0.5);
  EXPECT_EQ(sim::service_latency(spec(simulation), simulation.world(), compute), 4);
  EXPECT_EQ(share(compute, 3h), 1);
  EXPECT_EQ(share(iam, 3h), 0) << "a global control plane is not one of the region's own";
  EXPECT_EQ(share(iam, 5h), 1) << "but it goes down with the region it lives in";
  EXPECT_EQ(share(compute, 7h), 0.5);
}

TEST(Fault, ARegionWhoseEveryZoneIsOffHasNoControlPlanesAndNoBuckets) {
  const auto share_of_iam = [](const std::vector<FaultSpec>& faults) {
    auto simulation = run(faults);
    simulation.run_until(kStart + 2h);
    EXPECT_EQ(sim::region_storage_is_readable(spec(simulation), simulation.world(), 0),
              faults.size() == 1 && faults[0].domain == Domain::zone);
    return sim::service_error_share(spec(simulation), simulation.world(),
                                    service_named(spec(simulation), "iam"));
  };
  const FaultSpec one = fault("zone_power_outage", Domain::zone, kEastA, 1h, 2h);
  const FaultSpec other = fault("zone_power_outage", Domain::zone, kEastB, 1h, 2h);
  EXPECT_EQ(share_of_iam({one}), 0);
  EXPECT_EQ(share_of_iam({one, other}), 1);
  EXPECT_EQ(share_of_iam({fault("zone_power_outage", Domain::region, 0, 1h, 2h)}), 1);
}

SmallWorld rebuilt_in_west() { return {.outage_lasts = recovery::kForever}; }

sim::Simulation recovered_in_west(const std::vector<FaultSpec>& besides) {
  SmallWorld world = rebuilt_in_west();
  std::vector<FaultSpec> faults = world.setup().faults;
  faults.insert(faults.end(), besides.begin(), besides.end());
  auto simulation = run(faults, world);
  simulation.run_until(kStart + 24h);
  return simulation;
}

Instant first_success_in_west(const std::vector<FaultSpec>& besides) {
  const auto simulation = recovered_in_west(besides);
  Instant success = Instant::max();
  simulation.history().for_each([&](const sim::Record& each) {
    const bool is_it = each.what == sim::Happening::dag_succeeded && each.a > 0;
    if (is_it) success = std::min(success, each.at);
  });
  return success;
}

TEST(Fault, ARecoveryWaitsForTheControlPlaneOfTheRegionItLeadsTo) {
  const Instant undisturbed = first_success_in_west({});
  const Instant disturbed =
      first_success_in_west({fault("region_control_plane_outage", Domain::region, 1, 4h, 6h)});
  EXPECT_LT(undisturbed, kStart + 10h);
  EXPECT_GT(disturbed, kStart + 10h) << "nothing can be created in west before";
}

Instant first_in_west(const std::vector<FaultSpec>& besides, sim::Happening what) {
  const auto simulation = recovered_in_west(besides);
  Instant first = Instant::max();
  simulation.history().for_each([&](const sim::Record& each) {
    if (each.what == what) first = std::min(first, each.at);
  });
  return first;
}

TEST(Fault, ARecoveryWaitsForCapacityInTheRegionItLeadsTo) {
  const FaultSpec shortage = fault("zone_capacity_shortage", Domain::region, 1, 1h, 11h);
  EXPECT_LT(first_in_west({}, sim::Happening::infrastructure_ready), kStart + 6h);
  EXPECT_GT(first_in_west({shortage}, sim::Happening::infrastructure_ready), kStart + 12h);
}

TEST(Fault, ARecoveryBuildsNothingInAZoneThatTakesNoLaunches) {
  const auto simulation =
      recovered_in_west({fault("zone_capacity_shortage", Domain::zone, kWestA, 1h, 23h)});
  std::size_t built = 0;
  for (const sim::Node& node : simulation.world().platform.nodes) {
    if (simulation.world().sites[node.site].region != 1) continue;
    EXPECT_EQ(node.zone, 1) << "west's second zone";
    ++built;
  }
  EXPECT_GT(built, 0u);
}

// The change of 2:00 finds the fleet's control plane down, that of 4:30 its region.
TEST(Fault, NobodyDeploysWhileNothingCanBeChangedOrReached) {
  sim::Setup setup = SmallWorld{.watched_from = {}}.setup();
  setup.faults.push_back(fault("control_plane_outage", Domain::service,
                               service_named(setup.world, "control_plane"), 1h, 2h));
  setup.deploys = {{.at = kStart + 2h, .deployment = 0, .change = "first"},
                   {.at = kStart + 3h, .deployment = 0, .change = "second"},
                   {.at = kStart + 4h + 30min, .deployment = 0, .change = "third"}};
  sim::Simulation simulation = simulate(std::move(setup));
  simulation.run_until(kStart + 5h);
  EXPECT_EQ(count(simulation, sim::Happening::change_deployed), 1u);
  EXPECT_EQ(count(simulation, sim::Happening::change_refused), 2u);
}

// Every operation takes 10 minutes; creating the node pool then takes 100.
TEST(Fault, ASlowControlPlaneMakesARecoverySlow) {
  const sim::WorldSpec world = SmallWorld{}.setup().world;
  FaultSpec slow = fault("api_degradation", Domain::service, service_named(world, "compute/west"),
                         1h, recovery::kForever);
  slow.latency = 10;
  EXPECT_GE(first_success_in_west({slow}), first_success_in_west({}) + 60min);
}

TEST(Fault, ACallThatIsRefusedHalfTheTimeSucceedsInTheEnd) {
  const sim::WorldSpec world = SmallWorld{}.setup().world;
  FaultSpec errors = fault("api_degradation", Domain::service, service_named(world, "network/west"),
                           1h, recovery::kForever);
  errors.error_share = 0.5;
  EXPECT_LT(first_success_in_west({errors}), kStart + 12h);
}

TEST(Fault, AMonitorThatReadsUnhealthyCausesAFalseFailover) {
  auto simulation = run({fault("monitoring_outage", Domain::region, 1, 4h, 2h)}, rebuilt_in_west());
  simulation.run_until(kStart + 24h);
  EXPECT_EQ(count(simulation, sim::Happening::primary_changed), 1u);
  EXPECT_EQ(count(simulation, sim::Happening::deployment_hit), 0u) << "nothing was wrong";
}

TEST(Fault, AMonitorThatFallsSilentSeesNoOutage) {
  SmallWorld world = rebuilt_in_west();
  std::vector<FaultSpec> faults = world.setup().faults;
  faults.push_back(fault("monitoring_outage", Domain::region, 1, 1h, recovery::kForever));
  faults.back().monitors_read_unhealthy = false;
  auto simulation = run(faults, world);
  simulation.run_until(kStart + 24h);
  EXPECT_EQ(count(simulation, sim::Happening::primary_changed), 0u);
}

// IAM lives in east: a fault of its own and the region's failure refuse its calls, a shortage of
// machines and the other region's failure do not.
TEST(Fault, ACallIsRefusedByWhatImpairsItsServiceOrItsHome) {
  const sim::WorldSpec world = SmallWorld{}.setup().world;
  const std::uint32_t iam = service_named(world, "iam");
  const auto refuses = [&](std::string_view kind, Domain domain, std::uint32_t target) {
    return sim::refuses_calls(world, fault(kind, domain, target, 1h, 1h), iam);
  };
  EXPECT_TRUE(refuses("service_outage", Domain::service, iam));
  EXPECT_TRUE(refuses("region_outage", Domain::region, 0));
  EXPECT_FALSE(refuses("region_outage", Domain::region, 1));
  EXPECT_FALSE(refuses("zone_capacity_shortage", Domain::region, 0));
  EXPECT_FALSE(refuses("zone_partial_loss", Domain::zone, kEastA));
  EXPECT_FALSE(refuses("region_control_plane_outage", Domain::region, 0)) << "that is east's own";
}

}  // namespace
}  // namespace blackstart::tests
