#include <gtest/gtest.h>

#include <map>

#include "drill/measure/assumptions.h"
#include "drill/measure/critical_path.h"
#include "drill/measure/deployments.h"
#include "drill/text/durations.h"
#include "tests/zone_world.h"

// What a recovery waited for where nobody rebuilt anything, worked out by hand: 40 s until a node
// is missed, 300 s until its pods go, 20 s until they run elsewhere, 30 s until a scheduler's heart
// beats. The scheduler and the database's primary stand in a, the only PgBouncer in b.
namespace blackstart {
namespace {

using recovery::Duration;
using tests::fault;
using tests::kFaultAt;
using tests::kStart;
using tests::run;
using tests::ZoneWorld;
using namespace std::chrono_literals;

// A run every 5 minutes whose first task takes one.
sim::Setup busy(const ZoneWorld& world) {
  sim::Setup setup = world.setup();
  setup.missions.clear();
  setup.timings["database.promote"] = tests::constantly(90s);
  setup.timings["database.settle"] = tests::constantly(30s);
  setup.world.deployments[0].dags[0].schedule.every = 5min;
  setup.world.deployments[0].profile.scheduler_start = 30s;
  return setup;
}

sim::FaultSpec service_outage(const sim::Setup& setup, std::string_view service, Duration lasts) {
  const auto found = std::ranges::find(setup.world.services, service, &sim::ServiceSpec::name);
  sim::FaultSpec spec = fault("service_outage", 0, 0s, lasts);
  spec.domain = sim::Domain::service;
  spec.target = static_cast<std::uint32_t>(found - setup.world.services.begin());
  return spec;
}

struct Told {
  drill::CriticalPath path;
  std::map<std::string, Duration> assumed;  // what rests on each figure
};

Told told(const sim::Simulation& simulation, std::span<const drill::AssumedEnd> ends = {}) {
  const drill::Evidence evidence = drill::gather(simulation);
  Told found{.path = drill::measure_critical_path(
                 simulation, evidence, drill::measure_deployments(simulation, evidence))};
  for (const auto& each : drill::measure_assumptions(simulation, evidence, found.path, ends))
    found.assumed[each.figure] = each.on_critical_path;
  return found;
}

// One line per stretch: what, how long, and why.
std::string story(const drill::CriticalPath& path, Duration hit_after = 0s) {
  std::string text;
  recovery::Instant here = kStart + kFaultAt + hit_after;
  for (const drill::CriticalStep& step : path.steps) {
    EXPECT_EQ(step.started, here) << step.step << " joins without a gap";
    here = step.finished;
    text += step.step + " " + drill::text_of(step.finished - step.started) +
            (step.why.empty() ? "" : " (" + step.why + ")") + "\n";
  }
  return text;
}

std::string story(const sim::Setup& setup) { return story(told(run(setup, 4h)).path); }

constexpr std::string_view kLast = "first task success 1m (the task's own duration)\n";

TEST(Healing, ADatabaseWithoutAStandbyWaitsForItsZone) {
  const auto setup =
      busy({.has_standby = false, .faults = {fault("zone_power_outage", 0, 0s, 30min)}});
  const Told is = told(run(setup, 4h));
  EXPECT_EQ(story(is.path),
            "its zone comes back 30m (its database has no standby that could take over: "
            "zone_power_outage lasts 30m)\n"
            "names and connections follow 30s\n"
            "its scheduler starts 30s\n" +
                std::string(kLast));
  EXPECT_EQ(is.assumed.at("faults/zone_power_outage/for"), 30min);
  EXPECT_EQ(is.assumed.at("airflow/scheduler_start"), 30s);
}

// Its standby serves from 120 s on, its scheduler's pod runs from 360 s on.
TEST(Healing, APodThatIsMovedIsWaitedForLongerThanTheStandby) {
  EXPECT_EQ(story(busy({.faults = {fault("zone_power_outage", 0, 0s, 2h)}})),
            "nodes are missed and evicted 5m40s\n"
            "its pods start 20s\n"
            "its scheduler starts 30s\n" +
                std::string(kLast));
}

TEST(Healing, AFaultThatComesAndGoesHasNoLengthThatAnythingRestsOn) {
  sim::FaultSpec flaps = fault("zone_flapping", 0, 0s, recovery::kForever);
  flaps.period = 10min;
  flaps.duty = 0.4;
  const Told is = told(run(busy({.has_standby = false, .faults = {flaps}}), 58min));
  EXPECT_NE(story(is.path).find("zone_flapping lets go for a while"), std::string::npos)
      << story(is.path);
  EXPECT_FALSE(is.assumed.contains("faults/zone_flapping/for"));
}

TEST(Healing, ATaskThatAFaultSlowsIsNotOfItsOwnDuration) {
  sim::FaultSpec slow = fault("zone_degradation", 0, -30s, 1h);
  slow.slowdown = 3;
  const std::string path = story(told(run(busy({.faults = {slow}}), 2h)).path);
  EXPECT_NE(path.find("(its worker is slow: zone_degradation)"), std::string::npos) << path;
}

sim::Setup highly_available(Duration hit_after, std::uint32_t workers) {
  sim::Setup setup = busy(
      {.is_high_availability = true, .faults = {fault("zone_power_outage", 0, hit_after, 2h)}});
  setup.world.deployments[0].worker_queues[0].workers_min = workers;
  return setup;
}

// With two of each what is left in b carries on once the standby does.
TEST(Healing, AStandbyThatTakesOverIsAllThatHighAvailabilityWaitsFor) {
  EXPECT_EQ(story(highly_available(0s, 2)),
            "its standby takes over 1m30s\n"
            "names and connections follow 30s\n" +
                std::string(kLast));
}

// Its only worker was in a, and Kubernetes starts no other before it has given up that one.
TEST(Healing, HighAvailabilityWithOneWorkerWaitsForThatToBeEvicted) {
  sim::Setup setup = highly_available(0s, 1);
  setup.world.deployments[0].profile.worker_start = 40s;
  EXPECT_EQ(story(setup),
            "nodes are missed and evicted 5m40s\n"
            "a worker starts 40s\n" +
                std::string(kLast));
}

// A run every hour, hit ten minutes after it began; its database serves again at 01:12.
sim::Setup hourly_and_highly_available(Duration task) {
  sim::Setup setup = highly_available(10min, 2);
  setup.world.deployments[0].dags[0].schedule.every = 1h;
  for (sim::TaskSpec& each : setup.world.deployments[0].dags[0].tasks)
    each.duration = sim::Distribution::constant(task);
  return setup;
}

std::string from(const std::string& path, std::string_view step) {
  const std::size_t at = path.find(step);
  return at == std::string::npos ? path : path.substr(at);
}

TEST(Healing, WhatWasWaitedForAfterItsReturnIsToldStepByStep) {
  const std::string path = story(told(run(hourly_and_highly_available(1min), 4h)).path, 10min);
  EXPECT_EQ(from(path, "names"),
            "names and connections follow 30s\n"
            "the next tick of its schedule 48m\n" +
                std::string(kLast));
}

// The task of 01:00 dies at 01:10 with its last heartbeat: the first look after 01:15 finds it.
TEST(Healing, AZombieARetryDelayAndALongTaskAreWaitedForOneAfterTheOther) {
  sim::Setup setup = hourly_and_highly_available(30min);
  for (sim::TaskSpec& each : setup.world.deployments[0].dags[0].tasks) {
    each.retries = 1;
    each.retry_delay = 10min;
  }
  const std::string path = story(told(run(setup, 4h)).path, 10min);
  EXPECT_EQ(from(path, "names"),
            "names and connections follow 30s\n"
            "a zombie is detected 3m (no heartbeat for 5m, a look every 10s)\n"
            "a retry delay 10m\n"
            "first task success 30m (the task's own duration)\n");
}

// Whoever is only slower has no other backlog than what is under way.
TEST(Healing, WhatGoesOnMoreSlowlyHasDrainedItsBacklogWithThatWork) {
  ZoneWorld world{
      .faults = {fault("zone_degradation", 0, 30s, 2h), fault("zone_degradation", 1, 30s, 2h)}};
  for (sim::FaultSpec& fault : world.faults) fault.slowdown = 3;
  std::vector<sim::Instant> succeeded, drained;
  run(busy(world), 1h).history().for_each([&](const sim::Record& record) {
    if (record.what == sim::Happening::dag_succeeded) succeeded.push_back(record.at);
    if (record.what == sim::Happening::backlog_drained) drained.push_back(record.at);
  });
  ASSERT_EQ(drained.size(), 1u);
  EXPECT_GT(drained.front(), succeeded.front()) << "its run has another task";
  EXPECT_LT(drained.front(), kStart + tests::kFaultAt + 10min);
}

// b and then a were shifted away from when c, to which everything has moved, is cut off too.
TEST(Healing, AShiftThatEndsSinceNoOtherZoneIsLeftLetsPodsGoBack) {
  ZoneWorld world{.zones = 3,
                  .faults = {fault("zone_network_isolation", 1, 0s, 20min),
                             fault("zone_partial_loss", 0, 40min, 20min),
                             fault("zone_network_isolation", 2, 1h, 1h)}};
  world.faults[1].share = 0.7;
  sim::Setup setup = tests::led_out_of_zones(world);
  setup.world.deployments[0].dags[0].schedule.every = 5min;
  EXPECT_EQ(story(told(run(setup, 5h)).path, 1h),
            "the shift away from its zone ends 1h\n"
            "its pods start 20s\n" +
                std::string(kLast));
}

TEST(Healing, AStuckPodWaitsForTheZoneItsVolumeIsIn) {
  EXPECT_EQ(story(busy({.has_stateful_schedulers = true,
                        .faults = {fault("zone_power_outage", 0, 0s, 2h)}})),
            "its zone comes back 2h (its pod is bound to a volume there: zone_power_outage lasts "
            "2h)\n"
            "its pods start 20s\n"
            "its scheduler starts 30s\n" +
                std::string(kLast));
}

// A zone that is only slow holds up nobody: neither does it matter where the loss gives way to it,
// nor where both end in the same instant.
TEST(Healing, ALossIsToldAmongWhatBeginsAndEndsWithIt) {
  for (const Duration after : {Duration(0s), Duration(2h)}) {
    ZoneWorld world{
        .has_stateful_schedulers = true,
        .faults = {fault("zone_power_outage", 0, 0s, 2h), fault("zone_degradation", 0, after, 2h)}};
    world.faults[1].disk_slowdown = 2;
    EXPECT_EQ(story(busy(world)),
              "its zone comes back 2h (its pod is bound to a volume there: zone_power_outage lasts "
              "2h)\n"
              "its pods start 20s\n"
              "its scheduler starts 30s\n" +
                  std::string(kLast))
        << drill::text_of(after);
  }
}

TEST(Healing, APartOfAZoneThatIsBackIsItsNodes) {
  ZoneWorld world{.has_stateful_schedulers = true,
                  .faults = {fault("zone_partial_loss", 0, 0s, 1h)}};
  world.nodes = 1;
  EXPECT_EQ(story(busy(world)),
            "its nodes come back 1h (its pod is bound to a volume there: zone_partial_loss lasts "
            "1h)\n"
            "its pods start 20s\n"
            "its scheduler starts 30s\n" +
                std::string(kLast));
}

TEST(Healing, AnEndThatNobodyPublishedIsNoFigureOfTheScenario) {
  const auto simulation =
      run(busy({.has_standby = false, .faults = {fault("zone_power_outage", 0, 0s, 30min)}}), 4h);
  const drill::AssumedEnd end{.fault = "zone_power_outage", .assumed = 30min};
  const Told is = told(simulation, {&end, 1});
  EXPECT_EQ(is.assumed.at("end of 'zone_power_outage'"), 30min);
  EXPECT_FALSE(is.assumed.contains("faults/zone_power_outage/for"));
}

// The node of b has room for one more pod: the scheduler's comes first, the API server's, without
// which no worker of Airflow 3 can say that its task has succeeded, has to wait.
sim::Setup cramped(ZoneWorld world) {
  world.nodes = 1;
  world.pods_per_node = 2;
  sim::Setup setup = busy(world);
  setup.world.deployments[0].profile.airflow_major = 3;
  return setup;
}

TEST(Healing, WhereNothingCanBeLaunchedTheApiServerWaitsForItsZone) {
  EXPECT_EQ(story(cramped({.capacities = {{.zone = 1, .type = "any", .nodes = 0}},
                           .faults = {fault("zone_power_outage", 0, 0s, 2h)}})),
            "its zone comes back 2h (no node has room, and launches are refused: "
            "zone_power_outage lasts 2h)\n"
            "its pods start 20s\n" +
                std::string(kLast));
}

// The autoscaler asks every 5 minutes; a launch takes 2.
TEST(Healing, RefusedLaunchesAreWaitedForUntilOneIsGranted) {
  ZoneWorld world{.faults = {fault("zone_power_outage", 0, 0s, 3h)}};
  world.profile.launches_refused_percent = 80;
  world.profile.launch_slowdown = 1;
  const Told is = told(run(cramped(world), 4h));
  const Duration refused = is.assumed.at("platform/launch_retry");
  EXPECT_GT(refused, 0s);
  EXPECT_EQ(refused % 5min, 0s);
  EXPECT_EQ(story(is.path),
            "nodes are missed and evicted 5m40s\n"
            "launches are refused until the autoscaler asks again " +
                drill::text_of(refused) +
                "\n"
                "a node is launched 2m\n"
                "its pods start 20s\n" +
                std::string(kLast));
}

// It misses its nodes from the moment it is back: 3600 + 40 + 300 s.
TEST(Healing, WithoutItsControlPlaneAClusterMissesNobody) {
  sim::Setup setup = busy({.faults = {fault("zone_power_outage", 0, 0s, 3h)}});
  setup.faults.push_back(service_outage(setup, "kubernetes/east", 1h));
  EXPECT_EQ(story(setup),
            "the control plane comes back 1h (nobody misses a node before: service_outage lasts "
            "1h)\n"
            "nodes are missed and evicted 5m40s\n"
            "its pods start 20s\n"
            "its scheduler starts 30s\n" +
                std::string(kLast));
}

// Every task is a pod of its own. The run of 2:00 is the first whose pod can start.
TEST(Healing, AKubernetesExecutorStartsNoPodWithoutTheControlPlane) {
  sim::Setup setup = busy({.faults = {fault("region_control_plane_outage", 0, 0s, 1h)}});
  setup.faults[0].domain = sim::Domain::region;
  setup.world.deployments[0].profile.executor = sim::Executor::kubernetes;
  const Told is = told(run(setup, 4h));
  EXPECT_EQ(story(is.path),
            "the control plane comes back 1h (region_control_plane_outage lasts 1h)\n"
            "its pod starts 15s\n" +
                std::string(kLast));
  EXPECT_EQ(is.assumed.at("faults/region_control_plane_outage/for"), 1h);
}

// Nobody is moved within 4 minutes, and no pod has to start again.
TEST(Healing, AnIsolatedZoneIsWaitedForAndThenItsScheduler) {
  EXPECT_EQ(
      story(busy({.has_standby = false, .faults = {fault("zone_network_isolation", 0, 0s, 4min)}})),
      "its zone comes back 4m (its database has no standby that could take over: "
      "zone_network_isolation lasts 4m)\n"
      "names and connections follow 30s\n"
      "its scheduler starts 30s\n" +
          std::string(kLast));
}

// a is lost for 20 minutes; the primary has moved to b, which is lost 10 minutes after a and for
// 30: nothing was back before.
TEST(Healing, AFaultThatHitsBeforeItIsBackIsTold) {
  const auto setup = busy({.faults = {fault("zone_power_outage", 0, 0s, 20min),
                                      fault("zone_power_outage", 1, 2min, 30min)}});
  EXPECT_EQ(story(setup),
            "it is hit again before it is back 2m (zone_power_outage)\n"
            "its zone comes back 30m (its database has no standby that could take over: "
            "zone_power_outage lasts 30m)\n"
            "names and connections follow 30s\n"
            "its scheduler starts 30s\n" +
                std::string(kLast));
}

}  // namespace
}  // namespace blackstart
