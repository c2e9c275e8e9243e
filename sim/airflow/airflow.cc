#include "sim/airflow/airflow.h"

#include <algorithm>

#include "sim/world/holding.h"

namespace blackstart::sim {
namespace {

Instant latest_tick(Instant now, Duration every) {
  return Instant(now.time_since_epoch() / every * every);
}

std::uint32_t task_count(const DagSpec& dag) {
  return static_cast<std::uint32_t>(dag.tasks.size());
}

const DeploymentSpec& spec_of(const Setup& setup, const World& world, InstanceId instance) {
  return setup.world.deployments[world.instances[instance].deployment];
}

bool is_met(const Setup& setup, const World& world, InstanceId id, const Need& need) {
  const Instance& instance = world.instances[id];
  const Site& site = world.sites[instance.site];
  switch (need.kind) {
    case NeedKind::workload_identity:
      return site.identity_is_trusted;
    case NeedKind::allow_list:
      return need.item >= 64 || (site.allowed >> need.item & 1) != 0;
    case NeedKind::item:
      break;
  }
  const ItemSpec& item = setup.world.items[need.item];
  if (item.deployment != kNone) return instance_holds(setup, world, id, need.item);
  // A twin stands on another cluster with a network of its own, where the same name means the same
  // thing.
  if (item.cluster == site.cluster) return site_holds(setup, world, instance.site, need.item);
  for (const ItemId own : setup.world.clusters[site.cluster].items) {
    const ItemSpec& candidate = setup.world.items[own];
    if (candidate.data_class == item.data_class && candidate.name == item.name) {
      return site_holds(setup, world, instance.site, own);
    }
  }
  return false;
}

std::uint32_t take_slot(World& world) {
  if (world.free_runs.empty()) {
    world.runs.push_back({});
    return static_cast<std::uint32_t>(world.runs.size() - 1);
  }
  const std::uint32_t slot = world.free_runs.back();
  world.free_runs.pop_back();
  return slot;
}

void free_slot(World& world, std::uint32_t slot) {
  Run& run = world.runs[slot];
  run.tasks_left = 0;
  ++run.generation;
  world.free_runs.push_back(slot);
}

void create_run(Stage& stage, InstanceId instance, std::uint32_t dag, Instant interval_end) {
  const DagSpec& spec = spec_of(stage.setup, stage.world, instance).dags[dag];
  Instance& state = stage.world.instances[instance];
  stage.world.last_interval[state.dags + dag] = interval_end;
  state.rows[DataClass::dag_run] += 1;
  state.rows[DataClass::task_instance] += task_count(spec);
  stage.record(Happening::run_created, instance, dag, 0, task_count(spec));
  const std::uint32_t slot = take_slot(stage.world);
  Run& run = stage.world.runs[slot];
  run.instance = instance;
  run.dag = dag;
  run.tasks_left = task_count(spec);
  stage.schedule(stage.now + spec.tasks[0].duration.median(),
                 {.kind = EventKind::task_ends, .a = slot, .b = run.generation});
}

}  // namespace

void fill_past(const Setup& setup, World& world, InstanceId id) {
  Instance& instance = world.instances[id];
  const auto& dags = spec_of(setup, world, id).dags;
  for (std::size_t i = 0; i < dags.size(); ++i) {
    const DagSpec& dag = dags[i];
    const Instant last = latest_tick(setup.starts_at, dag.schedule.every);
    world.last_interval[instance.dags + i] = last;
    const Instant first =
        latest_tick(dag.start_date + dag.schedule.every - Duration(1), dag.schedule.every);
    if (dag.paused || last <= first) continue;
    const std::int64_t runs = (last - first) / dag.schedule.every;
    const std::int64_t tasks = runs * task_count(dag);
    instance.rows[DataClass::dag_run] += runs;
    instance.rows[DataClass::task_instance] += tasks;
    instance.rows[DataClass::xcom] += tasks * dag.tasks[0].xcom_rows;
    instance.rows[DataClass::task_log] += tasks;
  }
}

void start_ticking(Stage& stage, InstanceId id) {
  const auto& dags = spec_of(stage.setup, stage.world, id).dags;
  for (std::uint32_t i = 0; i < dags.size(); ++i) {
    const Instant next = latest_tick(stage.now, dags[i].schedule.every) + dags[i].schedule.every;
    stage.schedule(next, {.kind = EventKind::dag_ticks, .a = id, .b = i});
  }
}

void resume(Stage& stage, InstanceId id) {
  if (!stage.world.is_running(id)) return;
  const auto& dags = spec_of(stage.setup, stage.world, id).dags;
  for (std::uint32_t i = 0; i < dags.size(); ++i) {
    const Instant latest = latest_tick(stage.now, dags[i].schedule.every);
    const bool is_due = stage.world.last_interval[stage.world.instances[id].dags + i] < latest &&
                        latest >= dags[i].start_date + dags[i].schedule.every;
    if (is_due && !dags[i].paused) create_run(stage, id, i, latest);
  }
}

void kill_runs(Stage& stage, InstanceId id) {
  for (std::uint32_t slot = 0; slot < stage.world.runs.size(); ++slot) {
    const Run& run = stage.world.runs[slot];
    if (run.tasks_left == 0 || run.instance != id) continue;
    stage.record(Happening::run_killed, id, run.dag);
    free_slot(stage.world, slot);
  }
}

void on_dag_tick(Stage& stage, InstanceId id, std::uint32_t dag) {
  const DagSpec& spec = spec_of(stage.setup, stage.world, id).dags[dag];
  const Instance& instance = stage.world.instances[id];
  if (instance.is_discarded || instance.is_fenced) return;
  stage.schedule(stage.now + spec.schedule.every,
                 {.kind = EventKind::dag_ticks, .a = id, .b = dag});
  if (spec.paused || stage.now < spec.start_date + spec.schedule.every) return;
  if (stage.world.is_running(id)) {
    if (stage.world.last_interval[instance.dags + dag] < stage.now)
      create_run(stage, id, dag, stage.now);
  } else if (stage.world.primary_of[instance.deployment] == id) {
    stage.record(Happening::interval_missed, id, dag);
  }
}

void on_task_end(Stage& stage, std::uint32_t slot, std::uint32_t generation) {
  Run& run = stage.world.runs[slot];
  if (run.generation != generation || run.tasks_left == 0) return;
  Instance& instance = stage.world.instances[run.instance];
  const DagSpec& spec = spec_of(stage.setup, stage.world, run.instance).dags[run.dag];
  instance.rows[DataClass::task_log] += 1;
  if (unmet_need(stage.setup, stage.world, run.instance, run.dag) != kNone) {
    stage.record(Happening::task_failed, run.instance, run.dag);
    free_slot(stage.world, slot);
    return;
  }
  instance.rows[DataClass::xcom] += spec.tasks[0].xcom_rows;
  instance.has_succeeded = true;
  stage.record(Happening::task_succeeded, run.instance, run.dag);
  if (--run.tasks_left == 0) {
    free_slot(stage.world, slot);
  } else {
    stage.schedule(stage.now + spec.tasks[0].duration.median(),
                   {.kind = EventKind::task_ends, .a = slot, .b = generation});
  }
}

std::uint32_t unmet_need(const Setup& setup, const World& world, InstanceId instance,
                         std::uint32_t dag) {
  const auto& needs = spec_of(setup, world, instance).dags[dag].needs;
  for (std::uint32_t i = 0; i < needs.size(); ++i) {
    if (!is_met(setup, world, instance, needs[i])) return i;
  }
  return kNone;
}

}  // namespace blackstart::sim
