#pragma once

#include <string>

#include "recovery/inventory.h"
#include "recovery/step_list.h"

// What several strategies do with a Deployment.
namespace blackstart::recovery {

// Once the step `ready` is done its owner enters what was made in the UI, then unpauses its DAGs.
// Returns the last step's name.
std::string reenter_and_unpause(StepList& steps, const Inventory::Deployment& deployment,
                                const std::string& ready);
// Adds a step that looks every minute whether the Deployment works.
void verify(StepList& steps, const Inventory::Deployment& deployment, StepList::Names needs);

}  // namespace blackstart::recovery
