#include <algorithm>

#include "recovery/rebuilding.h"

// As in aws-samples/mwaa-disaster-recovery: everything is built anew elsewhere, then filled from
// the newest copies; pause flags come last, so that nothing runs on half a history. Nothing is
// entered by hand: what was made in the UI is in the copy, or it stays away.
namespace blackstart::recovery {
namespace {

using Names = StepList::Names;

// Without a copy of the metadata there is nothing to restore, which must not go unnoticed.
Names parts_to_restore(const Inventory::Cluster& cluster) {
  Names parts = cluster.copied_parts;
  if (std::ranges::find(parts, "metadata") == parts.end()) parts.insert(parts.begin(), "metadata");
  return parts;
}

std::string restore_and_unpause(StepList& steps, const Inventory::Cluster& cluster,
                                const Inventory::Deployment& deployment,
                                const std::string& deployed) {
  const std::string target = "deployment:" + deployment.name;
  Names restored;
  for (const std::string& part : parts_to_restore(cluster))
    restored.push_back(steps.add(part + ".restore", target, {.api = "rds"}, {deployed}));
  return steps.add("pause_flags.restore", target, {.api = "rds"}, restored);
}

}  // namespace

std::vector<Step> backup_and_restore_steps(const Inventory& inventory, const Move& move) {
  return rebuilding_steps(inventory, move, restore_and_unpause);
}

}  // namespace blackstart::recovery
