#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "sim/in_order.h"

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

struct BilledRow {
  Billed billed;
  std::string_view name;      // as files call its price
  std::string_view in_words;  // on a bill
  double dollars;             // where a scenario says nothing
  std::string_view assumption;
};
// Order of magnitude, so that contenders can be ranked; a bill wants the contract's own figures.
inline constexpr std::array kBilled = {
    BilledRow{Billed::cluster_hour, "cluster_hour", "clusters, by the hour", 0.10,
              "about a managed Kubernetes control plane's list price"},
    BilledRow{Billed::node_hour, "node_hour", "nodes, by the hour", 0.20,
              "about a node of 4 vCPU and 16 GiB on demand"},
    BilledRow{Billed::database_hour, "database_hour", "database servers, by the hour", 0.20,
              "about a managed Postgres of 2 vCPU and 8 GiB"},
    BilledRow{Billed::deployment_hour, "deployment_hour", "Deployments, by the hour", 0.35,
              "a small managed Airflow; contracts differ widely"},
    BilledRow{Billed::stored_gb_month, "stored_gb_month", "copies kept, by the GB", 0.025,
              "about an object store's list price"},
    BilledRow{Billed::sent_gb, "sent_gb", "copies sent, by the GB", 0.02,
              "about a provider's list price between its regions"},
};
static_assert(sim::is_in_order(kBilled, &BilledRow::billed));

// US dollars for one of it.
struct Price {
  double dollars = 0;
  std::string source, assumption;
  bool is_assumption() const { return source.empty(); }
};
using Prices = std::array<Price, kBilled.size()>;  // by Billed

}  // namespace blackstart::drill
