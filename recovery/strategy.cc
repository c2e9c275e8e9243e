#include "recovery/strategy.h"

#include <algorithm>
#include <array>

namespace blackstart::recovery {
namespace {

constexpr std::array kStrategies = {
    Strategy{.name = "in_region",
             .does = "a zone is lost: the cluster is led away from it, its standby database takes "
                     "over and pods start in the zones that are left",
             .steps = in_region_steps,
             .probe = "zones.probe",
             .leaves_region = false},
    Strategy{.name = "reprovision",
             .does = "the vendor rebuilds clusters and Deployments in another region; the metadata "
                     "are lost",
             .steps = reprovision_steps},
    Strategy{.name = "backup_and_restore",
             .does = "everything is rebuilt in another region and filled from the newest copies "
                     "that open",
             .steps = backup_and_restore_steps},
    Strategy{.name = "two_clusters",
             .does = "a second cluster has every deploy but not the metadata; its Deployments take "
                     "over",
             .steps = two_clusters_steps},
};

constexpr std::array<std::string_view, 6> kApis = {"astro", "ec2", "rds", "s3", "iam", "route53"};

}  // namespace

std::span<const std::string_view> apis() { return kApis; }

std::span<const Strategy> strategies() { return kStrategies; }

const Strategy* find_strategy(std::string_view name) {
  const auto* found = std::ranges::find(kStrategies, name, &Strategy::name);
  return found == kStrategies.end() ? nullptr : found;
}

}  // namespace blackstart::recovery
