#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "recovery/time.h"

namespace blackstart::recovery {

// What the engine was told exists, and when that was true. It may be stale: nobody tells the engine
// when the world moves on.
struct Inventory {
  // Something only a person can bring back, and which person.
  struct Handwork {
    std::string name;  // e.g. the route, the peering, the allow-list
    std::string owner;
    bool operator==(const Handwork&) const = default;
  };

  struct Cluster {
    std::string name;
    std::string region;
    std::string twin;  // the cluster that also receives every deploy; empty: none
    std::vector<std::string> node_pools;
    std::vector<Handwork> peerings;  // owner: who re-accepts the request
    std::vector<Handwork> customer_routes;
    std::vector<Handwork> customer_security_group_rules;
    std::vector<Handwork> allow_lists;      // owner: who lets the new egress IPs in
    std::vector<std::string> copied_parts;  // "metadata", "task_logs", "xcom_objects"
    bool operator==(const Cluster&) const = default;
  };

  struct Deployment {
    std::string name;
    std::string cluster;
    std::uint32_t tier = 0;  // 0 is served first
    std::string owner;       // who re-enters what was made in the UI, and unpauses
    // Classes with entries made in the UI: "connection", "pool", "variable".
    std::vector<std::string> ui_made;
    // What its tasks depend on: "peering:x", "route:x", "security_group_rule:x", "allow_list:x".
    std::vector<std::string> reaches;
    bool uses_workload_identity = false;
    bool has_alert_emails = false;
    bool operator==(const Deployment&) const = default;
  };

  Instant as_of{};
  std::vector<Cluster> clusters;
  std::vector<Deployment> deployments;
  bool operator==(const Inventory&) const = default;
};

}  // namespace blackstart::recovery
