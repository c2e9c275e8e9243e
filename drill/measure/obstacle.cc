#include "drill/measure/obstacle.h"

#include <algorithm>
#include <array>

#include "sim/airflow/access.h"
#include "sim/airflow/needs.h"
#include "sim/fault/health.h"
#include "sim/kubernetes/database.h"
#include "sim/kubernetes/members.h"
#include "sim/world/holding.h"

namespace blackstart::drill {
namespace {

using sim::DataClass;
// What one lacks where something is missing.
struct LackOf {
  DataClass data_class;
  Lack lack;
};
constexpr std::array kLacks = {
    LackOf{DataClass::connection, Lack::connection},
    LackOf{DataClass::variable, Lack::variable},
    LackOf{DataClass::pool, Lack::pool},
    LackOf{DataClass::peering, Lack::peering},
    LackOf{DataClass::route, Lack::route},
    LackOf{DataClass::security_group_rule, Lack::security_group_rule},
    LackOf{DataClass::environment_variable, Lack::environment_variable},
};

std::optional<Lack> lack_of(const sim::ItemSpec& item) {
  if (item.provenance == sim::Provenance::secret) return Lack::secret;
  const auto* const found = std::ranges::find(kLacks, item.data_class, &LackOf::data_class);
  return found == kLacks.end() ? std::nullopt : std::optional(found->lack);
}

std::string named(const sim::ItemSpec& item) {
  return std::string(name_of(item.data_class)) + " '" + item.name + "'";
}

class Search {
 public:
  Search(const sim::Simulation& simulation, sim::InstanceId id)
      : simulation_(simulation),
        setup_(simulation.setup()),
        world_(simulation.world()),
        id_(id),
        instance_(world_.instances[id]),
        site_(world_.sites[instance_.site]),
        spec_(setup_.world.deployments[instance_.deployment]) {}

  std::string what_is_down() const {
    if (!world_.region_is_up(site_.region))
      return setup_.world.regions[site_.region].name + " is down";
    return "cluster " + setup_.world.clusters[site_.cluster].name +
           (site_.is_destroyed ? " is destroyed" : " is down");
  }

  // In the way of all its DAGs.
  std::optional<Obstacle> of_all() const {
    using State = sim::DatabaseCopies::State;
    if (!world_.site_is_up(instance_.site)) return Obstacle{what_is_down(), "", Lack::place, true};
    if (world_.platform.sites[instance_.site].database.state == State::destroyed)
      return Obstacle{"its metadata database is destroyed", "", Lack::place, true};
    if (instance_.is_discarded) return Obstacle{"it is destroyed", "", Lack::place};
    if (!world_.deployment_is_up(instance_.deployment))
      return Obstacle{"it is down", "", Lack::place, true};
    if (!instance_.has_image) return Obstacle{"no code is deployed", spec_.owner, Lack::code};
    if (instance_.is_fenced) return Obstacle{"it is fenced", "", Lack::place};
    if (world_.is_sleeping(id_)) return Obstacle{"it hibernates", ""};
    if (!instance_.is_unpaused)
      return Obstacle{"its DAGs are paused", spec_.owner, Lack::unpausing};
    const sim::Footing& footing = world_.footings[id_];
    if (!footing.database) return Obstacle{what_cuts_off_its_database(), "", Lack::platform, true};
    if (footing.schedulers == 0) return Obstacle{"no scheduler runs", "", Lack::platform, true};
    if (footing.workers_max == 0)
      return Obstacle{"no node has room for its workers", "", Lack::platform, true};
    return std::nullopt;
  }

  std::optional<Obstacle> of_dag(std::uint32_t dag) const {
    const sim::DagSpec& spec = spec_.dags[dag];
    if (spec.paused) return Obstacle{"its team has paused '" + spec.name + "'", spec_.owner};
    if (const sim::Need* need = sim::unmet_need(setup_, world_, id_, dag)) return unmet(*need);
    if (cannot_leave_xcoms(spec)) return unmet({.kind = sim::NeedKind::object_store});
    const sim::ItemId pool = missing_pool(spec);
    if (pool != sim::kNone) return missing(setup_.world.items[pool]);
    if (spec.schedule.kind == sim::ScheduleSpec::Kind::external && !is_called())
      return Obstacle{"whoever requests '" + spec.name + "' " + whither_they_call(), "",
                      Lack::callers};
    if (spec.depends_on_past && world_.dags[instance_.dags + dag].is_past_broken) {
      return Obstacle{"'" + spec.name + "' waits for a run before that failed or is not there",
                      spec_.owner};
    }
    return std::nullopt;
  }

  bool lacks_its_place() const {
    if (const auto all = of_all()) return all->is_of_place;
    for (std::uint32_t dag = 0; dag < spec_.dags.size(); ++dag) {
      if (const auto own = of_dag(dag); own && own->is_of_place) return true;
    }
    return false;
  }

  Obstacle first(Instant since) const {
    if (const auto all = of_all()) return *all;
    const bool is_all_paused = std::ranges::all_of(spec_.dags, &sim::DagSpec::paused);
    if (is_all_paused && !spec_.dags.empty())
      return {"its team has paused all its DAGs", spec_.owner};
    for (std::uint32_t dag = 0; dag < spec_.dags.size(); ++dag) {
      if (spec_.dags[dag].paused) continue;
      if (const auto own = of_dag(dag)) return *own;
    }
    return of_the_work(since);
  }

  // What Kubernetes, the database and the scheduler are about to bring back needs nobody else.
  bool is_running_or_coming_up() const {
    if (world_.is_running(id_)) return true;
    const bool may_run = instance_.is_unpaused && instance_.has_image && !instance_.is_fenced &&
                         !instance_.is_discarded && world_.instance_is_up(id_);
    return may_run &&
           (scheduler_starts() || database_comes() || any_pod_starts() || any_pod_is_to_move());
  }

  bool may_succeed(const Pending& pending) const {
    const auto may_go = [&](const Obstacle& obstacle) {
      return obstacle.lack && pending.may_undo(*obstacle.lack, instance_.deployment);
    };
    if (pending.may_undo(Lack::place, instance_.deployment)) return true;
    if (world_.is_sleeping(id_)) return !spec_.hibernation_schedules.empty();
    const auto all = of_all();
    const bool may_run = is_running_or_coming_up() || (all && may_go(*all));
    if (!may_run) return false;
    for (std::uint32_t dag = 0; dag < spec_.dags.size(); ++dag) {
      const auto own = of_dag(dag);
      if (own ? may_go(*own) : is_asked_for_again(dag)) return true;
    }
    return std::ranges::none_of(spec_.dags, &sim::DagSpec::is_ever_due);
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

  // Kubernetes has not evicted it yet from a node that is silent, and has others.
  bool any_pod_is_to_move() const {
    using State = sim::Node::State;
    const auto is_ready = [](const sim::Node& node) { return node.state == State::ready; };
    if (sim::count_nodes(world_, instance_.site, is_ready) == 0) return false;
    return std::ranges::any_of(sim::pods_of(world_, id_), [this](const sim::Pod& pod) {
      if (pod.node == sim::kNone) return false;
      const State state = world_.platform.nodes[pod.node].state;
      return state == State::silent || state == State::not_ready || state == State::tainted;
    });
  }

  std::string what_cuts_off_its_database() const {
    const auto runs = [](const sim::Pod& pod) {
      return pod.role == sim::PodRole::pgbouncer && pod.state == sim::Pod::State::running;
    };
    const bool serves = sim::database_serves(setup_, world_, instance_.site);
    return serves && std::ranges::none_of(sim::pods_of(world_, id_), runs)
               ? "its database cannot be reached: no PgBouncer of it runs"
               : "its database cannot be reached";
  }

  Obstacle unmet(const sim::Need& need) const {
    switch (need.kind) {
      case sim::NeedKind::workload_identity:
        return {"its workload identity is not trusted", spec_.owner, Lack::trust};
      case sim::NeedKind::allow_list: {
        const auto& list = setup_.world.clusters[spec_.cluster].allow_lists[need.item];
        return {"its egress IPs are not on the allow-list '" + list.name + "'", list.owner,
                Lack::allow_list};
      }
      case sim::NeedKind::object_store:
        return {"the buckets of " + setup_.world.regions[site_.region].name +
                    " cannot be read or written",
                "", std::nullopt, true};
      case sim::NeedKind::item:
        break;
    }
    const sim::ItemSpec& item = setup_.world.items[need.item];
    if (item.deployment != sim::kNone && sim::instance_holds(setup_, world_, id_, need.item))
      return {named(item) + " is encrypted under a key that is gone", item.owner, lack_of(item)};
    if (!item.wrong_elsewhere.empty() && sim::site_holds(setup_, world_, instance_.site, need.item))
      return {named(item) + " is Active, but for " + item.wrong_elsewhere, item.owner};
    return missing(item);
  }

  bool cannot_leave_xcoms(const sim::DagSpec& dag) const {
    return !world_.footings[id_].object_store &&
           std::ranges::any_of(dag.tasks, &sim::TaskSpec::leaves_objects);
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
    return {named(item) + " is missing", item.owner, lack_of(item)};
  }

  // Nothing is missing: what came due, and what became of it.
  Obstacle of_the_work(Instant since) const {
    if (is_any_task_at_work()) return {"its first tasks are at work", ""};
    const std::string failed = dag_that_failed(since);
    if (!failed.empty()) return {"what was due failed: '" + failed + "'", spec_.owner};
    if (world_.schedulers[id_].first_run != sim::kNone)
      return {"what is due waits to be started", ""};
    return {"no task has been due yet", ""};
  }

  bool is_any_task_at_work() const {
    bool is_any = false;
    sim::for_each_task(world_, id_, [&](std::uint32_t task) {
      is_any = is_any || sim::has_worker(world_.tasks[task]);
    });
    return is_any;
  }

  std::string dag_that_failed(Instant since) const {
    std::string failed;
    world_.logs[id_].for_each([&](const sim::WorkEntry& entry) {
      if (entry.at >= since && entry.what == sim::Work::task_failed)
        failed = spec_.dags[world_.logs[id_].run(entry.run).dag].name;
    });
    return failed;
  }

  // It has a run that is not over, or will have one.
  bool is_asked_for_again(std::uint32_t dag) const {
    using Kind = sim::ScheduleSpec::Kind;
    const sim::DagSpec& spec = spec_.dags[dag];
    const sim::DagState& state = world_.dags[instance_.dags + dag];
    if (state.active_runs > 0) return true;
    if (spec.schedule.kind == Kind::external || spec.schedule.kind == Kind::assets) return true;
    const auto latest = state.latest == sim::kNever ? std::nullopt : std::optional(state.latest);
    return sim::timetable_of(spec).next(latest, simulation_.now()).has_value();
  }

  // Whoever calls from outside was led to where it is.
  bool is_called() const {
    const sim::SiteId called = world_.callers_reach[spec_.cluster];
    return called == sim::kNone || called == instance_.site;
  }

  std::string whither_they_call() const {
    const sim::SiteId called = world_.callers_reach[spec_.cluster];
    const bool was_there = std::ranges::any_of(world_.instances, [&](const sim::Instance& each) {
      return each.deployment == instance_.deployment && each.site == called;
    });
    return was_there ? "still calls where it was"
                     : "was led to " + setup_.world.regions[world_.sites[called].region].name +
                           ", where it is not";
  }

  const sim::Simulation& simulation_;
  const sim::Setup& setup_;
  const sim::World& world_;
  sim::InstanceId id_;
  const sim::Instance& instance_;
  const sim::Site& site_;
  const sim::DeploymentSpec& spec_;
};

}  // namespace

Obstacle obstacle_of(const sim::Simulation& simulation, sim::InstanceId instance, Instant since,
                     const Pending& pending) {
  Obstacle obstacle = Search(simulation, instance).first(since);
  if (!obstacle.lack) return obstacle;
  const sim::DeploymentId deployment = simulation.world().instances[instance].deployment;
  const std::string held_up = pending.what_holds_up(*obstacle.lack, deployment);
  if (!held_up.empty()) obstacle.what += "; " + held_up;
  return obstacle;
}

std::optional<Obstacle> obstacle_of_dag(const sim::Simulation& simulation, sim::InstanceId instance,
                                        std::uint32_t dag) {
  return Search(simulation, instance).of_dag(dag);
}

bool lacks_its_place(const sim::Simulation& simulation, sim::InstanceId instance) {
  return Search(simulation, instance).lacks_its_place();
}

bool may_succeed(const sim::Simulation& simulation, sim::InstanceId instance,
                 const Pending& pending) {
  return Search(simulation, instance).may_succeed(pending);
}

}  // namespace blackstart::drill
