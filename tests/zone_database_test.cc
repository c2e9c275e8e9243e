#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "tests/measured.h"
#include "tests/zone_story.h"

// What a zone's failure does to a database whose copies stand in two zones, instant by instant.
namespace blackstart::tests {
namespace {

using sim::Happening;

// The scheduler and the database's primary stand in a, the only PgBouncer in b: 340 s until it may
// go, 20 s until another runs.
TEST(Zones, ADatabaseBehindALostPgBouncerIsNotReached) {
  const ZoneWorld world{.faults = {fault("zone_power_outage", 1, 0s, 2h)}};
  const auto simulation = run(world.setup(), 30min);
  EXPECT_EQ(times_of(simulation, Happening::database_unreached), (Times{0}));
  EXPECT_EQ(times_of(simulation, Happening::database_reached), (Times{360}));
  const auto outcome = outcome_of(simulation);
  EXPECT_EQ(outcome.rta(drill::Milestone::database), 360s);
  EXPECT_EQ(outcome.rta(drill::Milestone::infrastructure), 0s) << "it was never lost";
  const auto timeline = timeline_of(simulation);
  EXPECT_TRUE(std::ranges::any_of(timeline, [](const drill::TimelineEntry& entry) {
    return entry.what.ends_with("cannot reach its database: its last PgBouncer is lost");
  }));
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
  const auto ledger = ledger_of(simulation);
  EXPECT_GT(row_of(ledger, sim::DataClass::dag_run).present, 0);
  for (const drill::LedgerRow& row : ledger) EXPECT_EQ(row.lost, 0) << name_of(row.data_class);
}

// Of how many rows and things, by class, how many are lost.
std::map<sim::DataClass, std::pair<std::int64_t, std::int64_t>> losses(
    const sim::Simulation& simulation) {
  std::map<sim::DataClass, std::pair<std::int64_t, std::int64_t>> lost;
  for (const drill::LedgerRow& row : ledger_of(simulation)) {
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

TEST(Zones, WhileItsDatabaseWaitsForItsZoneWhatIsInItIsOutOfReach) {
  ZoneWorld world{.has_standby = false, .faults = {fault("zone_power_outage", 0, 0s, 2h)}};
  for (const auto& [at, is_out] : {std::pair{1h, true}, {3h, false}}) {
    const auto simulation = run(world.setup(), at);
    SCOPED_TRACE(is_out ? "the zone is out" : "the zone is back");
    const auto ledger = ledger_of(simulation);
    const drill::LedgerRow runs = row_of(ledger, sim::DataClass::dag_run);
    EXPECT_GT(runs.present, 0);
    EXPECT_EQ(runs.unreachable, is_out ? runs.present : 0);
    EXPECT_EQ(row_of(ledger, sim::DataClass::task_log).unreachable, 0);
  }
}

// 20 minutes from 0:05 on, and again from 0:16 on.
TEST(Zones, AStandbyThatIsBeingBuiltIsBegunAnewWhenItsZoneIsLost) {
  ZoneWorld world{.faults = {fault("zone_power_outage", 1, 0s, 5min),
                             fault("zone_power_outage", 1, 15min, 1min)}};
  sim::Setup setup = world.setup();
  setup.timings["standby.create"] = constantly(20min);
  EXPECT_EQ(times_of(run(setup, 2h), Happening::standby_ready), (Times{36 * 60}));
}

TEST(Zones, WithoutAStandbyTheDatabaseWaitsForItsZone) {
  ZoneWorld world{.has_standby = false, .faults = {fault("zone_power_outage", 0, 0s, 2h)}};
  sim::Setup setup = world.setup();
  setup.timings["database.settle"] = constantly(0s);
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
  setup.timings["database.promote"] = constantly(90s);
  EXPECT_EQ(told(run(setup, 2min), "is lost"),
            (std::vector<std::string>{
                "production: the database's primary in a is lost",
                "production: the database's standby in b is lost while it takes over"}));
}

sim::Setup promoted_in_90_settled_in_30(const ZoneWorld& world) {
  sim::Setup setup = world.setup();
  setup.timings["database.promote"] = constantly(90s);
  setup.timings["database.settle"] = constantly(30s);
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
  setup.timings["standby.create"] = constantly(1h);
  EXPECT_EQ(times_of(run(setup, 1h), Happening::database_promoted), (Times{60 + 90}));
}

// The new standby in c needs an hour; b fails after 30 minutes, for 10.
TEST(Zones, AStandbyThatIsStillCopyingCannotTakeOver) {
  ZoneWorld world{.zones = 3,
                  .faults = {fault("zone_power_outage", 0, 0s, 3h),
                             fault("zone_power_outage", 1, 30min, 10min)}};
  sim::Setup setup = world.setup();
  setup.timings["database.promote"] = constantly(90s);
  setup.timings["database.settle"] = constantly(0s);
  setup.timings["standby.create"] = constantly(1h);
  const auto simulation = run(setup, 1h);
  EXPECT_EQ(times_of(simulation, Happening::database_promoted), (Times{90}));
  EXPECT_EQ(times_of(simulation, Happening::database_ready), (Times{90, 40 * 60}));
}

TEST(Zones, SchedulersMayExitWhenTheDatabaseFailsOver) {
  ZoneWorld world{.is_high_availability = true, .faults = {fault("zone_power_outage", 0, 0s, 2h)}};
  world.profile.schedulers_exit_on_failover = true;
  sim::Setup setup = world.setup();
  setup.timings["database.promote"] = constantly(90s);
  EXPECT_EQ(schedulers(run(setup, 91s)), 0u);
  EXPECT_EQ(schedulers(run(setup, 110s)), 1u);
}

// b, which holds the standby, is back after an hour and has every row that was committed.
TEST(Zones, TwoCopiesThatFallInOneInstantHoldTheSameWhicheverIsTakenFirst) {
  for (const std::uint32_t first : {0U, 1U}) {
    ZoneWorld world{.faults = {fault("zone_power_outage", first, 0s, first == 1 ? 1h : 2h),
                               fault("zone_power_outage", 1 - first, 0s, first == 1 ? 2h : 1h)}};
    sim::Setup setup = world.setup();
    setup.timings["database.promote"] = constantly(90s);
    setup.timings["database.settle"] = constantly(0s);
    setup.missions.clear();
    const auto simulation = run(setup, 2h);
    EXPECT_EQ(times_of(simulation, Happening::database_ready), (Times{60 * 60 + 90})) << first;
  }
}

}  // namespace
}  // namespace blackstart::tests
