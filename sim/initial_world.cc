#include "sim/initial_world.h"

#include "recovery/check.h"
#include "sim/airflow/airflow.h"
#include "sim/kubernetes/kubernetes.h"
#include "sim/kubernetes/node_pools.h"
#include "sim/protection/edits.h"
#include "sim/trim.h"
#include "sim/world/footing.h"
#include "sim/world/hibernation.h"
#include "sim/world/holding.h"

namespace blackstart::sim {
namespace {

void check_contiguous(const std::vector<ItemId>& items) {
  for (std::size_t i = 1; i < items.size(); ++i) {
    recovery::check(items[i] == items[0] + i, "the items of one holder must be neighbours");
  }
}

void build_cluster(const Setup& setup, World& world, ClusterId id) {
  const ClusterSpec& spec = setup.world.clusters[id];
  check_contiguous(spec.items);
  const SiteId site = add_site(setup, world, id, spec.region);
  Site& state = world.sites[site];
  state.allowed = ~std::uint64_t{0};
  state.has_nat = state.is_created = state.has_database = state.has_log_bucket = true;
  state.issuer_is_registered = state.identity_is_trusted = true;
  for (const ItemId item : spec.items) hold_at_site(setup, world, site, item);
  world.site_of.push_back(site);
  world.callers_reach.push_back(kNone);
  for (std::uint32_t pool = 0; pool < spec.node_pools.size(); ++pool) {
    state.node_pools |= std::uint64_t{1} << pool;
    build_node_pool(setup, world, site, pool);
  }
}

void build_primary(const Setup& setup, World& world, DeploymentId id) {
  const DeploymentSpec& spec = setup.world.deployments[id];
  check_contiguous(spec.items);
  const InstanceId instance = add_instance(setup, world, id, world.site_of[spec.cluster]);
  for (const ItemId item : spec.items) {
    if (!is_made_later(setup, item)) hold_at_instance(setup, world, instance, item);
  }
  world.instances[instance].has_image = world.instances[instance].is_unpaused = true;
  fill_past(setup, world, instance);
  world.primary_of.push_back(instance);
}

// The twin has the code and the environment but not the metadata, and its DAGs stay paused: two
// schedulers would do the work twice.
void build_twin(const Setup& setup, World& world, DeploymentId id) {
  const DeploymentSpec& spec = setup.world.deployments[id];
  const ClusterId twin = setup.world.clusters[spec.cluster].twin;
  world.twin_of.push_back(kNone);
  if (!setup.deploys_to_twins || twin == kNone) return;
  const InstanceId instance = add_instance(setup, world, id, world.site_of[twin]);
  for (const ItemId item : spec.items) {
    const ItemSpec& kept = setup.world.items[item];
    if (survives_its_site(kept.data_class, kept.provenance))
      hold_at_instance(setup, world, instance, item);
  }
  world.instances[instance].has_image = true;
  world.twin_of.back() = instance;
}

void trim_rows(World& world) {
  trim(world.sites, world.instances, world.site_of, world.callers_reach, world.footings,
       world.primary_of, world.twin_of, world.held, world.schedulers, world.logs, world.dags,
       world.lanes, world.pools, world.queues, world.pasts);
  trim(world.platform.sites, world.platform.nodes, world.platform.pods, world.platform.pods_of);
}

}  // namespace

World initial_world(const Setup& setup) {
  World world;
  world.layout = std::make_shared<const Layout>(setup.world);
  world.requested_at.resize(setup.world.items.size(), kNever);
  world.busy_until.resize(setup.people.size(), kNever);
  for (const DeploymentSpec& spec : setup.world.deployments)
    world.sleeps.push_back(sleeps_at_start(spec, setup.starts_at));
  world.edit_is_refused.resize(setup.edits.size());
  for (ClusterId id = 0; id < setup.world.clusters.size(); ++id) build_cluster(setup, world, id);
  for (DeploymentId id = 0; id < setup.world.deployments.size(); ++id)
    build_primary(setup, world, id);
  for (DeploymentId id = 0; id < setup.world.deployments.size(); ++id) build_twin(setup, world, id);
  world.footings = footings_of(setup, world);
  trim_rows(world);
  return world;
}

}  // namespace blackstart::sim
