#include <algorithm>

#include "recovery/strategy.h"

// As in aws-samples/mwaa-disaster-recovery: everything is built anew elsewhere, then filled from
// the newest copies; pause flags come last, so that nothing runs on half a history. Nothing is
// entered by hand: what was made in the UI is in the copy, or it stays away.
namespace blackstart::recovery {
namespace {

constexpr std::string_view kUnpause = "dags.unpause ", kFlags = "pause_flags.restore ";

class BackupAndRestore {
 public:
  BackupAndRestore(const Inventory& inventory, const Move& move)
      : inventory_(inventory), rebuilt_(reprovision_steps(inventory, move)) {}

  std::vector<Step> steps() {
    for (Step& step : rebuilt_) {
      if (step.operation.ends_with(".reenter")) continue;
      if (step.operation == "dags.unpause") {
        fill_and_unpause(std::move(step));
        continue;
      }
      for (std::string& need : step.needs) {
        if (need.starts_with(kUnpause)) need.replace(0, kUnpause.size(), kFlags);
      }
      steps_.push_back(std::move(step));
    }
    return std::move(steps_);
  }

 private:
  void fill_and_unpause(Step unpause) {
    const std::string name = unpause.target.substr(unpause.target.find(':') + 1);
    std::vector<std::string> filled;
    for (const std::string& part : copied_parts(name)) {
      Step restore = unpause;
      rename(restore, part + ".restore", name);
      restore.needs = {"image.deploy " + name};
      filled.push_back(restore.name);
      steps_.push_back(std::move(restore));
    }
    rename(unpause, "pause_flags.restore", name);
    unpause.needs = std::move(filled);
    steps_.push_back(std::move(unpause));
  }

  // Without a copy of the metadata there is nothing to restore, which must not go unnoticed.
  std::vector<std::string> copied_parts(const std::string& deployment) const {
    const auto of =
        std::ranges::find(inventory_.deployments, deployment, &Inventory::Deployment::name);
    const auto on = std::ranges::find(inventory_.clusters, of->cluster, &Inventory::Cluster::name);
    std::vector<std::string> parts = on->copied_parts;
    if (std::ranges::find(parts, "metadata") == parts.end())
      parts.insert(parts.begin(), "metadata");
    return parts;
  }

  static void rename(Step& step, const std::string& operation, const std::string& name) {
    step.operation = operation;
    step.name = operation + " " + name;
    step.owner.clear();
    step.api = "rds";
  }

  const Inventory& inventory_;
  std::vector<Step> rebuilt_, steps_;
};

}  // namespace

std::vector<Step> backup_and_restore_steps(const Inventory& inventory, const Move& move) {
  return BackupAndRestore(inventory, move).steps();
}

}  // namespace blackstart::recovery
