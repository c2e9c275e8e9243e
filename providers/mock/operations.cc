#include "providers/mock/operations.h"

namespace blackstart::mock {

std::span<const sim::Operation> operations() {
  static const std::vector<sim::Operation> kAll = [] {
    std::vector<sim::Operation> all;
    for (const auto table : {monitoring_operations(), people_operations(), network_operations(),
                             compute_operations(), storage_operations(), deployment_operations(),
                             zone_operations(), restoring_operations()}) {
      all.insert(all.end(), table.begin(), table.end());
    }
    return all;
  }();
  return kAll;
}

}  // namespace blackstart::mock
