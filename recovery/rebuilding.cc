#include "recovery/rebuilding.h"

#include <algorithm>
#include <map>

#include "recovery/deployment_steps.h"

namespace blackstart::recovery {
namespace {

using Names = StepList::Names;

// What a Deployment waits for on its cluster.
struct Ground {
  Names ready;                            // before it can be created
  std::map<std::string, Names> restores;  // what its tasks reach -> the steps that bring it back
  std::string trust;  // the step that makes its workload identity trusted; empty: none
};

class Rebuilding {
 public:
  Rebuilding(const Inventory& inventory, const Move& move, Refill refill)
      : inventory_(inventory), move_(move), refill_(refill), steps_(move.to, 0) {}

  std::vector<Step> steps() {
    const std::string region = "region:" + move_.from;
    const std::string opened =
        steps_.add("ticket.open", region, {.owner = move_.ticket_opened_by}, {});
    answered_ = steps_.add("ticket.respond", region, {.owner = move_.vendor}, {opened});
    for (const Inventory::Cluster& cluster : inventory_.clusters) {
      if (cluster.region == move_.from) rebuild(cluster);
    }
    return steps_.take();
  }

 private:
  void rebuild(const Inventory::Cluster& cluster) {
    std::vector<const Inventory::Deployment*> deployments;
    for (const Inventory::Deployment& deployment : inventory_.deployments) {
      if (deployment.cluster == cluster.name) deployments.push_back(&deployment);
    }
    steps_.set_tier(most_important(deployments));
    const Ground ground = prepare(cluster, deployments);
    for (const auto* deployment : deployments) bring_up(cluster, *deployment, ground);
  }

  static std::uint32_t most_important(
      const std::vector<const Inventory::Deployment*>& deployments) {
    std::uint32_t tier = deployments.empty() ? 0 : deployments.front()->tier;
    for (const auto* deployment : deployments) tier = std::min(tier, deployment->tier);
    return tier;
  }

  Ground prepare(const Inventory::Cluster& cluster,
                 const std::vector<const Inventory::Deployment*>& deployments) {
    const std::string target = "cluster:" + cluster.name;
    Ground ground;
    ground.ready.push_back(steps_.add("primary.fence", target, {.api = "astro"}, {answered_}));
    const std::string vpc = steps_.add("vpc.create", target, {.api = "ec2"}, {answered_});
    const std::string nat = steps_.add("nat_gateway.create", target, {.api = "ec2"}, {vpc});
    steps_.add("routes.restore", target, {.api = "ec2"}, {vpc});
    steps_.add("security_group_rules.restore", target, {.api = "ec2"}, {vpc});
    restore_network(cluster, vpc, nat, ground);
    const std::string created = steps_.add("cluster.create", target, {.api = "astro"}, {vpc, nat});
    for (const std::string& pool : cluster.node_pools) {
      ground.ready.push_back(
          steps_.add("node_pool.create", target, {.api = "astro"}, {created}, "pool", pool));
    }
    ground.ready.push_back(
        steps_.add("cluster_configuration.restore", target, {.api = "astro"}, {created}));
    ground.ready.push_back(steps_.add("database.create", target, {.api = "rds"}, {vpc}));
    ground.ready.push_back(steps_.add("log_bucket.create", target, {.api = "s3"}, {vpc}));
    steps_.add("dns.update", target, {.api = "route53"}, {created});
    trust_identities(target, created, deployments, ground);
    return ground;
  }

  void restore_network(const Inventory::Cluster& cluster, const std::string& vpc,
                       const std::string& nat, Ground& ground) {
    const auto full_name = [&](const Inventory::Handwork& thing) {
      return cluster.name + "/" + thing.name;
    };
    Names accepted = {vpc};
    for (const auto& peering : cluster.peerings) {
      const std::string target = "peering:" + full_name(peering);
      const std::string asked = steps_.add("peering.request", target, {.api = "ec2"}, {vpc});
      accepted.push_back(steps_.add("peering.accept", target, {.owner = peering.owner}, {asked}));
      ground.restores[target] = {accepted.back()};
    }
    for (const auto& route : cluster.customer_routes) {
      const std::string target = "route:" + full_name(route);
      ground.restores[target] = {
          steps_.add("route.recreate", target, {.owner = route.owner}, accepted)};
    }
    for (const auto& rule : cluster.customer_security_group_rules) {
      const std::string target = "security_group_rule:" + full_name(rule);
      ground.restores[target] = {
          steps_.add("security_group_rule.recreate", target, {.owner = rule.owner}, {vpc})};
    }
    for (const auto& list : cluster.allow_lists) {
      const std::string target = "allow_list:" + full_name(list);
      ground.restores[target] = {
          steps_.add("allow_list.update", target, {.owner = list.owner}, {nat})};
    }
  }

  void trust_identities(const std::string& target, const std::string& created,
                        const std::vector<const Inventory::Deployment*>& deployments,
                        Ground& ground) {
    const auto user =
        std::ranges::find_if(deployments, &Inventory::Deployment::uses_workload_identity);
    if (user == deployments.end()) return;
    const std::string issuer =
        steps_.add("oidc_provider.create", target, {.api = "iam"}, {created});
    ground.trust = steps_.add("trust_policy.update", target, {.owner = (*user)->owner}, {issuer});
  }

  void bring_up(const Inventory::Cluster& cluster, const Inventory::Deployment& deployment,
                const Ground& ground) {
    steps_.set_tier(deployment.tier);
    const std::string target = "deployment:" + deployment.name;
    const std::string created =
        steps_.add("deployment.create", target, {.api = "astro"}, ground.ready);
    const std::string environment =
        steps_.add("environment_variables.restore", target, {.api = "astro"}, {created});
    const std::string deployed =
        steps_.add("image.deploy", target, {.api = "astro"}, {environment});
    if (deployment.has_alert_emails)
      steps_.add("alert_emails.restore", target, {.api = "astro"}, {deployed});
    const std::string at_work = refill_(steps_, cluster, deployment, deployed);
    verify(steps_, deployment, what_its_work_needs(deployment, ground, at_work));
  }

  static Names what_its_work_needs(const Inventory::Deployment& deployment, const Ground& ground,
                                   const std::string& at_work) {
    Names needs = {at_work};
    for (const std::string& reached : deployment.reaches) {
      if (const auto found = ground.restores.find(reached); found != ground.restores.end())
        needs.insert(needs.end(), found->second.begin(), found->second.end());
    }
    if (deployment.uses_workload_identity && !ground.trust.empty()) needs.push_back(ground.trust);
    return needs;
  }

  const Inventory& inventory_;
  const Move& move_;
  Refill refill_;
  StepList steps_;
  std::string answered_;
};

}  // namespace

std::vector<Step> rebuilding_steps(const Inventory& inventory, const Move& move, Refill refill) {
  return Rebuilding(inventory, move, refill).steps();
}

}  // namespace blackstart::recovery
