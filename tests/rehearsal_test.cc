#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "drill/measure/work.h"
#include "drill/outcome.h"
#include "drill/report/report.h"
#include "drill/text/durations.h"
#include "tests/small_world.h"

// Whole rehearsals of the small world, each instant worked out by hand. Every operation takes 10
// minutes, a person answers within 5 and declaring takes no time of its own. From the fault at 4 h:
//
//     0:01 detected (misses at 0:00:00, 0:00:30, 0:01:00)     0:06 declared
//     0:21 ticket opened (5 + 10)                             0:36 answered (5 + 10)
//     0:46 VPC, fence    0:56 NAT, database, log bucket, peering requested
//     1:06 cluster       1:11 peering accepted (5 + 10)       1:16 node pool, configuration
//     1:26 Deployment (also: the route, by the team: 5 + 10)  1:36 environment
//     1:46 image: HEALTHY   2:01 connections (5 + 10)         2:16 unpaused (5 + 10)
//     2:17 the first task of a minute has succeeded
namespace blackstart::tests {
namespace {

using drill::Milestone;
using drill::Objective;
using drill::Outcome;
using drill::Status;
using drill::Verdict;

Outcome rehearse(sim::Setup setup, std::vector<Objective> objectives = {},
                 std::vector<drill::Expectation> expectations = {}) {
  drill::Scenario scenario;
  scenario.setup = std::make_shared<const sim::Setup>(std::move(setup));
  scenario.binding = std::make_shared<const sim::Binding>(scenario.setup, mock::operations());
  scenario.objectives = std::move(objectives);
  scenario.expectations = std::move(expectations);
  return drill::run(scenario, 1, kStart);
}

Outcome rehearse(const SmallWorld& world, std::vector<Objective> objectives = {}) {
  return rehearse(world.setup(), std::move(objectives));
}

void add_fault(sim::Setup& setup, sim::RegionId region, recovery::Duration at,
               recovery::Duration lasts) {
  setup.faults.push_back({.name = "fault " + std::to_string(setup.faults.size() + 1),
                          .kind = 0,
                          .target = region,
                          .begins = kStart + at,
                          .lasts = lasts});
}

void add_application_fault(sim::Setup& setup, recovery::Duration after, recovery::Duration lasts) {
  setup.faults.push_back({.name = "application",
                          .kind = kind_named("deployment_outage"),
                          .target = 0,
                          .domain = sim::Domain::deployment,
                          .begins = kStart + after,
                          .lasts = lasts});
}

constexpr sim::RegionId kEast = 0, kWest = 1;

Objective rto(recovery::Duration limit, Milestone since = Milestone::fault) {
  Objective objective;
  objective.rto = limit;
  objective.since = since;
  return objective;
}

Objective rpo(const std::string& data_class, const std::string& disruption = "region") {
  Objective objective;
  objective.disruption = disruption;
  objective.rpo[data_class] = 15min;
  return objective;
}

drill::Expectation rta(drill::Bound::Kind kind, recovery::Duration limit,
                       Milestone since = Milestone::fault) {
  drill::Expectation expectation;
  expectation.measure = "rta";
  expectation.since = since;
  expectation.bounds = {{.kind = kind, .number = limit.count()}};
  return expectation;
}

std::string verdicts(const std::vector<drill::Judgement>& judgements) {
  std::string text;
  for (const drill::Judgement& each : judgements)
    text += (text.empty() ? "" : " ") + std::string(name_of(each.verdict));
  return text;
}

// "detected 1m, declared 6m, ..." since the fault; what did not come is left out.
std::string milestones(const Outcome& outcome) {
  std::string text;
  for (std::size_t i = 1; i < drill::kMilestones; ++i) {
    const auto rta = outcome.deployments.at(0).rta(static_cast<Milestone>(i));
    if (!rta) continue;
    text += (text.empty() ? "" : ", ") + std::string(name_of(static_cast<Milestone>(i))) + " " +
            drill::text_of(*rta);
  }
  return text;
}

// What the timeline says, a line each.
std::string story(const Outcome& outcome) {
  std::string text;
  for (const drill::TimelineEntry& entry : outcome.timeline) text += entry.what + "\n";
  return text;
}

// One line per stretch: what, how long, and what it waited for.
std::string path(const Outcome& outcome) {
  std::string text;
  for (const drill::CriticalStep& step : outcome.critical_path.steps) {
    text += step.step + " " + drill::text_of(step.finished - step.started) +
            (step.why.empty() ? "" : " (" + step.why + ")") + "\n";
  }
  return text;
}

std::string judged(const Outcome& outcome) {
  std::string text;
  for (const drill::Judgement& each : outcome.objectives)
    text += std::string(name_of(each.verdict)) + ": " + each.measured + "\n";
  return text;
}

Status status(const Outcome& outcome) { return outcome.deployments.at(0).status; }

TEST(Rehearsal, EveryMilestoneComesWhenTheArithmeticSays) {
  const Outcome outcome = rehearse(SmallWorld{}, {rto(2h + 17min), rto(2h + 17min - 1us)});
  EXPECT_EQ(milestones(outcome),
            "detected 1m, declared 6m, started 6m, infrastructure 1h16m, database 56m, scheduler "
            "1h46m, first_success 2h17m, backlog_drained 2h18m");
  EXPECT_EQ(judged(outcome),
            "met: billing took 2h17m, 0s to spare\n"
            "missed: billing took 2h17m, 1us too long\n");
}

TEST(Rehearsal, TheCriticalPathSaysWhatEachStepWaitedForAndAddsUp) {
  const Outcome outcome = rehearse(SmallWorld{});
  EXPECT_EQ(path(outcome),
            "detection 1m (3 missed probes, one every 30s)\n"
            "declaration 5m (waited 5m for their response)\n"
            "ticket.open east 15m (waited 5m for their response)\n"
            "ticket.respond east 15m (waited 5m for their response)\n"
            "vpc.create production 10m\n"
            "nat_gateway.create production 10m\n"
            "cluster.create production 10m\n"
            "node_pool.create production worker 10m\n"
            "deployment.create billing 10m\n"
            "environment_variables.restore billing 10m\n"
            "image.deploy billing 10m\n"
            "connections.reenter billing 15m (waited 5m for their response)\n"
            "dags.unpause billing 15m (waited 5m for their response)\n"
            "first task success 1m (the task's own duration)\n");
  recovery::Duration total{};
  Instant here = kStart + 4h;
  for (const drill::CriticalStep& step : outcome.critical_path.steps) {
    EXPECT_EQ(step.started, here) << step.step << " joins without a gap";
    here = step.finished;
    total += step.finished - step.started;
  }
  EXPECT_EQ(total, 2h + 17min);
}

// EC2 bears one call per 30 minutes. The VPC takes the token at 0:36, the next is there at 1:06, 20
// minutes after the NAT gateway could have used it: everything after it is 20 minutes later.
TEST(Rehearsal, ARateLimitIsNamedWhereItWasWaitedFor) {
  sim::Setup setup = SmallWorld{}.setup();
  setup.limits.apis["ec2"] = {.bucket = 1, .refill_every = 30min};
  const Outcome outcome = rehearse(std::move(setup));
  EXPECT_EQ(outcome.deployments[0].rta(Milestone::first_success), 2h + 37min);
  EXPECT_NE(path(outcome).find(
                "nat_gateway.create production 30m (waited 20m for the rate limit of ec2)\n"),
            std::string::npos)
      << path(outcome);
}

// The team needs 2 h for the route (asked at 1:11, begun 1:16, done 3:16) and does one thing after
// the other: the connections, asked for at 1:46, begin at 3:16.
TEST(Rehearsal, APersonWhoIsBusyIsNamedWithWhatTheyWereDoing) {
  sim::Setup setup = SmallWorld{}.setup();
  setup.timings.at("route.recreate") = constantly(2h);
  const Outcome outcome = rehearse(std::move(setup));
  EXPECT_NE(
      path(outcome).find("connections.reenter billing 1h40m (waited 1h30m for them, busy with "
                         "route.recreate production/to-warehouse)\n"),
      std::string::npos)
      << path(outcome);
  EXPECT_EQ(outcome.deployments[0].rta(Milestone::first_success), 3h + 42min)
      << "3:16 + 10, then 5 + 10 to unpause, then a minute";
}

// Five times nobody keeps anybody waiting: declaration, ticket, answer, connections, unpausing.
TEST(Rehearsal, PeopleWhoAnswerAtOnceSaveWhatTheyWouldHaveTaken) {
  EXPECT_EQ(milestones(rehearse({.people_respond_in = 0s})),
            "detected 1m, declared 1m, started 1m, infrastructure 1h01m, database 41m, scheduler "
            "1h31m, first_success 1h52m, backlog_drained 1h53m");
}

// East is back at 0:05, the commander answers at 0:06 and sees it: nothing is done, nothing is
// lost. The run of four o'clock is made up for at 0:05; its first task succeeds a minute later. How
// long after a declaration it took nobody can say, but less than the 6 minutes since the fault.
TEST(Rehearsal, AFaultThatHealsBeforeItIsDeclaredIsNoDisaster) {
  const Outcome outcome =
      rehearse({.outage_lasts = 5min}, {rto(10min), rto(10min, Milestone::declared), rpo("dag_run"),
                                        rto(5min), rto(5min, Milestone::declared)});
  EXPECT_EQ(judged(outcome),
            "met: billing took 6m, 4m to spare\n"
            "met: billing: recovered, but declared never came\n"
            "met: no dag_run lost\n"
            "missed: billing took 6m, 1m too long\n"
            "unknown: billing: recovered, but declared never came\n");
  EXPECT_EQ(path(outcome),
            "the region comes back 5m (outage lasts 5m)\n"
            "first task success 1m (the task's own duration)\n");
  EXPECT_EQ(outcome.exit_code(), 1);
}

// The only vantage point is in west, which is dead from 3 h to 5 h: it is silent, and silence is
// not a miss. Its probes of 5:00:00, 5:00:30 and 5:01:00 are: everything is an hour later.
TEST(Rehearsal, AVantagePointInADeadRegionSaysNothing) {
  sim::Setup setup = SmallWorld{}.setup();
  add_fault(setup, kWest, 3h, 2h);
  EXPECT_EQ(milestones(rehearse(std::move(setup))),
            "detected 1h01m, declared 1h06m, started 1h06m, infrastructure 2h16m, database 1h56m, "
            "scheduler 2h46m, first_success 3h17m, backlog_drained 3h18m");
}

// Whoever watches from the region that dies never hears of it. East comes back after 10 h.
TEST(Rehearsal, WithoutAnyoneWhoCanLookNothingIsDetectedAndTheRegionsReturnIsTheRecovery) {
  Outcome outcome = rehearse({.watched_from = {"east"}});
  outcome.strategy = "reprovision";
  EXPECT_EQ(milestones(outcome),
            "infrastructure 10h, database 10h, scheduler 10h, first_success "
            "10h01m, backlog_drained 10h02m");
  const std::string report = drill::find_report_format("text")->write({&outcome, 1}, {});
  EXPECT_NE(report.find("strategy reprovision never began: the failure was never detected"),
            std::string::npos)
      << report;
}

// West fails at 1:00 for 30 minutes, in the middle of the cluster's creation (0:56 to 1:06), which
// fails with it. West is back at 1:30; the retries, 5 minutes apart at most, find it by 1:35.
// Everything after the cluster is 34 to 39 minutes later.
TEST(Rehearsal, ASecondFailureInTheMiddleOfTheRecoveryIsRetriedUntilItsRegionIsBack) {
  sim::Setup setup = SmallWorld{}.setup();
  add_fault(setup, kWest, 5h, 30min);
  const Outcome outcome = rehearse(std::move(setup));
  const auto rta = outcome.deployments[0].rta(Milestone::first_success);
  ASSERT_TRUE(rta.has_value());
  EXPECT_GE(*rta, 2h + 17min + 34min);
  EXPECT_LE(*rta, 2h + 17min + 39min);
  EXPECT_NE(path(outcome).find("its region, which refused calls"), std::string::npos)
      << path(outcome);
}

// East is back at 0:10, four minutes after the declaration, and its first task succeeds at 0:11.
// The recovery knows nothing of it: it fences the Deployment at 0:46 and replaces it by an empty
// one that works at 2:17, 1 h 31 min later. What was lost includes the run of 4:00, made up for at
// 0:10.
TEST(Rehearsal, ARecoveryThatGoesOnAfterTheFaultHealedTakesDownWhatWasBack) {
  const Outcome outcome = rehearse({.outage_lasts = 10min}, {rto(90min), rpo("dag_run")});
  ASSERT_EQ(outcome.deployments[0].outages.size(), 2U);
  EXPECT_EQ(outcome.deployments[0].outages[0].rta(), 11min);
  EXPECT_EQ(judged(outcome),
            "missed: billing took 1h31m, 1m too long\n"
            "missed: 28 of 28 dag_run lost, of all time\n");
}

// A network with an address and the peering are made in west when east is back for long: the
// Deployment goes on in east, with the address, the route and the peering that it uses there.
TEST(Rehearsal, WhatIsMadeElsewhereTakesNothingThatIsInUse) {
  const Outcome outcome = rehearse(
      {.outage_lasts = 10min,
       .runbook = {{.name = "vpc", .operation = "vpc.create", .target = "cluster:production"},
                   {.name = "nat",
                    .operation = "nat_gateway.create",
                    .target = "cluster:production",
                    .needs = {"vpc"}},
                   {.name = "peering",
                    .operation = "peering.accept",
                    .target = "peering:production/warehouse",
                    .needs = {"vpc"}}}});
  EXPECT_EQ(status(outcome), Status::recovered);
  for (const drill::LedgerRow& row : outcome.ledger) {
    EXPECT_EQ(row.lost, 0) << name_of(row.data_class);
    if (row.data_class != sim::DataClass::egress_ip) continue;
    EXPECT_EQ(row.existed, 1);
    EXPECT_EQ(row.created, 1);
    EXPECT_EQ(row.present, 2);
    EXPECT_EQ(row.unreachable, 0);
  }
}

// The runbook's one step makes a VPC in west; east is back an hour after its fault, with its route
// and its addresses as they were.
TEST(Rehearsal, ANewNetworkElsewhereTakesNothingFromARegionThatReturns) {
  const Outcome outcome = rehearse(
      {.outage_lasts = 1h,
       .runbook = {{.name = "vpc", .operation = "vpc.create", .target = "cluster:production"}}});
  EXPECT_EQ(status(outcome), Status::recovered);
  for (const drill::LedgerRow& row : outcome.ledger)
    EXPECT_EQ(row.lost, 0) << name_of(row.data_class);
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

// Detected after 1 minute and asked to declare; meanwhile the only one who looks falls silent.
TEST(Rehearsal, WhoFallsSilentHasNotSeenTheRegionAgain) {
  SmallWorld world;
  world.outage_lasts = recovery::kForever;
  sim::Setup setup = world.setup();
  setup.faults.push_back({.name = "silence",
                          .kind = kind_named("monitoring_outage"),
                          .target = kWest,
                          .begins = kStart + 4h + 2min,
                          .lasts = 2h,
                          .monitors_read_unhealthy = false});
  const Outcome outcome = rehearse(std::move(setup));
  EXPECT_EQ(outcome.deployments[0].rta(Milestone::declared), 6min);
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

// Without an end the outage destroys what only east held, at once. Route 53 lives there too: its
// step is never done, and the Deployment does not need it.
TEST(Rehearsal, AnOutageWithoutAnEndDestroysAndIsRecoveredFrom) {
  const Outcome outcome = rehearse({.outage_lasts = recovery::kForever},
                                   {rto(3h), rpo("dag_run"), rpo("environment_variable")});
  EXPECT_EQ(outcome.deployments[0].rta(Milestone::first_success), 2h + 17min);
  // The runs of the 24 hours up to 0:00, and those of 1:00, 2:00 and 3:00.
  EXPECT_EQ(judged(outcome),
            "met: billing took 2h17m, 43m to spare\n"
            "missed: 27 of 27 dag_run lost, of all time\n"
            "met: no environment_variable lost\n");
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
  EXPECT_NE(story(outcome).find("create: failed\ndeploy: skipped\nrecovery given up\n"),
            std::string::npos)
      << story(outcome);
}

// The VPC takes 10 minutes and an attempt is given 4. Asked for at 0:06, given up at 0:10, asked
// for again a minute later (or a tenth less: 0:10:54), given up after another 4, asked for a third
// time two minutes later: 0:16:42 to 0:17:00. By then what the first attempt began is there, since
// 0:16.
TEST(Rehearsal, ARetryFindsWhatAnEarlierAttemptBeganAndALateAnswerChangesNothing) {
  recovery::Step vpc;
  vpc.name = "vpc";
  vpc.operation = "vpc.create";
  vpc.target = "cluster:production";
  vpc.timeout = 4min;
  vpc.retry = {.attempts_max = 3, .backoff_first = 1min, .backoff_max = 10min};
  const Outcome outcome = rehearse({.runbook = {vpc}});
  std::string story;
  recovery::Duration done{};
  for (const drill::TimelineEntry& entry : outcome.timeline) {
    if (!entry.what.starts_with("vpc: ")) continue;
    story += entry.what + "\n";
    done = entry.at - (kStart + 4h);
  }
  EXPECT_EQ(story, "vpc: timed out\nvpc: timed out\nvpc: done\n");
  EXPECT_GE(done, 16min + 42s);
  EXPECT_LE(done, 17min);
}

// Without fence and people, from the declaration at 0:06: VPC 0:16, NAT, database and bucket 0:26,
// cluster 0:36, nodes 0:46, Deployment 0:56, image 1:06. Then the team is given 10 minutes.
std::vector<recovery::Step> hasty_runbook() {
  const auto step = [](std::string name, std::string operation, std::vector<std::string> needs) {
    recovery::Step one;
    one.name = std::move(name);
    one.operation = std::move(operation);
    one.target = "cluster:production";
    one.needs = std::move(needs);
    return one;
  };
  std::vector<recovery::Step> steps = {
      step("vpc", "vpc.create", {}),
      step("nat", "nat_gateway.create", {"vpc"}),
      step("database", "database.create", {"vpc"}),
      step("logs", "log_bucket.create", {"vpc"}),
      step("cluster", "cluster.create", {"nat"}),
      step("nodes", "node_pool.create", {"cluster"}),
      step("create", "deployment.create", {"nodes", "database", "logs"}),
      step("image", "image.deploy", {"create"}),
      step("unpause", "dags.unpause", {"image"})};
  steps[5].with = {{"pool", "worker"}};
  for (std::size_t i = 6; i < steps.size(); ++i) steps[i].target = "deployment:billing";
  steps.back().owner = "team";
  steps.back().timeout = 10min;
  steps.back().retry.attempts_max = 1;
  return steps;
}

// Asked at 1:06 they begin at 1:11 and are done at 1:21, five minutes after they were given up on.
TEST(Rehearsal, WhatAPersonWasGivenUpOnIsWorkAllTheSameAndBringsTheDeploymentBack) {
  const Outcome outcome = rehearse({.runbook = hasty_runbook()});
  EXPECT_EQ(path(outcome).substr(path(outcome).find("unpause")),
            "unpause 15m (waited 5m for their response)\nfirst task success 1m (the task's own "
            "duration)\n");
  ASSERT_EQ(outcome.manual_steps.size(), 2U) << "the declaration and the unpausing";
  EXPECT_EQ(outcome.manual_steps.back().finished, kStart + 4h + 81min);
  EXPECT_EQ(drill::operator_time(outcome), 10min);
  EXPECT_NE(story(outcome).find("unpause: timed out\nunpause: failed\nrecovery given up\n"),
            std::string::npos);
}

TEST(Rehearsal, ThatARecoveryTakesDownWhatWasBackIsTold) {
  EXPECT_NE(story(rehearse({.outage_lasts = 30min, .runbook = hasty_runbook()}))
                .find("billing is up and is taken down by its own recovery: another takes its "
                      "place\n"),
            std::string::npos);
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

// West, where the twin stands, is down from 1:00 to 1:30; east from 4:00 on, and the twin takes
// over.
TEST(Rehearsal, ATwinThatIsDownMissesADeployAndOneThatHasTakenOverDoesNot) {
  SmallWorld world{.outage_lasts = recovery::kForever, .strategy = "two_clusters"};
  sim::Setup setup = world.setup();
  setup.world.clusters.push_back(
      {.name = "standby", .region = kWest, .node_pools = {{.name = "worker"}}});
  setup.world.clusters[0].twin = 1;
  setup.deploys_to_twins = true;
  recovery::Brief brief = setup.missions[0]->brief();
  brief.inventory.clusters[0].twin = "standby";
  brief.inventory.clusters.push_back({.name = "standby", .region = "west"});
  setup.missions = {std::make_shared<const recovery::MissionPlan>(brief)};
  add_fault(setup, kWest, 1h, 30min);
  const auto deploy = [&](recovery::Duration at, std::string change, bool reaches_twin) {
    setup.deploys.push_back({.at = kStart + at,
                             .deployment = 0,
                             .change = std::move(change),
                             .reaches_twin = reaches_twin});
  };
  deploy(1h + 10min, "while the twin is down", true);
  deploy(2h, "to both", true);
  deploy(12h, "to the twin that has taken over", false);
  const Outcome outcome = rehearse(std::move(setup));
  ASSERT_EQ(outcome.drift.size(), 1U);
  EXPECT_EQ(outcome.drift[0].change, "while the twin is down");
  EXPECT_NE(story(outcome).find("billing's twin is HEALTHY"), std::string::npos);
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

TEST(Rehearsal, AnObjectiveThatNothingWasHitForIsUnknown) {
  const Outcome outcome = rehearse({.outage_at = 48h}, {rto(1h), rpo("dag_run")});
  EXPECT_EQ(outcome.exit_code(), 3);
  EXPECT_EQ(outcome.verdict, Verdict::unknown);
}

TEST(Rehearsal, AClassThatNobodyHoldsIsUnknownAndAMissOutweighsIt) {
  EXPECT_EQ(judged(rehearse(SmallWorld{}, {rpo("pool")})),
            "unknown: no pool was there to be lost in such a disruption\n");
  EXPECT_EQ(rehearse(SmallWorld{}, {rpo("pool"), rto(1h)}).exit_code(), 1);
  EXPECT_EQ(rehearse(SmallWorld{}, {rpo("pool"), rto(3h)}).exit_code(), 3);
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

}  // namespace
}  // namespace blackstart::tests
