#include "sim/protection/past.h"

#include <algorithm>

namespace blackstart::sim {

RowCounts rows_then(const Setup& setup, const World& world, InstanceId instance, Instant at) {
  const DeploymentSpec& spec = setup.world.deployments[world.instances[instance].deployment];
  return world.logs[instance].rows_at(spec, at);
}

std::int64_t left_out_then(const Setup&, const World&, InstanceId, Instant, const CopySpec&) {
  return 0;
}

Instant newest_row(const Setup& setup, const World& world, InstanceId instance,
                   DataClass data_class, Instant at) {
  const auto count = [&](Instant then) {
    return rows_then(setup, world, instance, then)[data_class];
  };
  const std::int64_t total = count(at);
  if (total == 0) return kNever;
  Instant before = setup.starts_at - std::chrono::days(1), there = at;
  while (there - before > Duration(1)) {
    const Instant middle = before + (there - before) / 2;
    (count(middle) == total ? there : before) = middle;
  }
  return there;
}

}  // namespace blackstart::sim
