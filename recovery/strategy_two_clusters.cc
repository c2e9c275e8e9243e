#include <algorithm>

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

// Each once, in the order of the clusters they stand in for: several may share one.
std::vector<std::string> twins_of(const Inventory& inventory, const std::string& region) {
  std::vector<std::string> twins;
  for (const Inventory::Cluster& cluster : inventory.clusters) {
    const bool has_one = cluster.region == region && !cluster.twin.empty();
    if (has_one && std::ranges::find(twins, cluster.twin) == twins.end())
      twins.push_back(cluster.twin);
  }
  return twins;
}

std::vector<const Inventory::Cluster*> led_to(const Inventory& inventory, const std::string& region,
                                              const std::string& twin) {
  std::vector<const Inventory::Cluster*> clusters;
  for (const Inventory::Cluster& cluster : inventory.clusters)
    if (cluster.region == region && cluster.twin == twin) clusters.push_back(&cluster);
  return clusters;
}

}  // namespace

std::vector<Step> two_clusters_steps(const Inventory& inventory, const Move& move) {
  StepList steps(move.to, 0);
  for (const std::string& twin : twins_of(inventory, move.from)) {
    const auto primaries = led_to(inventory, move.from, twin);
    StepList::Names fenced;
    for (const Inventory::Cluster* cluster : primaries) {
      steps.set_tier(0);
      fenced.push_back(
          steps.add("primary.fence", "cluster:" + cluster->name, {.api = "astro"}, {}));
      for (const Inventory::Deployment& deployment : inventory.deployments) {
        if (deployment.cluster == cluster->name) take_over(steps, deployment, fenced.back());
      }
    }
    steps.set_tier(0);
    steps.add("dns.update", "cluster:" + twin, {.api = "route53"}, fenced);
    for (std::size_t i = 0; i < primaries.size(); ++i) {
      steps.add("callers.repoint", "cluster:" + primaries[i]->name,
                {.owner = move.ticket_opened_by}, {fenced[i]});
    }
  }
  return steps.take();
}

}  // namespace blackstart::recovery
