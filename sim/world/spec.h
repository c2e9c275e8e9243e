#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/airflow/dag_spec.h"
#include "sim/airflow/profile.h"
#include "sim/kubernetes/profile.h"
#include "sim/protection/copy_spec.h"
#include "sim/world/data_class.h"
#include "sim/world/hibernation.h"
#include "sim/world/ids.h"

// The world as its file describes it: what never changes during a run. Everything names others by
// their index in these lists.
namespace blackstart::sim {

// What a region can still give, beyond what runs in it at the start.
struct CapacitySpec {
  std::uint32_t zone = 0;  // an index in its region
  std::string type;        // of nodes
  std::uint32_t nodes = 0;
};

// How many nodes of a type the account may run in a region.
struct QuotaSpec {
  std::string type;
  std::uint32_t nodes = 0;
};

struct RegionSpec {
  std::string name;
  std::vector<std::string> zones;
  std::vector<CapacitySpec> capacities;  // a zone and type without a row: no end
  std::vector<QuotaSpec> quotas;         // a type without a row: no end
};

struct ZoneSpec {
  std::string name;
  RegionId region = kNone;
};

// A control plane: one that serves every region and lives in one (IAM, Route 53, the vendor's own),
// or a region's own, which is named after both.
struct ServiceSpec {
  std::string name;         // "iam", "route53", "control_plane", "compute/us-east-1"
  RegionId region = kNone;  // kNone: outside all modelled regions
  bool is_regional = false;
};

// The control planes that every region has for itself.
inline constexpr std::array<std::string_view, 5> kRegionalServices = {
    "compute", "kubernetes", "database", "network", "storage"};
// The fleet's own, through which whatever is created, deployed or changed goes.
inline constexpr std::string_view kControlPlane = "control_plane";
// Where people do by hand what no API of the vendor's does for them.
inline constexpr std::string_view kConsole = "console";
// The prober's own: it has no home that could fail.
inline constexpr std::string_view kMonitoring = "monitoring";

// A single named thing of some class, and what it belongs to.
struct ItemSpec {
  DataClass data_class;
  Provenance provenance = Provenance::none;
  std::string name;
  ClusterId cluster = kNone;        // set for things of a cluster
  DeploymentId deployment = kNone;  // set for things of a Deployment
  std::string owner;                // who brings it back by hand: accepts, re-creates, re-enters
  ItemId via = kNone;               // routes: the peering they lead through
  std::string wrong_elsewhere;      // peerings: the CIDR entered by mistake when made anew
};

struct DeploymentSpec {
  std::string name;
  ClusterId cluster = kNone;
  std::uint32_t tier = 0;
  std::string owner;
  Profile profile;  // of its Airflow: version, executor, thresholds
  std::uint32_t scheduler_count = 1;
  bool is_high_availability = false;
  bool is_development_mode = false;
  bool is_hibernating = false;  // as the scenario begins; until a schedule wakes it
  std::vector<HibernationSchedule> hibernation_schedules;
  bool has_stateful_workers = false;     // their pods are bound to volumes in a zone
  bool has_stateful_schedulers = false;  // the same
  bool keeps_fernet_key = true;  // outside its cluster: what it encrypts can be read elsewhere
  std::string runtime_version;
  std::string image_tag;
  std::string workload_identity;
  std::vector<WorkerQueueSpec> worker_queues = {{}};  // at least one
  std::vector<PoolSpec> pools;  // of those that are not as large as a pool normally is
  std::vector<DagSpec> dags;
  std::vector<ItemId> items;
};

struct AllowListSpec {
  std::string name;
  std::string owner;  // who lets new egress IPs in
};

enum class NodeRole : std::uint8_t { system, airflow, workers };

// Nodes of one type, the same number in every zone of the cluster.
struct NodePoolSpec {
  std::string name;
  NodeRole runs = NodeRole::workers;
  std::string type = "any";
  std::uint32_t nodes = 0;           // per zone; 0: as many as its pods need
  std::uint32_t nodes_max = 10'000;  // per zone
  std::uint32_t pods = 0;            // per node; 0: as the profile says
};

struct DatabaseSpec {
  bool has_standby = true;
  std::uint32_t primary = 0;  // zones, as indices in the region
  std::uint32_t standby = 1;
};

struct ClusterSpec {
  std::string name;
  RegionId region = kNone;
  ClusterId twin = kNone;
  std::vector<NodePoolSpec> node_pools;  // at most 64
  std::vector<std::uint32_t> zones;      // of its region; empty: the first two or three
  DatabaseSpec database;
  std::vector<AllowListSpec> allow_lists;  // at most 64
  std::vector<ItemId> items;
  std::vector<CopySpec> copies;  // what protects it in peace time
};

struct WorldSpec {
  std::string title;
  std::string provider;  // "aws", "gcp", "azure"
  std::vector<RegionSpec> regions;
  std::vector<ZoneSpec> zones;  // of all regions, in their order
  std::vector<ServiceSpec> services;
  std::vector<std::string> tiers;  // most important first
  std::vector<ClusterSpec> clusters;
  std::vector<DeploymentSpec> deployments;
  std::vector<ItemSpec> items;
  std::vector<AssetSpec> assets;
  PlatformProfile platform;  // how Kubernetes and the databases behave
};

// What follows from the regions: their zones, and the control planes of their own.
void add_zones_and_regional_services(WorldSpec& world);

// Whether its databases and log buckets can ever hold such rows: triggers need a task that defers
// itself, asset events one that updates an asset.
bool has_rows_of(const DeploymentSpec& deployment, DataClass rows);
std::vector<DataClass> row_classes_of(const DeploymentSpec& deployment);

}  // namespace blackstart::sim
