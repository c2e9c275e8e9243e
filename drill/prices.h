#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace blackstart::drill {

// What a world is billed for in peace time.
enum class Billed : std::uint8_t {
  cluster_hour,     // one Kubernetes control plane
  node_hour,        // one node of any type
  database_hour,    // one database server; its standby is another
  deployment_hour,  // what the vendor asks for one running Deployment
  stored_gb_month,  // one GB of backups and replicas, for 30 days
  sent_gb,          // one GB from one region to another
};
inline constexpr std::array<std::string_view, 6> kBilledNames = {
    "cluster_hour", "node_hour", "database_hour", "deployment_hour", "stored_gb_month", "sent_gb"};

// US dollars for one of it.
struct Price {
  double dollars = 0;
  std::string source, assumption;
  bool is_assumption() const { return source.empty(); }
};
using Prices = std::array<Price, kBilledNames.size()>;

}  // namespace blackstart::drill
