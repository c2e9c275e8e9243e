#include <gtest/gtest.h>

#include "drill/measure/work.h"
#include "drill/report/report.h"
#include "tests/measured.h"
#include "tests/says.h"
#include "tests/small_rehearsal.h"

// What a recovery takes and what it waits for.
namespace blackstart::tests {
namespace {

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
  EXPECT_TRUE(says(path(outcome),
                   "nat_gateway.create production 30m (waited 20m for the rate limit of ec2)\n"));
}

// The team needs 2 h for the route (asked at 1:11, begun 1:16, done 3:16) and does one thing after
// the other: the connections, asked for at 1:46, begin at 3:16.
TEST(Rehearsal, APersonWhoIsBusyIsNamedWithWhatTheyWereDoing) {
  sim::Setup setup = SmallWorld{}.setup();
  setup.timings.at("route.recreate") = constantly(2h);
  const Outcome outcome = rehearse(std::move(setup));
  EXPECT_TRUE(says(path(outcome),
                   "connections.reenter billing 1h40m (waited 1h30m for them, busy with "
                   "route.recreate production/to-warehouse)\n"));
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
  EXPECT_TRUE(says(report, "strategy reprovision never began: the failure was never detected"));
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
  EXPECT_TRUE(says(path(outcome), "a call that is taken: west"));
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
                   {.name = "request",
                    .operation = "peering.request",
                    .target = "peering:production/warehouse",
                    .needs = {"vpc"}},
                   {.name = "peering",
                    .operation = "peering.accept",
                    .target = "peering:production/warehouse",
                    .needs = {"request"}}}});
  EXPECT_EQ(status(outcome), Status::recovered);
  EXPECT_EQ(lost(outcome), "");
  const drill::LedgerRow addresses = row_of(outcome.ledger, DataClass::egress_ip);
  EXPECT_EQ(addresses.existed, 1);
  EXPECT_EQ(addresses.created, 1);
  EXPECT_EQ(addresses.present, 2);
  EXPECT_EQ(addresses.unreachable, 0);
}

// The runbook's one step makes a VPC in west; east is back an hour after its fault, with its route
// and its addresses as they were.
TEST(Rehearsal, ANewNetworkElsewhereTakesNothingFromARegionThatReturns) {
  const Outcome outcome = rehearse(
      {.outage_lasts = 1h,
       .runbook = {{.name = "vpc", .operation = "vpc.create", .target = "cluster:production"}}});
  EXPECT_EQ(status(outcome), Status::recovered);
  EXPECT_EQ(lost(outcome), "");
}

// West, where the twin stands, is down from 1:00 to 1:30; east from 4:00 on, and the twin takes
// over.
TEST(Rehearsal, ATwinThatIsDownMissesADeployAndOneThatHasTakenOverDoesNot) {
  sim::Setup setup = with_twin({.outage_lasts = recovery::kForever});
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
  EXPECT_TRUE(says(story(outcome), "billing's twin is HEALTHY"));
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
  EXPECT_EQ(path(outcome).find("came to nothing"), std::string::npos)
      << "the first attempt is at work all the time";
}

// Detected at 0:01, and back at 0:03; lost again at 0:05, before anybody has answered.
TEST(Rehearsal, WhatIsDeclaredAfterANewLossWasDetectedBeforeIt) {
  sim::Setup setup =
      SmallWorld{.outage_lasts = 3min, .people_respond_in = 10min, .dag_every = 1min}.setup();
  add_fault(setup, kEast, 4h + 5min, 10h);
  const Outcome outcome = rehearse(setup);
  const auto& outages = outcome.deployments.at(0).outages;
  ASSERT_EQ(outages.size(), 2u);
  EXPECT_EQ(outages[1].began, kStart + 4h + 5min);
  EXPECT_EQ(outages[1].at[Milestone::detected], kStart + 4h + 1min);
  EXPECT_EQ(outages[1].at[Milestone::declared], kStart + 4h + 11min);
  EXPECT_EQ(outages[1].at[Milestone::started], kStart + 4h + 11min);
}

// Its application fails an hour before its region does.
TEST(Rehearsal, DetectionBeginsWithTheLossThatIsDetected) {
  sim::Setup setup = SmallWorld{}.setup();
  add_application_fault(setup, 3h, 20h);
  EXPECT_TRUE(path(rehearse(setup))
                  .starts_with("it is hit again before it is back 1h (outage)\n"
                               "detection 1m (3 missed probes, one every 30s)\n"));
}

TEST(Rehearsal, WhatIsRequestedFromOutsideWaitsForWhoeverLeadsItsCallers) {
  sim::Setup setup = SmallWorld{}.setup();
  sim::DagSpec& dag = setup.world.deployments[0].dags[0];
  dag.schedule = {.kind = sim::ScheduleSpec::Kind::external,
                  .arrivals = sim::Distribution::constant(10min)};
  setup.timings["dns.update"] = constantly(5h);
  const std::string told = path(rehearse(setup));
  EXPECT_NE(told.find("dns.update production 13h"), std::string::npos) << told;
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
  EXPECT_TRUE(says(story(outcome), "unpause: timed out\nunpause: failed\nrecovery given up\n"));
}

TEST(Rehearsal, ThatARecoveryTakesDownWhatWasBackIsTold) {
  EXPECT_TRUE(says(story(rehearse({.outage_lasts = 30min, .runbook = hasty_runbook()})),
                   "billing is up and is taken down by its own recovery: another takes its "
                   "place\n"));
}

// The connections are being entered (1:46 to 2:01) when the new cluster, or the Deployment alone,
// is down from 1:50 to 2:50; the retries find it back by 2:55. Entering takes 15 minutes with the
// response, and so does unpausing.
TEST(Rehearsal, WhoeverWorksOnWhatIsDownWaitsUntilItIsBack) {
  struct Row {
    std::string kind;
    sim::Domain domain;
    std::string down;
  };
  for (const Row& row : {Row{"cluster_outage", sim::Domain::cluster, "cluster 'production'"},
                         Row{"deployment_outage", sim::Domain::deployment, "'billing'"}}) {
    sim::Setup setup = SmallWorld{}.setup();
    add_fault(setup, 0, 5h + 50min, 1h);
    setup.faults.back().kind = kind_named(row.kind);
    setup.faults.back().domain = row.domain;
    const Outcome outcome = rehearse(std::move(setup));
    const auto rta = outcome.deployments[0].rta(Milestone::first_success);
    ASSERT_TRUE(rta.has_value()) << row.kind;
    EXPECT_GE(*rta, 2h + 50min + 30min) << row.kind;
    EXPECT_LE(*rta, 2h + 55min + 35min) << row.kind;
    EXPECT_TRUE(says(story(outcome),
                     "connections.reenter billing: waits: " + row.down + " failed meanwhile"));
    EXPECT_TRUE(says(path(outcome), " for a call that is taken: " + row.down +
                                        " is unavailable, 5m for their response)\n"));
  }
}

// The quota leaves room for one node, and the pool begins with more.
TEST(Rehearsal, AQuotaThatHoldsUpTheRecoveryIsNamed) {
  sim::Setup setup = SmallWorld{}.setup();
  setup.world.regions[kWest].quotas = {{.type = "any", .nodes = 1}};
  const Outcome outcome = rehearse(std::move(setup), {rto(3h)});
  const std::string why =
      "node_pool.create production worker: waits: quota of west: 2 nodes of any wanted, 1 left";
  EXPECT_TRUE(says(story(outcome), why));
  EXPECT_EQ(outcome.critical_path.steps.back().step, "node_pool.create production worker")
      << path(outcome);
  EXPECT_EQ(judged(outcome),
            "missed: billing: not_recovered, it is fenced; node_pool.create production worker "
            "waits: quota of west: 2 nodes of any wanted, 1 left\n");
}

// East is back at 0:30, where the other Deployment goes on when billing is created in west.
TEST(Rehearsal, ANetworkInWhichAnotherDeploymentWorksOnIsNotLost) {
  sim::Setup setup = SmallWorld{.outage_lasts = 30min, .runbook = hasty_runbook()}.setup();
  sim::DeploymentSpec other = setup.world.deployments[0];
  other.name = "ledger";
  other.items.clear();
  setup.world.deployments.push_back(std::move(other));
  const Outcome outcome = rehearse(std::move(setup));
  for (const DataClass used : {DataClass::peering, DataClass::egress_ip})
    EXPECT_EQ(row_of(outcome.ledger, used).lost, 0);
  EXPECT_EQ(row_of(outcome.ledger, DataClass::route, Provenance::customer).lost, 0);
}

// What becomes of the last step of such a runbook.
std::string told_of(recovery::Step last, std::vector<recovery::Step> runbook = hasty_runbook()) {
  runbook.back() = last;
  sim::Setup setup = SmallWorld{}.setup();
  setup.world.clusters[0].allow_lists = {{.name = "bank", .owner = "team"}};
  setup.missions = {std::make_shared<const recovery::MissionPlan>([&] {
    recovery::Brief brief = SmallWorld{.runbook = std::move(runbook)}.brief();
    brief.inventory.clusters[0].allow_lists = {{"bank", "team"}};
    return brief;
  }())};
  const std::string told = story(rehearse(std::move(setup)));
  const std::string failed = last.name + ": failed: ";
  const std::size_t found = told.find(failed);
  if (found == std::string::npos) return "";
  return told.substr(found + failed.size(), told.find('\n', found) - found - failed.size());
}

TEST(Rehearsal, AStepThatNobodyCouldDoYetFailsAndSaysWhatIsMissing) {
  EXPECT_EQ(told_of({.name = "trust",
                     .operation = "trust_policy.update",
                     .target = "cluster:production",
                     .needs = {"image"}}),
            "cluster 'production' has no OIDC provider in west yet");
  EXPECT_EQ(told_of({.name = "accept",
                     .operation = "peering.accept",
                     .target = "peering:production/warehouse",
                     .needs = {"image"}}),
            "nobody has requested peering 'warehouse' yet");
  EXPECT_EQ(told_of({.name = "allow",
                     .operation = "allow_list.update",
                     .target = "allow_list:production/bank",
                     .needs = {"vpc"}}),
            "cluster 'production' has no network in west yet");
  EXPECT_EQ(told_of({.name = "flags",
                     .operation = "pause_flags.restore",
                     .target = "deployment:billing",
                     .needs = {"image"}}),
            "'billing' has no metadata restored yet");
}

TEST(Rehearsal, ATwinIsLetInWhereItsOwnClusterListsIt) {
  sim::Setup setup = with_twin({});
  setup.world.clusters[0].allow_lists = {{.name = "bank", .owner = "team"}};
  setup.world.deployments[0].dags[0].needs = {{.kind = sim::NeedKind::allow_list, .item = 0}};
  EXPECT_EQ(rehearse(setup).deployments[0].keeps,
            "its egress IPs are not on the allow-list 'bank'");
  setup.world.clusters[1].allow_lists = {{.name = "shop"}, {.name = "bank", .owner = "team"}};
  EXPECT_EQ(status(rehearse(setup)), Status::recovered);
}

// Its names lead to west when east, and with it the Deployment and Route 53, is back.
TEST(Rehearsal, CallersWhoWereLedAwayFromWhatStayedAreToldSo) {
  sim::Setup setup = SmallWorld{
      .runbook = {
          {.name = "vpc", .operation = "vpc.create", .target = "cluster:production"},
          {.name = "names",
           .operation = "dns.update",
           .target = "cluster:production",
           .needs = {
               "vpc"}}}}.setup();
  setup.world.deployments[0].dags[0].schedule = {.kind = sim::ScheduleSpec::Kind::external,
                                                 .arrivals = sim::Distribution::constant(3h)};
  setup.faults.front().lasts = 10h;
  add_application_fault(setup, 14h, 10min);
  EXPECT_EQ(rehearse(std::move(setup)).deployments[0].dags[0].keeps,
            "whoever requests 'invoices' was led to west, where it is not");
}

}  // namespace
}  // namespace blackstart::tests
