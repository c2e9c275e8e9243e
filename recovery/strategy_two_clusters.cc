#include <algorithm>

#include "recovery/deployment_steps.h"
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
  const std::string unpaused = reenter_and_unpause(steps, deployment, activated);
  verify(steps, deployment, {unpaused});
}

// A cluster that takes over, and all those of the region it takes over for.
struct Twin {
  std::string name;
  std::vector<const Inventory::Cluster*> primaries;
};

std::vector<Twin> twins_of(const Inventory& inventory, const std::string& region) {
  std::vector<Twin> twins;
  for (const Inventory::Cluster& cluster : inventory.clusters) {
    if (cluster.region != region || cluster.twin.empty()) continue;
    auto twin = std::ranges::find(twins, cluster.twin, &Twin::name);
    if (twin == twins.end()) twin = twins.insert(twin, {.name = cluster.twin});
    twin->primaries.push_back(&cluster);
  }
  return twins;
}

}  // namespace

std::vector<Step> two_clusters_steps(const Inventory& inventory, const Move& move) {
  StepList steps(move.to, 0);
  for (const Twin& twin : twins_of(inventory, move.from)) {
    StepList::Names fenced;
    for (const Inventory::Cluster* cluster : twin.primaries) {
      steps.set_tier(0);
      fenced.push_back(
          steps.add("primary.fence", "cluster:" + cluster->name, {.api = "astro"}, {}));
      for (const Inventory::Deployment& deployment : inventory.deployments) {
        if (deployment.cluster == cluster->name) take_over(steps, deployment, fenced.back());
      }
    }
    steps.set_tier(0);
    steps.add("dns.update", "cluster:" + twin.name, {.api = "route53"}, fenced);
    for (std::size_t i = 0; i < twin.primaries.size(); ++i) {
      steps.add("callers.repoint", "cluster:" + twin.primaries[i]->name,
                {.owner = move.ticket_opened_by}, {fenced[i]});
    }
  }
  return steps.take();
}

}  // namespace blackstart::recovery
