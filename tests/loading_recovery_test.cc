#include <gtest/gtest.h>

#include "tests/complaints.h"

// What a scenario may say of detection, strategies and runbooks.
namespace blackstart::tests {
namespace {

TEST(Loading, AProbeIsAnsweredBeforeItIsGivenUp) {
  const std::string found = complaints(
      with(R"("timings": {"region.probe": {"constant": "15s", "assumption": "a slow one"}}, )"
           R"("strategy": {"kind": "reprovision", "from": "east", "to": "west"}, )"
           R"("detection": {"probe_timeout": "10s"})"));
  EXPECT_EQ(without_position(found),
            "/detection: region.probe takes 15s and is given up after the \"probe_timeout\" of "
            "10s: none would ever be answered");
}

TEST(Loading, ADetectionThatNoStrategyActsOnIsToldInTheReport) {
  const std::string watching = R"("detection": {"from": ["west"]})";
  EXPECT_EQ(
      loaded(with(watching)).unused,
      std::vector<std::string>{
          "\"detection\" without a \"strategy\": nobody watches where nothing would be done"});
  EXPECT_TRUE(
      loaded(with_strategy("}, " + watching.substr(0, watching.size() - 1))).unused.empty());
}

TEST(Loading, ARestoreWantsACopyOfTheMetadata) {
  EXPECT_EQ(complaints(with(
                R"("strategy": {"kind": "backup_and_restore", "from": "east", "to": "west"})")),
            "drill.json:1:37 /strategy: cluster 'production' has no copy of its metadata to "
            "restore; give it one under \"protection\"");
}

TEST(Loading, ARestoreFromAClusterInNoKnownRegionIsTold) {
  const std::string found = complaints(
      with(R"("strategy": {"kind": "backup_and_restore", "from": "east", "to": "west"})"),
      R"({"regions": {"east": {}, "west": {}},
          "clusters": {"production": {"region": "north"}},
          "deployments": {"billing": {"cluster": "production", "dags": {"invoices": {}}}}})");
  EXPECT_EQ(found,
            "world.json:2:49 /clusters/production/region: unknown region 'north'; known: east, "
            "west\n"
            "drill.json:1:76 /strategy/from: no cluster is in 'east': there would be nothing to "
            "recover");
}

TEST(Loading, WhatOneTaskNeedsIsRebuiltForItsDeployment) {
  const drill::Scenario scenario = loaded(
      R"({"world": "world.json", "strategy": {"kind": "reprovision", "from": "east", "to": "west"},
          "override": {"deployments": {"billing": {"dags": {"invoices": {"tasks": {
            "pay": {"needs": ["workload_identity", "peering:warehouse"]}}}}}}}})");
  const recovery::Inventory& inventory = scenario.setup->missions[0]->brief().inventory;
  EXPECT_TRUE(inventory.deployments[0].uses_workload_identity);
  EXPECT_EQ(inventory.deployments[0].reaches,
            std::vector<std::string>{"peering:production/warehouse"});
}

// The tiers are critical, high, standard, low.
TEST(Loading, AStepOfARunbookIsAsUrgentAsItsDeployment) {
  const auto scenario = loaded(with_strategy(R"(, "runbook": {"steps": [
           {"name": "code", "operation": "image.deploy", "target": "deployment:billing"},
           {"name": "ground", "operation": "vpc.create", "target": "cluster:production"}]})"));
  const recovery::MissionPlan& mission = *scenario.setup->missions.front();
  EXPECT_EQ(mission.step(0).tier, 3U);
  EXPECT_EQ(mission.step(1).tier, 0U) << "everybody stands on it";
}

TEST(Loading, ANodePoolOfAStepIsOneOfItsCluster) {
  const auto step = [](const std::string& members) {
    return complaints(with_strategy(R"(, "runbook": {"steps": [{"name": "a", )" + members + "}]}"));
  };
  const std::string unknown =
      step(R"("operation": "node_pool.create", "target": "cluster:production",
              "with": {"pool": "wroker"})");
  EXPECT_EQ(unknown,
            "drill.json:2:32 /strategy/runbook/steps/0/with/pool: unknown node pool 'wroker'; did "
            "you mean 'worker'?");
  const std::string elsewhere = step(R"("operation": "image.deploy", "target": "deployment:billing",
              "with": {"pool": "worker"})");
  EXPECT_EQ(elsewhere,
            "drill.json:2:32 /strategy/runbook/steps/0/with/pool: only a cluster has node pools");
}

// That is a person, as everybody is who is asked for something.
TEST(Loading, AnybodyMayOpenTheTicketOrAnswerIt) {
  EXPECT_EQ(complaints(with(
                R"("people": {"ops": {"responds": {"constant": "5m", "assumption": "on call"}}, )"
                R"("cloud": {"responds": {"constant": "1h", "assumption": "paid"}}}, )"
                R"("strategy": {"kind": "reprovision", "from": "east", "to": "west", )"
                R"("ticket_opened_by": "ops", "vendor": "cloud"})")),
            "");
}

TEST(Loading, ADeploymentsNameMayHoldASlash) {
  EXPECT_EQ(complaints(with(R"("strategy": {"kind": "reprovision", "from": "east", "to": "west"})"),
                       R"({"regions": {"east": {}, "west": {}},
                    "clusters": {"production": {"region": "east"}},
                    "deployments": {"team/billing": {"cluster": "production"}}})"),
            "");
}

}  // namespace
}  // namespace blackstart::tests
