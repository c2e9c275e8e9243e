#include <array>
#include <bit>
#include <utility>

#include "providers/mock/operations.h"
#include "providers/mock/place.h"
#include "sim/kubernetes/node_pools.h"

namespace blackstart::mock {
namespace {

using sim::Admission;
using sim::BoundStep;
using sim::DataClass;
using sim::Happening;
using sim::Lack;
using sim::Provenance;
using sim::SiteId;
using sim::Stage;

void create_cluster(Stage& stage, const BoundStep& step) {
  stage.world.sites[site_of(stage, step)].is_created = true;
  stage.record(Happening::cluster_created, site_of(stage, step));
}

// A step that names no pool is about all that the cluster still lacks there.
template <class Visit>
void for_each_pool(const Stage& stage, const BoundStep& step, SiteId site, Visit&& visit) {
  const auto pools =
      static_cast<std::uint32_t>(stage.setup.world.clusters[step.cluster].node_pools.size());
  const std::uint64_t standing = stage.world.sites[site].node_pools;
  for (std::uint32_t pool = 0; pool < pools; ++pool) {
    const bool is_meant = step.pool == sim::kNone || step.pool == pool;
    if (is_meant && (standing >> pool & 1) == 0) visit(pool);
  }
}

Admission needs_room(const Stage& stage, const BoundStep& step) {
  Admission admission = needs_cluster(stage, step);
  if (admission.kind != Admission::Kind::accepted) return admission;
  const SiteId site = site_of(stage, step);
  std::uint64_t pools = 0;
  for_each_pool(stage, step, site, [&](std::uint32_t pool) { pools |= std::uint64_t{1} << pool; });
  std::string what = sim::what_is_short(stage.setup, stage.world, site, pools);
  if (what.empty()) return {};
  return {.kind = Admission::Kind::transient, .reason = std::move(what)};
}

void order_node_pool(Stage& stage, const BoundStep& step) {
  const SiteId site = site_of(stage, step);
  for_each_pool(stage, step, site, [&](std::uint32_t pool) {
    sim::order_node_pool(stage.setup, stage.world, site, pool);
  });
}

void create_node_pool(Stage& stage, const BoundStep& step) {
  const SiteId id = site_of(stage, step);
  sim::Site& site = stage.world.sites[id];
  for_each_pool(stage, step, id, [&](std::uint32_t pool) {
    site.node_pools |= std::uint64_t{1} << pool;
    sim::finish_node_pool(stage.setup, stage.world, id, pool);
    stage.record(Happening::node_pool_ready, id);
  });
  const auto all = stage.setup.world.clusters[step.cluster].node_pools.size();
  if (static_cast<std::size_t>(std::popcount(site.node_pools)) == all)
    stage.record(Happening::infrastructure_ready, id);
}

// The cluster may be on its way to a third region meanwhile.
void give_up_node_pool(Stage& stage, const BoundStep& step) {
  for (SiteId id = 0; id < stage.world.sites.size(); ++id) {
    const sim::Site& site = stage.world.sites[id];
    if (site.cluster != step.cluster || site.region != step.region) continue;
    for_each_pool(stage, step, id,
                  [&](std::uint32_t pool) { sim::give_up_node_pool(stage.world, id, pool); });
  }
}

void restore_configuration(Stage& stage, const BoundStep& step) {
  restore(stage, step, DataClass::cluster_configuration, Provenance::restored);
}

void register_issuer(Stage& stage, const BoundStep& step) {
  stage.world.sites[site_of(stage, step)].issuer_is_registered = true;
}

void trust_identity(Stage& stage, const BoundStep& step) {
  stage.world.sites[site_of(stage, step)].identity_is_trusted = true;
}

// The old primary may come back: what is fenced does not schedule again. Those that already moved
// are not touched.
void fence(Stage& stage, const BoundStep& step) {
  for (sim::InstanceId id = 0; id < stage.world.instances.size(); ++id) {
    sim::Instance& instance = stage.world.instances[id];
    const sim::Site& site = stage.world.sites[instance.site];
    const bool is_at_old_place = site.cluster == step.cluster && site.region != step.region;
    if (!is_at_old_place || instance.is_fenced) continue;
    instance.is_fenced = true;
    stage.record(Happening::instance_fenced, id);
  }
}

constexpr std::array kRows = {
    sim::Operation{.name = "cluster.create",
                   .does = "the Kubernetes cluster's control plane",
                   .target = "cluster",
                   .global_service = "control_plane",
                   .in_place = true,
                   .regional_service = "kubernetes",
                   .admit = needs_network,
                   .complete = create_cluster},
    sim::Operation{.name = "node_pool.create",
                   .does = "a node pool, until its nodes are ready",
                   .target = "cluster",
                   .global_service = "control_plane",
                   .in_place = true,
                   .regional_service = "compute",
                   .admit = needs_room,
                   .begin = order_node_pool,
                   .complete = create_node_pool,
                   .give_up = give_up_node_pool,
                   .undoes = {Lack::platform}},
    sim::Operation{
        .name = "cluster_configuration.restore",
        .does = "the cluster-level configuration that the vendor restores: most, not all",
        .target = "cluster",
        .global_service = "control_plane",
        .in_place = true,
        .regional_service = "kubernetes",
        .admit = needs_cluster,
        .complete = restore_configuration},
    sim::Operation{.name = "oidc_provider.create",
                   .does = "registers the new cluster's OIDC issuer with IAM, whose control plane "
                           "lives in one region",
                   .target = "cluster",
                   .global_service = "iam",
                   .admit = needs_cluster,
                   .complete = register_issuer,
                   .undoes = {Lack::trust}},
    sim::Operation{.name = "trust_policy.update",
                   .does = "a person lets the new issuer assume the workload's roles",
                   .target = "cluster",
                   .global_service = "iam",
                   .admit = needs_issuer,
                   .complete = trust_identity,
                   .undoes = {Lack::trust}},
    sim::Operation{
        .name = "primary.fence",
        .does = "keeps the lost cluster's Deployments from scheduling when it comes back",
        .target = "cluster",
        .global_service = "control_plane",
        .complete = fence},
};

}  // namespace

std::span<const sim::Operation> compute_operations() { return kRows; }

}  // namespace blackstart::mock
