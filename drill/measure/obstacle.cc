#include "drill/measure/obstacle.h"

#include <algorithm>

#include "sim/airflow/needs.h"
#include "sim/kubernetes/members.h"
#include "sim/world/holding.h"

namespace blackstart::drill {
namespace {

std::string named(const sim::ItemSpec& item) {
  return std::string(name_of(item.data_class)) + " '" + item.name + "'";
}

class Search {
 public:
  Search(const sim::Simulation& simulation, sim::InstanceId id)
      : setup_(simulation.setup()),
        world_(simulation.world()),
        id_(id),
        instance_(world_.instances[id]),
        site_(world_.sites[instance_.site]),
        spec_(setup_.world.deployments[instance_.deployment]) {}

  Obstacle find() const {
    if (!world_.site_is_up(instance_.site))
      return {setup_.world.regions[site_.region].name + " is down", ""};
    if (world_.platform.sites[instance_.site].database.state ==
        sim::DatabaseCopies::State::destroyed)
      return {"its metadata database is destroyed", ""};
    if (!instance_.has_image) return {"no code is deployed", spec_.owner};
    if (instance_.is_fenced) return {"it is fenced", ""};
    if (!instance_.is_unpaused) return {"its DAGs are paused", spec_.owner};
    const sim::Footing& footing = world_.footings[id_];
    if (!footing.database) return {"its database cannot be reached", ""};
    if (footing.schedulers == 0) return {"no scheduler runs", ""};
    if (footing.workers_max == 0) return {"no node has room for its workers", ""};
    for (std::uint32_t dag = 0; dag < spec_.dags.size(); ++dag) {
      if (const sim::Need* need = sim::unmet_need(setup_, world_, id_, dag)) return unmet(*need);
    }
    for (std::uint32_t dag = 0; dag < spec_.dags.size(); ++dag) {
      const sim::ItemId pool = missing_pool(spec_.dags[dag]);
      if (pool != sim::kNone) return missing(setup_.world.items[pool]);
      if (waits_for_its_past(dag))
        return {"'" + spec_.dags[dag].name + "' waits for a run before that failed or is not there",
                spec_.owner};
    }
    return {"no task has been due yet", ""};
  }

  // What Kubernetes, the database and the scheduler are about to bring back needs nobody else.
  bool is_running_or_coming_up() const {
    if (world_.is_running(id_)) return true;
    const bool may_run = instance_.is_unpaused && instance_.has_image && !instance_.is_fenced &&
                         !instance_.is_discarded && world_.instance_is_up(id_);
    return may_run && (scheduler_starts() || database_comes() || any_pod_starts());
  }

  bool any_dag_can_succeed() const {
    for (std::uint32_t dag = 0; dag < spec_.dags.size(); ++dag) {
      const bool has_all = sim::unmet_need(setup_, world_, id_, dag) == nullptr;
      if (has_all && missing_pool(spec_.dags[dag]) == sim::kNone && !waits_for_its_past(dag))
        return true;
    }
    return false;
  }

 private:
  bool scheduler_starts() const {
    const sim::Footing& footing = world_.footings[id_];
    return footing.database && footing.schedulers > 0 && !world_.schedulers[id_].has_started;
  }

  bool database_comes() const {
    using State = sim::DatabaseCopies::State;
    const State state = world_.platform.sites[instance_.site].database.state;
    return state == State::promoting || state == State::settling;
  }

  bool any_pod_starts() const {
    return std::ranges::any_of(sim::pods_of(world_, id_), [](const sim::Pod& pod) {
      return pod.state == sim::Pod::State::starting;
    });
  }

  Obstacle unmet(const sim::Need& need) const {
    switch (need.kind) {
      case sim::NeedKind::workload_identity:
        return {"its workload identity is not trusted", spec_.owner};
      case sim::NeedKind::allow_list: {
        const auto& list = setup_.world.clusters[site_.cluster].allow_lists[need.item];
        return {"its egress IPs are not on an allow-list", list.owner};
      }
      case sim::NeedKind::item:
        break;
    }
    const sim::ItemSpec& item = setup_.world.items[need.item];
    if (item.deployment != sim::kNone && sim::instance_holds(setup_, world_, id_, need.item))
      return {named(item) + " is encrypted under a key that is gone", item.owner};
    if (!item.wrong_elsewhere.empty() && sim::site_holds(setup_, world_, instance_.site, need.item))
      return {named(item) + " is Active, but for " + item.wrong_elsewhere, item.owner};
    return missing(item);
  }

  // depends_on_past behind a run that did not end well waits for ever.
  bool waits_for_its_past(std::uint32_t dag) const {
    return spec_.dags[dag].depends_on_past && world_.dags[instance_.dags + dag].is_past_broken;
  }

  sim::ItemId missing_pool(const sim::DagSpec& dag) const {
    for (const sim::TaskSpec& task : dag.tasks) {
      const bool is_there =
          task.pool_item == sim::kNone || sim::instance_holds(setup_, world_, id_, task.pool_item);
      if (!is_there) return task.pool_item;
    }
    return sim::kNone;
  }

  Obstacle missing(const sim::ItemSpec& item) const {
    return {named(item) + " is missing", item.owner};
  }

  const sim::Setup& setup_;
  const sim::World& world_;
  sim::InstanceId id_;
  const sim::Instance& instance_;
  const sim::Site& site_;
  const sim::DeploymentSpec& spec_;
};

}  // namespace

Obstacle obstacle_of(const sim::Simulation& simulation, sim::InstanceId instance) {
  return Search(simulation, instance).find();
}

bool can_succeed(const sim::Simulation& simulation, sim::InstanceId instance) {
  const Search search(simulation, instance);
  return search.is_running_or_coming_up() && search.any_dag_can_succeed();
}

}  // namespace blackstart::drill
