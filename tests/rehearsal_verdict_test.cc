#include <gtest/gtest.h>

#include <span>

#include "drill/report/report.h"
#include "tests/says.h"
#include "tests/small_rehearsal.h"

// What is met, what is missed, and what a run cannot tell.
namespace blackstart::tests {
namespace {

// East never comes back and nobody recovers it.
TEST(Rehearsal, ATimeThatNeverComesIsLongerThanAny) {
  using Kind = drill::Bound::Kind;
  sim::Setup setup = SmallWorld{.outage_lasts = recovery::kForever}.setup();
  setup.missions.clear();
  const Outcome outcome =
      rehearse(std::move(setup), {rto(400 * 24h)},
               {rta(Kind::at_most, 400 * 24h), rta(Kind::at_least, 400 * 24h), rta(Kind::never, 0s),
                rta(Kind::eventually, 0s), rta(Kind::equals, 1h)});
  EXPECT_EQ(verdicts(outcome.objectives), "missed");
  EXPECT_EQ(verdicts(outcome.expectations), "missed met met missed missed");
}

// A Deployment cannot be created before its cluster: that is no matter of trying again. What needs
// it is skipped, the mission is given up, and without a strategy for it nothing comes back.
TEST(Rehearsal, ARunbookThatFailsForGoodIsAMissAlsoBeforeTheTimeIsUp) {
  recovery::Step create;
  create.name = "create";
  create.operation = "deployment.create";
  create.target = "deployment:billing";
  recovery::Step deploy = create;
  deploy.name = "deploy";
  deploy.operation = "image.deploy";
  deploy.needs = {"create"};
  const Outcome outcome =
      rehearse({.outage_lasts = recovery::kForever, .runbook = {create, deploy}}, {rto(100h)});
  EXPECT_EQ(status(outcome), Status::not_recovered);
  EXPECT_EQ(judged(outcome), "missed: billing: not_recovered, east is down\n");
  EXPECT_TRUE(says(story(outcome),
                   "create: failed: cluster 'production' is not ready in west yet\n"
                   "deploy: skipped\nrecovery given up\n"));
}

// Two hours after the fault the plan has 17 minutes to go.
TEST(Rehearsal, ARunThatEndsTooEarlyIsUnknownUntilTheTimeAllowedIsUp) {
  const Outcome outcome = rehearse({.horizon = 6h}, {rto(3h), rto(2h), rto(1h)});
  EXPECT_EQ(status(outcome), Status::not_observed);
  EXPECT_EQ(judged(outcome),
            "unknown: billing: not_observed, its DAGs are paused\n"
            "unknown: billing: not_observed, its DAGs are paused\n"
            "missed: billing: not_observed, its DAGs are paused\n");
}

// A minute after the fault the third probe is just about to be missed; the fault has no end. Who
// watches from the dead region alone will never miss one: that is no matter of waiting longer.
TEST(Rehearsal, ARunThatEndsBeforeAnyoneCouldDetectIsUnknownAndOneWhereNobodyCanIsMissed) {
  EXPECT_EQ(judged(rehearse({.horizon = 4h + 59s, .outage_lasts = recovery::kForever}, {rto(3h)})),
            "unknown: billing: not_observed, east is down\n");
  EXPECT_EQ(
      judged(rehearse({.horizon = 6h, .outage_lasts = recovery::kForever, .watched_from = {"east"}},
                      {rto(3h)})),
      "missed: billing: not_recovered, east is down\n");
}

// East is down for 20 s; the run ends while its pods are starting.
TEST(Rehearsal, WhatIsComingUpByItselfIsNotGivenUp) {
  sim::Setup setup = SmallWorld{.horizon = 4h + 21s, .outage_lasts = 20s}.setup();
  setup.missions.clear();
  EXPECT_EQ(status(rehearse(std::move(setup))), Status::not_observed);
}

// The horizon ends 4 h after the second failure, which lasts 6: it is not back, and nobody saw
// whether it will be.
TEST(Rehearsal, WhatIsDownAgainAtTheEndIsNotMetByItsFirstReturn) {
  sim::Setup setup = SmallWorld{.horizon = 12h, .outage_lasts = 1h}.setup();
  setup.missions.clear();
  add_fault(setup, kEast, 8h, 6h);
  const Outcome outcome = rehearse(std::move(setup), {rto(5h)});
  EXPECT_EQ(status(outcome), Status::not_observed);
  EXPECT_EQ(judged(outcome),
            "unknown: billing: not_observed, east is down; billing took 1h01m, 3h59m to spare\n");
  EXPECT_EQ(outcome.exit_code(), 3);
  const std::string report = drill::write_text(std::span(&outcome, 1), {});
  EXPECT_TRUE(says(report,
                   "RTA, fault to first task success: none is back at the end\n"
                   "  0 of 1 hit Deployment is back at the end\n"));
  EXPECT_TRUE(says(report, "  billing went down 2 times: 1h01m, not back by the end\n"));
}

TEST(Rehearsal, AnObjectiveThatNothingWasHitForIsUnknown) {
  const Outcome outcome = rehearse({.outage_at = 48h}, {rto(1h), rpo("dag_run")});
  EXPECT_EQ(outcome.exit_code(), 3);
  EXPECT_EQ(outcome.verdict(), Verdict::unknown);
}

TEST(Rehearsal, AnObjectiveOfADisruptionThatDidNotHappenIsUnknown) {
  Objective zone = rto(100h);
  zone.disruption = "zone";
  const Outcome outcome = rehearse(SmallWorld{}, {zone, rpo("environment_variable", "zone")});
  EXPECT_EQ(judged(outcome),
            "unknown: nothing that it is about was hit in this run\n"
            "unknown: no environment_variable was there to be lost in such a disruption\n");
  EXPECT_EQ(outcome.exit_code(), 3);
}

TEST(Rehearsal, AClassThatNobodyHoldsIsUnknownAndAMissOutweighsIt) {
  EXPECT_EQ(judged(rehearse(SmallWorld{}, {rpo("pool")})),
            "unknown: no pool was there to be lost in such a disruption\n");
  EXPECT_EQ(rehearse(SmallWorld{}, {rpo("pool"), rto(1h)}).exit_code(), 1);
  EXPECT_EQ(rehearse(SmallWorld{}, {rpo("pool"), rto(3h)}).exit_code(), 3);
}

Objective rpo_of(drill::Selection of, const std::string& data_class) {
  Objective objective = rpo(data_class);
  objective.of = std::move(of);
  return objective;
}

// A cluster's route is of each Deployment on it, and a Deployment's rows are of its cluster and of
// each of its DAGs.
TEST(Rehearsal, AnRpoIsHeldAgainstWhatWhoeverItIsAboutShares) {
  EXPECT_EQ(judged(rehearse(SmallWorld{}, {rpo_of({.deployment = "billing"}, "route:customer"),
                                           rpo_of({.tier = "critical"}, "route:customer"),
                                           rpo_of({.cluster = "production"}, "connection"),
                                           rpo_of({.dag = "invoices"}, "connection"),
                                           rpo_of({.dag = "none"}, "connection")})),
            "missed: 1 of 1 route:customer lost, of all time\n"
            "missed: 1 of 1 route:customer lost, of all time\n"
            "missed: 1 of 1 connection lost, of all time\n"
            "missed: 1 of 1 connection lost, of all time\n"
            "unknown: no connection was there to be lost in such a disruption\n");
}

// It is down on its own from 1 h to 1:30, and its region is lost at 4 h.
TEST(Rehearsal, AnRpoIsNotHeldAgainstWhatAClusterLostInAnotherDisruption) {
  sim::Setup setup = SmallWorld{}.setup();
  add_application_fault(setup, 1h, 30min);
  std::ranges::sort(setup.faults, {}, &sim::FaultSpec::begins);
  const std::string route = "route:customer";
  EXPECT_EQ(judged(rehearse(std::move(setup), {rpo(route, "application"), rpo(route, "region")})),
            "met: no route:customer lost\n"
            "missed: 1 of 1 route:customer lost, of all time\n");
}

TEST(Rehearsal, ADagThatItsTeamHasPausedIsNotAwaited) {
  sim::Setup setup = SmallWorld{}.setup();
  setup.world.deployments[0].dags.push_back(setup.world.deployments[0].dags[0]);
  setup.world.deployments[0].dags[1].name = "paused";
  setup.world.deployments[0].dags[1].paused = true;
  Objective all_dags = rto(3h), paused_dag = rto(3h);
  all_dags.of.dag = "*";
  paused_dag.of.dag = "paused";
  const std::string verdicts_of_both =
      verdicts(rehearse(std::move(setup), {all_dags, paused_dag}).objectives);
  EXPECT_EQ(verdicts_of_both, "met unknown");
}

TEST(Rehearsal, WhereNothingIsEverDueNobodyKnowsWhetherItWouldSucceed) {
  sim::Setup setup = SmallWorld{}.setup();
  setup.world.deployments[0].dags[0].schedule.kind = sim::ScheduleSpec::Kind::none;
  const Outcome outcome = rehearse(std::move(setup), {rto(3h)});
  EXPECT_EQ(judged(outcome), "unknown: billing: not_observed, no task has been due yet\n");
}

TEST(Rehearsal, AnRpoMayBeOfThoseOfOneProvenanceAlone) {
  EXPECT_EQ(judged(rehearse(SmallWorld{}, {rpo("connection:ui"), rpo("connection:image")})),
            "missed: 1 of 1 connection:ui lost, of all time\n"
            "unknown: no connection:image was there to be lost in such a disruption\n");
}

// It hibernates while its region is lost for good: nobody hit it, and its history is gone.
TEST(Rehearsal, WhatIsLostOfASleeperIsHeldAgainstAnObjective) {
  sim::Setup setup = SmallWorld{.outage_lasts = recovery::kForever}.setup();
  setup.world.deployments[0].is_development_mode = true;
  setup.world.deployments[0].is_hibernating = true;
  const Outcome outcome = rehearse(std::move(setup), {rpo("dag_run"), rpo("dag_run", "zone")});
  EXPECT_EQ(status(outcome), Status::unaffected);
  EXPECT_EQ(outcome.objectives[0].verdict, Verdict::missed) << judged(outcome);
  EXPECT_EQ(outcome.objectives[1].verdict, Verdict::unknown) << judged(outcome);
}

// A scheduler that starts 300 ms past the second looks for work at that fraction ever after.
TEST(Rehearsal, AnExpectationTellsWholeSecondsUnlessItsVerdictHangsOnLess) {
  using Kind = drill::Bound::Kind;
  const auto outcome_with = [](std::vector<drill::Expectation> expectations) {
    sim::Setup setup = SmallWorld{}.setup();
    setup.faults.clear();
    add_application_fault(setup, 8h, 30min + 300ms);
    return rehearse(std::move(setup), {}, std::move(expectations));
  };
  const auto taken = outcome_with({}).deployments[0].rta(Milestone::first_success);
  ASSERT_TRUE(taken);
  const auto whole = std::chrono::floor<std::chrono::seconds>(*taken);
  ASSERT_NE(*taken, whole);
  const Outcome outcome = outcome_with({rta(Kind::at_most, 2h), rta(Kind::at_most, whole)});
  EXPECT_EQ(verdicts(outcome.expectations), "met missed");
  EXPECT_EQ(outcome.expectations[0].measured, drill::text_of(recovery::Duration(whole)));
  EXPECT_EQ(outcome.expectations[1].measured, drill::text_of(*taken));
}

drill::Expectation status_is(drill::Bound::Kind kind, Status wanted) {
  drill::Expectation expectation;
  expectation.measure = "status";
  expectation.bounds = {
      {.kind = kind, .value = drill::Bound::Value::word, .word = std::string(name_of(wanted))}};
  return expectation;
}

drill::Expectation recovered_of(drill::Bound::Kind kind, std::int64_t count) {
  drill::Expectation expectation;
  expectation.measure = "recovered";
  expectation.bounds = {{.kind = kind, .number = count}};
  return expectation;
}

TEST(Rehearsal, WhatMayComeAfterTheEndOfTheRunIsNotMissed) {
  using Kind = drill::Bound::Kind;
  const Outcome outcome = rehearse(
      SmallWorld{.horizon = 6h}.setup(), {},
      {status_is(Kind::equals, Status::recovered), status_is(Kind::eventually, Status::recovered),
       status_is(Kind::never, Status::not_recovered), status_is(Kind::equals, Status::unaffected),
       status_is(Kind::equals, Status::not_observed), recovered_of(Kind::at_least, 1),
       recovered_of(Kind::at_most, 0), recovered_of(Kind::at_most, 1)});
  ASSERT_EQ(status(outcome), Status::not_observed);
  EXPECT_EQ(verdicts(outcome.expectations), "unknown unknown met missed met unknown unknown met");
  EXPECT_EQ(outcome.expectations[5].measured, "0 to 1 of 1");
}

// Its connection is entered anew after the loss.
TEST(Rehearsal, WhatASleeperLostIsHeldAgainstWhatWasThere) {
  sim::Setup setup = SmallWorld{.outage_lasts = recovery::kForever}.setup();
  setup.world.deployments[0].is_development_mode = true;
  setup.world.deployments[0].is_hibernating = true;
  const Outcome outcome = rehearse(std::move(setup));
  for (const drill::LedgerRow& row : outcome.ledger) {
    if (row.data_class != DataClass::connection && row.data_class != DataClass::dag_run) continue;
    EXPECT_GT(row.lost, 0) << name_of(row.data_class);
    EXPECT_EQ(row.at_fault, row.lost) << name_of(row.data_class);
  }
}

}  // namespace
}  // namespace blackstart::tests
