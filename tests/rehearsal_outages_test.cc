#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "drill/report/report.h"
#include "tests/small_rehearsal.h"

// Several faults, or a recovery that is an outage itself: which outages that makes, and what each
// is held against.
namespace blackstart::tests {
namespace {

// East fails from 4 h to 6 h and from 5 h to 9 h. It is back when both have ended: one outage.
TEST(Rehearsal, OverlappingFaultsAreOneOutageThatEndsWithTheLast) {
  sim::Setup setup = SmallWorld{.outage_lasts = 2h}.setup();
  setup.missions.clear();
  add_fault(setup, kEast, 5h, 4h);
  const Outcome outcome = rehearse(std::move(setup));
  ASSERT_EQ(outcome.deployments[0].outages.size(), 1U);
  EXPECT_EQ(outcome.deployments[0].outages[0].rta(), 5h + 1min);
}

// While east is down the Deployment fails too, for longer: the outage is about both.
TEST(Rehearsal, WhatHitsTheFallenIsOfTheSameOutage) {
  sim::Setup setup = SmallWorld{.outage_lasts = 1h}.setup();
  setup.missions.clear();
  add_application_fault(setup, 4h + 30min, 3h);
  Objective application = rto(1h);
  application.disruption = "application";
  EXPECT_EQ(judged(rehearse(std::move(setup), {application})),
            "missed: billing took 3h31m, 2h31m too long\n");
}

// East fails at 4 h; rebuilt in west by 6:17, billing fails there from 8 h to 13 h.
TEST(Rehearsal, WhereItHasMovedToItComesBackInPlace) {
  sim::Setup setup = SmallWorld{}.setup();
  add_application_fault(setup, 8h, 5h);
  EXPECT_EQ(path(rehearse(std::move(setup))),
            "its fault ends 5h (application lasts 5h)\n"
            "first task success 1m (the task's own duration)\n");
}

// East fails from 4 h to 5 h and again from 8 h to 14 h. Each time it is to be back in time.
TEST(Rehearsal, WhatGoesDownAgainIsHeldAgainstTheObjectiveAgain) {
  sim::Setup setup = SmallWorld{.outage_lasts = 1h}.setup();
  setup.missions.clear();
  add_fault(setup, kEast, 8h, 6h);
  const Outcome outcome = rehearse(std::move(setup), {rto(2h)});
  EXPECT_EQ(judged(outcome), "missed: billing took 6h01m, 4h01m too long\n");
}

// Each outage has its own milestones: east is HEALTHY again when it is back, after 1 h and after 2.
TEST(Rehearsal, EveryOutageHasMilestonesOfItsOwn) {
  sim::Setup setup = SmallWorld{.outage_lasts = 1h}.setup();
  setup.missions.clear();
  add_fault(setup, kEast, 8h, 2h);
  Objective to_scheduler = rto(2h);
  to_scheduler.to = Milestone::scheduler;
  const Outcome outcome = rehearse(std::move(setup), {to_scheduler});
  EXPECT_EQ(judged(outcome), "met: billing took 2h, 0s to spare\n");
}

// East fails from 4 h to 5 h and again from 8 h to 14 h: the second outage is the longer one.
TEST(Rehearsal, MilestonesAndRtaAreOfTheLongestOutageAndEachTellsItsOwn) {
  sim::Setup setup = SmallWorld{.outage_lasts = 1h}.setup();
  setup.missions.clear();
  add_fault(setup, kEast, 8h, 6h);
  const std::vector outcomes = {rehearse(std::move(setup))};
  const auto json =
      nlohmann::json::parse(drill::find_report_format("json")->write(outcomes, drill::Style{}));
  const auto& billing = json.at("deployments").at(0);
  EXPECT_EQ(billing.at("milestones").at("fault"), 8 * 3600);
  EXPECT_EQ(billing.at("milestones").at("first_success"), 14 * 3600 + 60);
  EXPECT_EQ(billing.at("rta").at("first_success"), 6 * 3600 + 60);
  EXPECT_EQ(billing.at("outages").at(0).at("milestones").at("fault"), 4 * 3600);
  EXPECT_EQ(billing.at("outages").at(0).at("milestones").at("first_success"), 5 * 3600 + 60);
}

// East fails at 4 h for 5 minutes, which are over before anybody declares, and at 8 h for good:
// declared 6 minutes later, back 2 h 17 min after that. Of the first outage nobody knows what it
// took since a declaration, but no more than its 6 minutes.
TEST(Rehearsal, AnOutageWithoutTheClockTookNoLongerThanSinceItsFault) {
  using Kind = drill::Bound::Kind;
  sim::Setup setup = SmallWorld{.outage_lasts = 5min}.setup();
  add_fault(setup, kEast, 8h, recovery::kForever);
  const auto since = Milestone::declared;
  const Outcome outcome = rehearse(std::move(setup), {rto(3h, since), rto(2h, since)},
                                   {rta(Kind::at_most, 3h, since), rta(Kind::at_most, 2h, since),
                                    rta(Kind::at_least, 2h, since), rta(Kind::never, 0s, since)});
  ASSERT_EQ(outcome.deployments[0].outages.size(), 2U);
  EXPECT_EQ(verdicts(outcome.objectives), "met missed") << judged(outcome);
  EXPECT_EQ(verdicts(outcome.expectations), "met missed met missed");
}

// East fails at 4 h for 30 s, too short to be declared, and at 8 h for good.
TEST(Rehearsal, OfWhatEndedBeforeAMilestoneTheOtherOutagesTell) {
  using Kind = drill::Bound::Kind;
  sim::Setup setup = SmallWorld{.outage_lasts = 30s}.setup();
  add_fault(setup, kEast, 8h, recovery::kForever);
  drill::Expectation declared = rta(Kind::equals, 6min);
  declared.to = Milestone::declared;
  const Outcome outcome = rehearse(std::move(setup), {}, {declared});
  ASSERT_EQ(outcome.deployments[0].outages.size(), 2U);
  EXPECT_EQ(verdicts(outcome.expectations), "met");
}

// East fails at 4 h for 30 s and at 8 h for good: a DAG is to succeed in time after either.
TEST(Rehearsal, ADagIsHeldAgainstItsObjectiveAfterEveryOutage) {
  sim::Setup setup = SmallWorld{.outage_lasts = 30s}.setup();
  add_fault(setup, kEast, 8h, recovery::kForever);
  Objective of_dag = rto(2h);
  of_dag.of.dag = "*";
  drill::Expectation expectation = rta(drill::Bound::Kind::equals, 2h + 17min);
  expectation.of.dag = "*";
  const Outcome outcome = rehearse(std::move(setup), {of_dag}, {expectation});
  EXPECT_EQ(judged(outcome), "missed: billing/invoices took 2h17m, 17m too long\n");
  EXPECT_EQ(verdicts(outcome.expectations), "met");
}

// The Deployment itself is down at 4 h for a minute, and east from 8 h on for good: what is lost is
// lost with east: the 24 runs of the day before, and seven.
TEST(Rehearsal, ALossIsHeldAgainstTheDisruptionInWhichItHappened) {
  sim::Setup setup = SmallWorld{.outage_at = 8h, .outage_lasts = recovery::kForever}.setup();
  add_application_fault(setup, 4h, 1min);
  drill::Expectation all;
  all.measure = "lost";
  all.of.data_class = "dag_run";
  all.bounds = {{.kind = drill::Bound::Kind::equals, .value = drill::Bound::Value::all}};
  const Outcome outcome =
      rehearse(std::move(setup), {rpo("dag_run", "application"), rpo("dag_run")}, {all});
  EXPECT_EQ(judged(outcome),
            "met: no dag_run lost\n"
            "missed: 31 of 31 dag_run lost, of all time\n");
  EXPECT_EQ(verdicts(outcome.expectations), "met");
}

// Nothing is wrong with east: the monitors in west read "unhealthy" from 4 h on. Fenced at 0:46,
// back at 2:17, and all that east held is given up for nothing.
TEST(Rehearsal, AFalseFailoverIsAnOutageOfItsOwnMaking) {
  sim::Setup setup = SmallWorld{}.setup();
  setup.faults[0].kind = kind_named("monitoring_outage");
  setup.faults[0].target = kWest;
  Objective by_recovery = rto(1h);
  by_recovery.disruption = "recovery";
  const Outcome outcome =
      rehearse(std::move(setup), {by_recovery, rpo("dag_run", ""), rpo("dag_run")});
  EXPECT_EQ(judged(outcome),
            "missed: billing took 1h31m, 31m too long\n"
            "missed: 28 of 28 dag_run lost, of all time\n"
            "unknown: no dag_run was there to be lost in such a disruption\n");
}

// East fails at 4 h for 30 s, which nobody notices, and works again. What the monitors in west read
// from 8 h on has nothing to do with that.
TEST(Rehearsal, AFalseFailoverIsNotHeldAgainstTheDisruptionBeforeIt) {
  sim::Setup setup = SmallWorld{.outage_lasts = 30s}.setup();
  add_fault(setup, kWest, 8h, 10h);
  setup.faults[1].kind = kind_named("monitoring_outage");
  Objective by_recovery = rto(1h), of_region = rto(1h);
  by_recovery.disruption = "recovery";
  of_region.disruption = "region";
  EXPECT_EQ(judged(rehearse(std::move(setup), {by_recovery, of_region})),
            "missed: billing took 1h31m, 31m too long\n"
            "met: billing took 1m30s, 58m30s to spare\n");
}

// Its zone is down from 4:10 to 4:20, its region from 4:40 on, before the run of 5:00 could tell
// that it works again. Detected at 4:41, declared at 4:46, when the recovery turns to the twin.
// Fenced at 4:56, activated at 5:06, its connections are there at 5:21, unpaused at 5:36.
TEST(Rehearsal, WhatATwinTakesOverStandsNoEarlierThanTheRecoveryTurnsToTheTwin) {
  sim::Setup setup = with_twin({.outage_at = 4h + 40min});
  setup.world.clusters[0].database.has_standby = false;
  setup.faults.push_back({.name = "zone",
                          .kind = kind_named("zone_power_outage"),
                          .target = 0,
                          .domain = sim::Domain::zone,
                          .begins = kStart + 4h + 10min,
                          .lasts = 10min});
  const Outcome outcome = rehearse(std::move(setup));
  EXPECT_EQ(outcome.deployments[0].outages.size(), 1U);
  EXPECT_EQ(milestones(outcome),
            "detected 31m, declared 36m, started 36m, infrastructure 36m, database 36m, scheduler "
            "36m, first_success 1h27m, backlog_drained 1h28m");
}

// Its database, alone in its zone, is cut off for 32 of every 40 minutes, the first time at 4:00.
sim::Setup flapping_for_ever(recovery::Duration horizon) {
  sim::Setup setup = SmallWorld{.horizon = horizon, .dag_every = 5min}.setup();
  setup.missions.clear();
  setup.world.clusters[0].database.has_standby = false;
  setup.faults = {{.name = "flaps",
                   .kind = kind_named("zone_flapping"),
                   .target = 0,
                   .domain = sim::Domain::zone,
                   .begins = kStart + 4h,
                   .period = 40min,
                   .duty = 0.8}};
  return setup;
}

TEST(Rehearsal, WhatFlapsForEverMayComeBackAfterTheHorizon) {
  const Outcome outcome = rehearse(flapping_for_ever(6h + 20min), {rto(2h)});
  EXPECT_EQ(outcome.deployments[0].outages.size(), 4U);
  EXPECT_EQ(status(outcome), Status::not_observed);
  EXPECT_EQ(outcome.objectives[0].verdict, Verdict::unknown) << judged(outcome);
}

TEST(Rehearsal, ACycleThatBeginsAtTheHorizonIsNoOutage) {
  const Outcome outcome = rehearse(flapping_for_ever(6h));
  EXPECT_EQ(outcome.deployments[0].outages.size(), 3U);
  EXPECT_EQ(status(outcome), Status::recovered);
}

}  // namespace
}  // namespace blackstart::tests
