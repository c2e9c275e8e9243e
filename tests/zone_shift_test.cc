#include <gtest/gtest.h>

#include "tests/zone_story.h"

// A cluster is led away from a zone, and back to it.
namespace blackstart::tests {
namespace {

using sim::Happening;

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

// Slow, and up: its worker would go on taking tasks. It stops with what it does, and another one
// comes in the other zone.
TEST(Zones, NoTaskBeginsInAZoneThatWasLeft) {
  ZoneWorld world{.faults = {fault("zone_degradation", 0, 0s, 3h)}};
  world.faults[0].packet_loss = 0.9;
  const auto simulation = run(led_out_of_zones(world), 30min);
  const sim::Footing& footing = simulation.world().footings[0];
  EXPECT_EQ(footing.live_zones, sim::ZoneSet{1});
  EXPECT_EQ(footing.cordoned_zones, sim::ZoneSet{0});
  const auto& workers = simulation.world().queues[0].workers;
  EXPECT_EQ(workers[0], 0);
  EXPECT_GE(workers[1], 1);
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

}  // namespace
}  // namespace blackstart::tests
