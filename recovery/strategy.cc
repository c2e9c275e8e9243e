#include "recovery/strategy.h"

#include <algorithm>
#include <array>

namespace blackstart::recovery {
namespace {

constexpr std::array kStrategies = {
    Strategy{"in_region",
             "a zone is lost: the cluster is led away from it, its standby database takes over and "
             "pods start in the zones that are left",
             in_region_steps, "zones.probe", false},
    Strategy{
        "reprovision",
        "the vendor rebuilds clusters and Deployments in another region; the metadata are lost",
        reprovision_steps},
    Strategy{"backup_and_restore",
             "everything is rebuilt in another region and filled from the newest copies that open",
             backup_and_restore_steps},
    Strategy{"two_clusters",
             "a second cluster has every deploy but not the metadata; its Deployments take over",
             two_clusters_steps},
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
