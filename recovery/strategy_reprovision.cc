#include "recovery/deployment_steps.h"
#include "recovery/rebuilding.h"

// The seed's full-region procedure: the vendor rebuilds, the customer accepts, re-creates and
// re-enters.
namespace blackstart::recovery {

std::vector<Step> reprovision_steps(const Inventory& inventory, const Move& move) {
  return rebuilding_steps(
      inventory, move,
      [](StepList& steps, const Inventory::Cluster&, const Inventory::Deployment& deployment,
         const std::string& deployed) { return reenter_and_unpause(steps, deployment, deployed); });
}

}  // namespace blackstart::recovery
