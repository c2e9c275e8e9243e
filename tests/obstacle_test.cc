#include <gtest/gtest.h>

#include <algorithm>

#include "tests/ledger_drill.h"

// What keeps a Deployment from its first success, who has to act, and whether anything still to
// come would remove it.
namespace blackstart::tests {
namespace {

std::string told(const drill::Outcome& outcome) {
  const drill::DeploymentOutcome& ledger = outcome.deployments.at(0);
  return std::string(name_of(ledger.status)) + "; " + ledger.keeps +
         (ledger.kept_by.empty() ? "" : "; " + ledger.kept_by);
}

// The plan's verification is tried for ever, and no step of it mends the route.
TEST(Obstacle, AVerificationThatIsTriedForEverIsNoHope) {
  EXPECT_EQ(told(outcome_of({.dag = R"("schedule": "@hourly", "needs": ["peering:warehouse"])",
                             .copies = R"(}, "peerings": {"warehouse": {
                               "reaccepted_cidr": "172.30.0.0/16"})"})),
            "not_recovered; peering 'warehouse' is Active, but for 172.30.0.0/16; network-team");
}

// The backup opens with a key of the region that is lost for good: restoring it is refused for
// ever, and pause flags come after it.
TEST(Obstacle, AStepThatIsRefusedForEverIsNoHope) {
  const std::string copies = R"("database": {"copies": ["metadata"], "region": "us-west-2",
    "offset": "5m", "key": "regional", "lag": {"constant": "0s", "assumption": "the test's"}})";
  const auto lost_for_good = outcome_of({.strategy = "backup_and_restore", .copies = copies});
  EXPECT_EQ(told(lost_for_good), "not_recovered; its DAGs are paused; data-team");
  EXPECT_EQ(std::ranges::count(lost_for_good.timeline,
                               "metadata.restore ledger: failed: copy 'database' opens only with a "
                               "key in us-east-1, which is lost for good",
                               &drill::TimelineEntry::what),
            1);
  const std::string until_the_day_after =
      R"({"at": "4h", "kind": "region_outage", "target": "us-east-1", "for": "48h"})";
  EXPECT_EQ(
      told(outcome_of(
          {.faults = until_the_day_after, .strategy = "backup_and_restore", .copies = copies})),
      "not_observed; its DAGs are paused; metadata.restore ledger waits: copy 'database' opens "
      "only with a key in us-east-1, which is unavailable; data-team")
      << "the key comes back with its region";
}

TEST(Obstacle, APersonWhoHasNotRespondedYetIsHope) {
  EXPECT_EQ(told(outcome_of({.data_team_responds_in = "30h"})),
            "not_observed; its DAGs are paused; data-team");
}

TEST(Obstacle, WhatFailedWasDue) {
  EXPECT_EQ(told(outcome_of({.dag = R"("schedule": "0 4 * * *", "task_duration": "1h")",
                             .faults = kTwentyMinutes,
                             .strategy = ""})),
            "not_observed; what was due failed: 'postings'; data-team")
      << "killed at 04:30, and not due again before tomorrow at four";
  EXPECT_EQ(
      told(outcome_of(
          {.dag = R"("schedule": {"external": "48h"})", .faults = kTwentyMinutes, .strategy = ""})),
      "not_observed; no task has been due yet");
}

// Route 53 is changed in us-east-1, which is lost for good.
TEST(Obstacle, RequestsThatGoToALostPlaceForEverAreNoHope) {
  EXPECT_EQ(told(outcome_of({.dag = R"("schedule": {"external": "50m"})"})),
            "not_recovered; whoever requests 'postings' still calls where it was; dns.update "
            "production waits: route53 (us-east-1) is unavailable");
}

TEST(Obstacle, ATeamsOwnPauseIsNamed) {
  EXPECT_EQ(told(outcome_of({.dag = R"("schedule": "@hourly", "paused": true)"})),
            "not_observed; its team has paused all its DAGs; data-team");
}

TEST(Obstacle, TheAllowListOfADagIsNamedWithWhoUpdatesIt) {
  const auto outcome = outcome_of({.dag = R"("schedule": "@hourly"},
    "partners": {"schedule": "@hourly", "needs": ["allow_list:partner-api"])",
                                   .strategy = kByHand});
  EXPECT_EQ(told(outcome), "recovered; ");
  const drill::DagOutcome& partners = outcome.deployments.at(0).dags.at(1);
  EXPECT_EQ(partners.keeps, "its egress IPs are not on the allow-list 'partner-api'");
  EXPECT_EQ(partners.kept_by, "data-source-owner");
}

// The Deployment is back after 1 h 52 min, thanks to the other DAG.
TEST(Obstacle, AnObjectiveOfATagIsHeldAgainstItsDags) {
  const auto outcome = outcome_of({.dag = R"("schedule": "@hourly", "tags": ["internal"]},
    "partners": {"schedule": "@hourly", "tags": ["partner"], "needs": ["allow_list:partner-api"])",
                                   .strategy = kByHand,
                                   .expectations = R"(], "objectives": [
      {"of": "tag:internal", "rto": "4h"}, {"of": "tag:partner", "rto": "4h"})"});
  EXPECT_EQ(outcome.objectives.at(0).measured, "ledger/postings took 1h52m, 2h08m to spare");
  EXPECT_EQ(outcome.objectives.at(1).measured,
            "ledger/partners: its egress IPs are not on the allow-list 'partner-api'");
  EXPECT_EQ(outcome.objectives.at(1).verdict, drill::Verdict::missed);
}

}  // namespace
}  // namespace blackstart::tests
