#include "sim/world/spec.h"

#include <algorithm>

namespace blackstart::sim {
namespace {

bool has_task_that(const DeploymentSpec& deployment, auto&& does) {
  return std::ranges::any_of(
      deployment.dags, [&](const DagSpec& dag) { return std::ranges::any_of(dag.tasks, does); });
}

}  // namespace

void add_zones_and_regional_services(WorldSpec& world) {
  for (RegionId id = 0; id < world.regions.size(); ++id) {
    const RegionSpec& region = world.regions[id];
    for (const std::string& zone : region.zones)
      world.zones.push_back({.name = zone, .region = id});
    for (const std::string_view service : kRegionalServices) {
      world.services.push_back(
          {.name = std::string(service) + "/" + region.name, .region = id, .is_regional = true});
    }
  }
}

bool has_rows_of(const DeploymentSpec& deployment, DataClass rows) {
  if (rows == DataClass::trigger) return has_task_that(deployment, &TaskSpec::is_deferrable);
  if (rows == DataClass::asset_event) {
    return has_task_that(deployment, [](const TaskSpec& task) { return !task.updates.empty(); });
  }
  return true;
}

std::vector<DataClass> row_classes_of(const DeploymentSpec& deployment) {
  std::vector<DataClass> classes;
  for (std::size_t i = 0; i < kRowClasses; ++i) {
    if (has_rows_of(deployment, static_cast<DataClass>(i)))
      classes.push_back(static_cast<DataClass>(i));
  }
  return classes;
}

}  // namespace blackstart::sim
