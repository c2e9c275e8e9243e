#include "recovery/step_list.h"
#include "recovery/strategy.h"

// The seed's recommendation: a second cluster that every deploy reaches. It has the code and the
// environment, not the metadata.
namespace blackstart::recovery {
namespace {

void take_over(StepList& steps, const Inventory::Deployment& deployment,
               const std::string& fenced) {
  steps.set_tier(deployment.tier);
  const std::string target = "deployment:" + deployment.name;
  const std::string activated = steps.add("twin.activate", target, {.api = "astro"}, {fenced});
  StepList::Names before_work = {activated};
  for (const std::string& data_class : deployment.ui_made) {
    before_work.push_back(
        steps.add(data_class + "s.reenter", target, {.owner = deployment.owner}, {activated}));
  }
  const std::string unpaused =
      steps.add("dags.unpause", target, {.owner = deployment.owner}, before_work);
  steps.add("deployment.verify", target, {}, {unpaused});
  steps.last().retry.backoff_first = steps.last().retry.backoff_max = std::chrono::minutes(1);
}

}  // namespace

std::vector<Step> two_clusters_steps(const Inventory& inventory, const Move& move) {
  StepList steps(move.to, 0);
  for (const Inventory::Cluster& cluster : inventory.clusters) {
    if (cluster.region != move.from || cluster.twin.empty()) continue;
    steps.set_tier(0);
    const std::string fenced =
        steps.add("primary.fence", "cluster:" + cluster.name, {.api = "astro"}, {});
    for (const Inventory::Deployment& deployment : inventory.deployments) {
      if (deployment.cluster == cluster.name) take_over(steps, deployment, fenced);
    }
    steps.set_tier(0);
    steps.add("dns.update", "cluster:" + cluster.twin, {.api = "route53"}, {fenced});
    steps.add("callers.repoint", "cluster:" + cluster.name, {.owner = move.ticket_opened_by},
              {fenced});
  }
  return steps.take();
}

}  // namespace blackstart::recovery
