#include "sim/world/data_class.h"

#include <algorithm>

namespace blackstart::sim {

std::optional<DataClass> data_class_named(std::string_view name) {
  const auto* found = std::ranges::find(kDataClassNames, name);
  if (found == kDataClassNames.end()) return std::nullopt;
  return static_cast<DataClass>(found - kDataClassNames.begin());
}

bool survives_its_site(DataClass data_class, Provenance provenance) {
  switch (data_class) {
    case DataClass::environment_variable:
    case DataClass::alert_email:
    case DataClass::image:
    case DataClass::dag_bundle:
    case DataClass::vpc:
    case DataClass::peering:
    case DataClass::organization_setting:
    case DataClass::workspace_setting:
    case DataClass::user:
      return true;
    case DataClass::variable:
    case DataClass::connection:
    case DataClass::pool:
      return provenance != Provenance::ui;
    case DataClass::route:
    case DataClass::security_group_rule:
      return provenance == Provenance::vendor;
    case DataClass::cluster_configuration:
      return provenance == Provenance::restored;
    default:
      return false;
  }
}

}  // namespace blackstart::sim
