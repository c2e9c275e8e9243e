#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "drill/measure/critical_path.h"
#include "drill/measure/deployments.h"
#include "drill/measure/evidence.h"
#include "drill/text/durations.h"
#include "tests/zone_story.h"

// A recovery inside of its region watches on for the next loss, and is carried out again.
namespace blackstart::tests {
namespace {

using sim::Happening;

// Three probes, 30 s apart, the first in the instant of the loss.
Times detections(const sim::Simulation& simulation) {
  Times times;
  for (const drill::Alarm& alarm : drill::gather(simulation).alarms)
    times.push_back(seconds_after_the_fault(alarm.detected));
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

// In a, which is slow and up, a task succeeds after 10 minutes; a minute later the database, which
// is up too, is moved out of it.
TEST(ZoneWatch, ARecoveryThatMovesALivingDatabaseBeginsAnOutage) {
  ZoneWorld world{.is_high_availability = true, .faults = {fault("zone_degradation", 0, 0s, 3h)}};
  world.faults[0].packet_loss = 0.9;
  const auto simulation = run(led_out_of_zones(world), 3h);
  EXPECT_EQ(times_of(simulation, Happening::taken_down), Times{660});
  const auto deployments = drill::measure_deployments(simulation, drill::gather(simulation));
  ASSERT_EQ(deployments[0].outages.size(), 2u);
  const drill::Outage& made = deployments[0].outages[1];
  EXPECT_EQ(seconds_after_the_fault(made.began), 660);
  ASSERT_TRUE(made.ended);
  EXPECT_EQ(times_of(simulation, Happening::database_ready),
            Times{seconds_after_the_fault(*made.ended)});
}

// No zone was ever ill: the fail-over that is left of the plan finds nothing to do.
TEST(ZoneWatch, AClusterThatWasDownMakesNoZoneIll) {
  ZoneWorld world{
      .faults = {fault("region_outage", 0, 0s, 1h), fault("cluster_outage", 0, 20min, 4h)}};
  world.faults[0].domain = sim::Domain::region;
  world.faults[1].domain = sim::Domain::cluster;
  const auto simulation = run(led_out_of_zones(world), 6h);
  EXPECT_EQ(times_of(simulation, Happening::promotion_began), Times{});
  const auto deployments = drill::measure_deployments(simulation, drill::gather(simulation));
  EXPECT_EQ(deployments[0].outages.size(), 1u);
}

// In 10 minutes after its pod is there; its only worker needs 25 from the shift on.
TEST(ZoneWatch, ARecoveryIsCompletedWhenItsSchedulersHeartBeatsAndItsWorkersAreThere) {
  for (const auto& [scheduler_start, worker_start] : {std::pair{10min, 1min}, {1min, 25min}}) {
    SCOPED_TRACE(drill::text_of(scheduler_start) + ", " + drill::text_of(worker_start));
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

}  // namespace
}  // namespace blackstart::tests
