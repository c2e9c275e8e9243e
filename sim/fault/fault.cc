#include "sim/fault/fault.h"

#include <algorithm>
#include <vector>

#include "sim/fault/effects.h"

namespace blackstart::sim {

std::span<const FaultKind> faults() {
  static const std::vector<FaultKind> kAll = [] {
    std::vector<FaultKind> all;
    for (const auto table : {region_faults(), zone_faults(), cluster_faults(), service_faults()})
      all.insert(all.end(), table.begin(), table.end());
    return all;
  }();
  return kAll;
}

bool takes_nodes(const FaultKind& kind) {
  return std::ranges::any_of(kind.impairs, [](const Effect& effect) {
    return effect.facet == Facet::power && effect.magnitude == &FaultSpec::share;
  });
}

bool flaps(const FaultKind& kind) { return kind.begin == begin_flapping; }

const std::string& target_name(const WorldSpec& world, const FaultSpec& fault) {
  switch (fault.domain) {
    case Domain::region:
      return world.regions[fault.target].name;
    case Domain::zone:
      return world.zones[fault.target].name;
    case Domain::cluster:
      return world.clusters[fault.target].name;
    case Domain::deployment:
      return world.deployments[fault.target].name;
    case Domain::service:
    case Domain::site:  // no file names one
      break;
  }
  return world.services[fault.target].name;
}

}  // namespace blackstart::sim
