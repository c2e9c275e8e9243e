#include "sim/airflow/needs.h"

#include <algorithm>

#include "sim/airflow/access.h"
#include "sim/world/holding.h"

namespace blackstart::sim {
namespace {

// A peering that somebody made anew with the wrong CIDR is Active, and leads nowhere.
bool is_of_use(const Setup& setup, const Site& site, const ItemSpec& item) {
  return item.wrong_elsewhere.empty() || site.region == setup.world.clusters[site.cluster].region;
}

bool cluster_item_is_there(const Setup& setup, const World& world, const Site& site, SiteId id,
                           ItemId wanted) {
  const ItemSpec& item = setup.world.items[wanted];
  if (item.cluster == site.cluster)
    return site_holds(setup, world, id, wanted) && is_of_use(setup, site, item);
  // A twin stands on another cluster with a network of its own, where the same name means the same
  // thing.
  for (const ItemId own : setup.world.clusters[site.cluster].items) {
    const ItemSpec& candidate = setup.world.items[own];
    if (candidate.data_class == item.data_class && candidate.name == item.name) {
      return site_holds(setup, world, id, own);
    }
  }
  return false;
}

// What lets the addresses of its own cluster in need not let in those of its twin's.
bool is_let_in(const Setup& setup, const World& world, const Instance& instance,
               std::uint32_t wanted) {
  const Site& site = world.sites[instance.site];
  const ClusterId home = setup.world.deployments[instance.deployment].cluster;
  const auto& lists = setup.world.clusters[site.cluster].allow_lists;
  const std::string& name = setup.world.clusters[home].allow_lists[wanted].name;
  const auto own = site.cluster == home ? lists.begin() + wanted
                                        : std::ranges::find(lists, name, &AllowListSpec::name);
  return own != lists.end() && (site.allowed >> (own - lists.begin()) & 1) != 0;
}

bool is_met(const Setup& setup, const World& world, InstanceId id, const Need& need) {
  const Instance& instance = world.instances[id];
  const Site& site = world.sites[instance.site];
  switch (need.kind) {
    case NeedKind::workload_identity:
      return site.identity_is_trusted;
    case NeedKind::allow_list:
      return is_let_in(setup, world, instance, need.item);
    case NeedKind::object_store:
      return world.footings[id].object_store;
    case NeedKind::item:
      break;
  }
  if (setup.world.items[need.item].deployment != kNone)
    return instance_can_read(setup, world, id, need.item);
  return cluster_item_is_there(setup, world, site, instance.site, need.item);
}

const Need* first_unmet(const Setup& setup, const World& world, InstanceId id,
                        const std::vector<Need>& needs) {
  for (const Need& need : needs) {
    if (!is_met(setup, world, id, need)) return &need;
  }
  return nullptr;
}

const DagSpec& spec_of(const Setup& setup, const World& world, InstanceId id, std::uint32_t dag) {
  return setup.world.deployments[world.instances[id].deployment].dags[dag];
}

}  // namespace

const Need* unmet_need(const Setup& setup, const World& world, InstanceId id, std::uint32_t dag) {
  const DagSpec& spec = spec_of(setup, world, id, dag);
  if (const Need* unmet = first_unmet(setup, world, id, spec.needs)) return unmet;
  for (const TaskSpec& task : spec.tasks) {
    if (const Need* unmet = first_unmet(setup, world, id, task.needs)) return unmet;
  }
  return nullptr;
}

const Need* unmet_need(const Setup& setup, const World& world, InstanceId id, std::uint32_t dag,
                       std::uint32_t task) {
  const DagSpec& spec = spec_of(setup, world, id, dag);
  const Need* unmet = first_unmet(setup, world, id, spec.needs);
  return unmet != nullptr ? unmet : first_unmet(setup, world, id, spec.tasks[task].needs);
}

bool lacks_need(const Stage& stage, std::uint32_t task) {
  const TaskRow& row = stage.world.tasks[task];
  const Run& run = stage.world.runs[row.run];
  if (row.misses_xcom) return true;
  return layout_of(stage, run, task).has_needs &&
         unmet_need(stage.setup, stage.world, run.instance, run.dag, task - run.first_task) !=
             nullptr;
}

bool uses_object_store(const DeploymentSpec& deployment) {
  const auto does = [](const TaskSpec& task) {
    return task.leaves_objects() || needs_object_store(task.needs);
  };
  return std::ranges::any_of(deployment.dags, [&](const DagSpec& dag) {
    return needs_object_store(dag.needs) || std::ranges::any_of(dag.tasks, does);
  });
}

bool has_pool(const Setup& setup, const World& world, InstanceId id, std::uint32_t pool) {
  const ItemId item = world.pools[world.instances[id].pools + pool].item;
  return item == kNone || instance_holds(setup, world, id, item);
}

}  // namespace blackstart::sim
