#include "recovery/deployment_steps.h"

#include <utility>

namespace blackstart::recovery {

std::string reenter_and_unpause(StepList& steps, const Inventory::Deployment& deployment,
                                const std::string& ready) {
  const std::string target = "deployment:" + deployment.name;
  StepList::Names before_work = {ready};
  for (const std::string& data_class : deployment.ui_made) {
    before_work.push_back(
        steps.add(data_class + "s.reenter", target, {.owner = deployment.owner}, {ready}));
  }
  return steps.add("dags.unpause", target, {.owner = deployment.owner}, before_work);
}

void verify(StepList& steps, const Inventory::Deployment& deployment, StepList::Names needs) {
  steps.add("deployment.verify", "deployment:" + deployment.name, {}, std::move(needs));
  steps.last().retry.backoff_first = steps.last().retry.backoff_max = std::chrono::minutes(1);
}

}  // namespace blackstart::recovery
