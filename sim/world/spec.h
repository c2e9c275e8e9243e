#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/airflow/dag_spec.h"
#include "sim/airflow/profile.h"
#include "sim/protection/copy_spec.h"
#include "sim/world/data_class.h"
#include "sim/world/ids.h"

// The world as its file describes it: what never changes during a run. Everything names others by
// their index in these lists.
namespace blackstart::sim {

struct RegionSpec {
  std::string name;
  std::vector<std::string> zones;
};

// A control plane that serves every region and lives in one: IAM, Route 53, the vendor's own.
struct ServiceSpec {
  std::string name;         // "iam", "route53", "control_plane"
  RegionId region = kNone;  // kNone: outside all modelled regions
};

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

struct ClusterSpec {
  std::string name;
  RegionId region = kNone;
  ClusterId twin = kNone;
  std::vector<std::string> node_pools;
  std::vector<AllowListSpec> allow_lists;  // at most 64
  std::vector<ItemId> items;
  std::vector<CopySpec> copies;  // what protects it in peace time
};

struct WorldSpec {
  std::string title;
  std::string provider;  // "aws", "gcp", "azure"
  std::vector<RegionSpec> regions;
  std::vector<ServiceSpec> services;
  std::vector<std::string> tiers;  // most important first
  std::vector<ClusterSpec> clusters;
  std::vector<DeploymentSpec> deployments;
  std::vector<ItemSpec> items;
  std::vector<AssetSpec> assets;
};

}  // namespace blackstart::sim
