#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace blackstart::sim {

// What a disaster can take away. The first six are rows of databases and log buckets, which are
// counted by the million; the others are single things with a name.
enum class DataClass : std::uint8_t {
  dag_run,
  task_instance,
  xcom,
  task_log,
  trigger,      // of a task that is deferred
  asset_event,  // an asset was updated
  variable,
  connection,
  pool,
  pause_flag,
  role,
  environment_variable,
  alert_email,
  image,
  dag_bundle,
  cluster_configuration,
  vpc,
  peering,
  route,
  security_group_rule,
  egress_ip,
  organization_setting,
  workspace_setting,
  user,
  log_tail,  // of a try at work: what its worker has not uploaded yet
};

inline constexpr std::array<std::string_view, 25> kDataClassNames = {"dag_run",
                                                                     "task_instance",
                                                                     "xcom",
                                                                     "task_log",
                                                                     "trigger",
                                                                     "asset_event",
                                                                     "variable",
                                                                     "connection",
                                                                     "pool",
                                                                     "pause_flag",
                                                                     "role",
                                                                     "environment_variable",
                                                                     "alert_email",
                                                                     "image",
                                                                     "dag_bundle",
                                                                     "cluster_configuration",
                                                                     "vpc",
                                                                     "peering",
                                                                     "route",
                                                                     "security_group_rule",
                                                                     "egress_ip",
                                                                     "organization_setting",
                                                                     "workspace_setting",
                                                                     "user",
                                                                     "log_tail"};
inline constexpr std::size_t kRowClasses = 6;

// Whether the size of these rows is counted too.
constexpr bool has_bytes(DataClass data_class) {
  return data_class == DataClass::xcom || data_class == DataClass::task_log;
}

// Who made a thing, or where its value comes from: that decides whether it survives its site.
enum class Provenance : std::uint8_t {
  none,
  ui,
  image,
  environment,
  secrets_backend,
  plain,
  secret,
  vendor,
  customer,
  restored,
  not_restored,
};

inline constexpr std::array<std::string_view, 11> kProvenanceNames = {
    "",       "ui",     "image",    "environment", "secrets_backend", "plain",
    "secret", "vendor", "customer", "restored",    "not_restored"};

constexpr std::string_view name_of(DataClass data_class) {
  return kDataClassNames[static_cast<std::size_t>(data_class)];
}
constexpr std::string_view name_of(Provenance provenance) {
  return kProvenanceNames[static_cast<std::size_t>(provenance)];
}
std::optional<DataClass> data_class_named(std::string_view name);

// Whether a copy exists outside the site (the control plane, the image registry, the secrets
// backend), so that losing the site loses nothing. Source: the seed's lists of what re-provisioning
// restores and does not.
bool survives_its_site(DataClass data_class, Provenance provenance);

}  // namespace blackstart::sim
