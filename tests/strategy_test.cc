#include "recovery/strategy.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace blackstart {
namespace {

using recovery::Inventory;
using recovery::Move;
using recovery::Step;

// One cluster in east with everything that only a person can bring back, and one Deployment that
// depends on all of it. The names are short, so that a step reads as one phrase.
struct TinyInventory {
  std::string twin;
  std::vector<std::string> ui_made = {"connection"};
  bool uses_workload_identity = false;
  bool has_alert_emails = false;

  Inventory inventory() const {
    Inventory inventory;
    inventory.clusters.push_back({.name = "prod",
                                  .region = "east",
                                  .twin = twin,
                                  .node_pools = {"worker"},
                                  .peerings = {{"dwh", "dwh-team"}},
                                  .customer_routes = {{"to-dwh", "network-team"}},
                                  .customer_security_group_rules = {{"dwh-port", "network-team"}},
                                  .allow_lists = {{"bank", "bank-team"}}});
    inventory.deployments.push_back(
        {.name = "billing",
         .cluster = "prod",
         .tier = 1,
         .owner = "billing-team",
         .ui_made = ui_made,
         .reaches = {"peering:prod/dwh", "route:prod/to-dwh", "security_group_rule:prod/dwh-port",
                     "allow_list:prod/bank"},
         .uses_workload_identity = uses_workload_identity,
         .has_alert_emails = has_alert_emails});
    return inventory;
  }
};

const Move kMove{.from = "east", .to = "west"};

std::vector<Step> reprovision(const TinyInventory& tiny = {}) {
  return recovery::reprovision_steps(tiny.inventory(), kMove);
}

std::vector<Step> two_clusters(TinyInventory tiny = {}) {
  if (tiny.twin.empty()) tiny.twin = "prod-twin";
  return recovery::two_clusters_steps(tiny.inventory(), kMove);
}

const Step& find(const std::vector<Step>& steps, const std::string& name) {
  const auto found = std::ranges::find(steps, name, &Step::name);
  if (found == steps.end()) throw std::out_of_range("no step is named '" + name + "'");
  return *found;
}

bool has_operation(const std::vector<Step>& steps, const std::string& operation) {
  return std::ranges::find(steps, operation, &Step::operation) != steps.end();
}

// Through however many steps in between.
bool waits_for(const std::vector<Step>& steps, const std::string& later,
               const std::string& earlier) {
  find(steps, earlier);
  const auto& needs = find(steps, later).needs;
  return std::ranges::any_of(needs, [&](const std::string& need) {
    return need == earlier || waits_for(steps, need, earlier);
  });
}

std::string needs_of(const std::vector<Step>& steps, const std::string& name) {
  std::string text;
  for (const std::string& need : find(steps, name).needs) text += need + "\n";
  return text;
}

// A line per step: its name and, where a person acts, who.
std::string listed(const std::vector<Step>& steps) {
  std::string text;
  for (const Step& step : steps) {
    text += step.name + (step.owner.empty() ? "" : " (" + step.owner + ")") + "\n";
  }
  return text;
}

// ---- reprovision -------------------------------------------------------------------------------

TEST(Reprovision, IsTheVendorsWorkWithTheCustomersInBetween) {
  EXPECT_EQ(listed(reprovision()),
            "ticket.open east (platform-team)\n"
            "ticket.respond east (vendor-support)\n"
            "primary.fence prod\n"
            "vpc.create prod\n"
            "nat_gateway.create prod\n"
            "routes.restore prod\n"
            "security_group_rules.restore prod\n"
            "peering.request prod/dwh\n"
            "peering.accept prod/dwh (dwh-team)\n"
            "route.recreate prod/to-dwh (network-team)\n"
            "security_group_rule.recreate prod/dwh-port (network-team)\n"
            "allow_list.update prod/bank (bank-team)\n"
            "cluster.create prod\n"
            "node_pool.create prod worker\n"
            "cluster_configuration.restore prod\n"
            "database.create prod\n"
            "log_bucket.create prod\n"
            "dns.update prod\n"
            "deployment.create billing\n"
            "environment_variables.restore billing\n"
            "image.deploy billing\n"
            "connections.reenter billing (billing-team)\n"
            "dags.unpause billing (billing-team)\n"
            "deployment.verify billing\n");
}

TEST(Reprovision, NothingIsDoneBeforeTheVendorAnsweredTheTicket) {
  const auto steps = reprovision();
  for (const Step& step : steps) {
    if (step.operation == "ticket.open" || step.operation == "ticket.respond") continue;
    EXPECT_TRUE(waits_for(steps, step.name, "ticket.respond east")) << step.name;
  }
}

TEST(Reprovision, EnvironmentVariablesAreThereBeforeTheImageIsDeployed) {
  EXPECT_EQ(needs_of(reprovision(), "image.deploy billing"),
            "environment_variables.restore billing\n");
}

TEST(Reprovision, APeeringIsAcceptedByAPersonAfterItWasRequested) {
  const auto steps = reprovision();
  EXPECT_EQ(needs_of(steps, "peering.accept prod/dwh"), "peering.request prod/dwh\n");
  EXPECT_EQ(find(steps, "peering.accept prod/dwh").owner, "dwh-team");
  EXPECT_EQ(find(steps, "peering.accept prod/dwh").api, "") << "people have no rate limit";
}

TEST(Reprovision, ARouteIsRecreatedWhenItsPeeringIsAccepted) {
  EXPECT_EQ(needs_of(reprovision(), "route.recreate prod/to-dwh"),
            "vpc.create prod\n"
            "peering.accept prod/dwh\n");
}

TEST(Reprovision, AnAllowListIsUpdatedWhenTheNatGatewayHasItsNewAddresses) {
  EXPECT_EQ(needs_of(reprovision(), "allow_list.update prod/bank"), "nat_gateway.create prod\n");
}

TEST(Reprovision, ADeploymentIsCreatedWhenThePrimaryIsFencedAndItsGroundIsReady) {
  EXPECT_EQ(needs_of(reprovision(), "deployment.create billing"),
            "primary.fence prod\n"
            "node_pool.create prod worker\n"
            "cluster_configuration.restore prod\n"
            "database.create prod\n"
            "log_bucket.create prod\n");
}

TEST(Reprovision, WorkStartsWhenTheMetadataAreReentered) {
  const auto steps = reprovision({.ui_made = {"connection", "pool", "variable"}});
  EXPECT_EQ(needs_of(steps, "dags.unpause billing"),
            "image.deploy billing\n"
            "connections.reenter billing\n"
            "pools.reenter billing\n"
            "variables.reenter billing\n");
  EXPECT_EQ(find(steps, "pools.reenter billing").owner, "billing-team");
  EXPECT_EQ(needs_of(steps, "pools.reenter billing"), "image.deploy billing\n");
}

TEST(Reprovision, VerificationWaitsForTheUnpausingAndForAllThatTheTasksReach) {
  EXPECT_EQ(needs_of(reprovision(), "deployment.verify billing"),
            "dags.unpause billing\n"
            "peering.accept prod/dwh\n"
            "route.recreate prod/to-dwh\n"
            "security_group_rule.recreate prod/dwh-port\n"
            "allow_list.update prod/bank\n");
}

TEST(Reprovision, AWorkloadIdentityIsTrustedByItsOwnerBeforeTheVerification) {
  const auto steps = reprovision({.uses_workload_identity = true});
  EXPECT_EQ(needs_of(steps, "oidc_provider.create prod"), "cluster.create prod\n");
  EXPECT_EQ(needs_of(steps, "trust_policy.update prod"), "oidc_provider.create prod\n");
  EXPECT_EQ(find(steps, "trust_policy.update prod").owner, "billing-team");
  EXPECT_TRUE(waits_for(steps, "deployment.verify billing", "trust_policy.update prod"));
  EXPECT_FALSE(has_operation(reprovision(), "trust_policy.update"));
}

TEST(Reprovision, AlertEmailsAreRestoredWhereThereWereAny) {
  const auto steps = reprovision({.has_alert_emails = true});
  EXPECT_EQ(needs_of(steps, "alert_emails.restore billing"), "image.deploy billing\n");
  EXPECT_FALSE(has_operation(reprovision(), "alert_emails.restore"));
}

TEST(Reprovision, AClusterIsAsUrgentAsItsMostUrgentDeployment) {
  auto inventory = TinyInventory{}.inventory();
  inventory.deployments[0].tier = 3;
  inventory.deployments.push_back({.name = "fraud", .cluster = "prod", .tier = 1});
  const auto steps = recovery::reprovision_steps(inventory, kMove);
  EXPECT_EQ(find(steps, "ticket.open east").tier, 0U);
  EXPECT_EQ(find(steps, "vpc.create prod").tier, 1U);
  EXPECT_EQ(find(steps, "deployment.create billing").tier, 3U);
  EXPECT_EQ(find(steps, "deployment.create fraud").tier, 1U);
}

TEST(Reprovision, LeavesAloneWhatIsElsewhere) {
  auto inventory = TinyInventory{}.inventory();
  inventory.clusters[0].region = "south";
  EXPECT_EQ(listed(recovery::reprovision_steps(inventory, kMove)),
            "ticket.open east (platform-team)\n"
            "ticket.respond east (vendor-support)\n");
}

TEST(Reprovision, EveryStepSaysWhereItLeads) {
  for (const Step& step : reprovision()) EXPECT_EQ(step.with.at("region"), "west") << step.name;
}

// ---- two clusters ------------------------------------------------------------------------------

TEST(TwoClusters, IsATakeOver) {
  EXPECT_EQ(listed(two_clusters()),
            "primary.fence prod\n"
            "twin.activate billing\n"
            "connections.reenter billing (billing-team)\n"
            "dags.unpause billing (billing-team)\n"
            "deployment.verify billing\n"
            "dns.update prod-twin\n"
            "callers.repoint prod (platform-team)\n");
}

TEST(TwoClusters, BuildsNothingAndAsksNoVendor) {
  const auto steps = two_clusters({.uses_workload_identity = true, .has_alert_emails = true});
  for (const char* operation : {"vpc.create", "nat_gateway.create", "cluster.create",
                                "deployment.create", "image.deploy", "ticket.open"}) {
    EXPECT_FALSE(has_operation(steps, operation)) << operation;
  }
}

TEST(TwoClusters, NothingTakesOverBeforeThePrimaryIsFenced) {
  const auto steps = two_clusters();
  for (const Step& step : steps) {
    if (step.operation == "primary.fence") continue;
    EXPECT_TRUE(waits_for(steps, step.name, "primary.fence prod")) << step.name;
  }
}

TEST(TwoClusters, VerificationWaitsForTheUnpausingAndThatForTheReentering) {
  const auto steps = two_clusters();
  EXPECT_EQ(needs_of(steps, "deployment.verify billing"), "dags.unpause billing\n");
  EXPECT_EQ(needs_of(steps, "dags.unpause billing"),
            "twin.activate billing\n"
            "connections.reenter billing\n");
}

TEST(TwoClusters, AClusterWithoutATwinIsNotRecovered) {
  EXPECT_EQ(listed(recovery::two_clusters_steps(TinyInventory{.twin = ""}.inventory(), kMove)), "");
}

TEST(TwoClusters, NamesFollowOnceForAllThatShareATwin) {
  Inventory inventory = TinyInventory{.twin = "prod-twin"}.inventory();
  inventory.clusters.push_back({.name = "lab", .region = "east", .twin = "prod-twin"});
  const auto steps = recovery::two_clusters_steps(inventory, kMove);
  EXPECT_TRUE(recovery::find_problems(steps).empty());
  EXPECT_EQ(needs_of(steps, "dns.update prod-twin"), "primary.fence prod\nprimary.fence lab\n");
  EXPECT_EQ(needs_of(steps, "callers.repoint lab"), "primary.fence lab\n");
}

// ---- backup_and_restore ------------------------------------------------------------------------

std::vector<Step> backup_and_restore(std::vector<std::string> copied_parts) {
  Inventory inventory = TinyInventory{}.inventory();
  inventory.clusters[0].copied_parts = std::move(copied_parts);
  return recovery::backup_and_restore_steps(inventory, kMove);
}

TEST(BackupAndRestore, FillsTheNewDeploymentFromItsCopiesBeforeAnythingIsUnpaused) {
  const auto steps = backup_and_restore({"metadata", "task_logs"});
  EXPECT_EQ(needs_of(steps, "metadata.restore billing"), "image.deploy billing\n");
  EXPECT_EQ(needs_of(steps, "pause_flags.restore billing"),
            "metadata.restore billing\n"
            "task_logs.restore billing\n");
  EXPECT_TRUE(waits_for(steps, "metadata.restore billing", "database.create prod"));
  EXPECT_TRUE(waits_for(steps, "deployment.verify billing", "pause_flags.restore billing"));
}

TEST(BackupAndRestore, ReentersNothingByHand) {
  const auto steps = backup_and_restore({"metadata"});
  EXPECT_FALSE(has_operation(steps, "connections.reenter"));
  EXPECT_FALSE(has_operation(steps, "dags.unpause"));
  EXPECT_EQ(find(steps, "pause_flags.restore billing").owner, "");
}

TEST(BackupAndRestore, AsksForTheMetadataEvenWhereNobodyCopiedThem) {
  EXPECT_EQ(needs_of(backup_and_restore({}), "pause_flags.restore billing"),
            "metadata.restore billing\n");
}

// ---- both --------------------------------------------------------------------------------------

TEST(Strategies, AreListedByRisingCostAndFoundByName) {
  std::string names;
  for (const recovery::Strategy& strategy : recovery::strategies()) {
    names += std::string(strategy.name) + "\n";
    EXPECT_EQ(recovery::find_strategy(strategy.name), &strategy);
  }
  EXPECT_EQ(names,
            "in_region\n"
            "reprovision\n"
            "backup_and_restore\n"
            "two_clusters\n");
  EXPECT_EQ(recovery::find_strategy("hope"), nullptr);
}

// A pool "b c" of the cluster "a" and a pool "c" of the cluster "a b".
TEST(Strategies, TellApartWhatReadsAlike) {
  Inventory inventory;
  inventory.clusters.push_back({.name = "a", .region = "east", .node_pools = {"b c"}});
  inventory.clusters.push_back({.name = "a b", .region = "east", .node_pools = {"c"}});
  const auto steps = recovery::reprovision_steps(inventory, kMove);
  EXPECT_EQ(find(steps, "node_pool.create a b c").target, "cluster:a");
  EXPECT_EQ(find(steps, "node_pool.create a b c (2)").target, "cluster:a b");
}

TEST(Strategies, MakeStepsThatAreAPlan) {
  const TinyInventory everything{.twin = "prod-twin",
                                 .ui_made = {"connection", "pool", "variable"},
                                 .uses_workload_identity = true,
                                 .has_alert_emails = true};
  for (const recovery::Strategy& strategy : recovery::strategies()) {
    const auto steps = strategy.steps(everything.inventory(), kMove);
    EXPECT_TRUE(recovery::find_problems(steps).empty()) << strategy.name;
    EXPECT_LE(strategy.steps({}, kMove).size(), 2U) << "for nothing, at most a ticket";
    for (const recovery::Step& step : steps) {
      const bool is_known = std::ranges::find(recovery::apis(), step.api) != recovery::apis().end();
      EXPECT_TRUE(step.api.empty() || is_known) << step.api << " could not be given a rate limit";
    }
  }
}

}  // namespace
}  // namespace blackstart
