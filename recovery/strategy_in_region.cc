#include "recovery/step_list.h"
#include "recovery/strategy.h"

// A zone is lost or does not fare well, and its region goes on: work is led away from the zone, the
// standby takes over, what is stuck there is given up, and every Deployment is looked at.
namespace blackstart::recovery {
namespace {

using Names = StepList::Names;

// What is under way already by itself (a promotion, a pod that starts) is looked at again soon.
void look_again_soon(StepList& steps) {
  steps.last().retry.backoff_first = std::chrono::seconds(10);
  steps.last().retry.backoff_max = std::chrono::minutes(1);
}

}  // namespace

std::vector<Step> in_region_steps(const Inventory& inventory, const Move& move) {
  StepList steps(move.from, 0);
  for (const Inventory::Cluster& cluster : inventory.clusters) {
    if (cluster.region != move.from) continue;
    steps.set_tier(0);
    const std::string target = "cluster:" + cluster.name;
    const std::string evacuated = steps.add("zone.evacuate", target, {}, {});
    const std::string promoted = steps.add("database.fail_over", target, {.api = "rds"}, {});
    look_again_soon(steps);
    const std::string replaced = steps.add("stuck_pods.replace", target, {}, {evacuated});
    for (const Inventory::Deployment& deployment : inventory.deployments) {
      if (deployment.cluster != cluster.name) continue;
      steps.set_tier(deployment.tier);
      steps.add("deployment.check", "deployment:" + deployment.name, {},
                Names{promoted, replaced});
      look_again_soon(steps);
    }
  }
  return steps.take();
}

}  // namespace blackstart::recovery
