#include "sim/airflow/layout.h"

#include <algorithm>

#include "recovery/check.h"
#include "sim/random.h"
#include "sim/trim.h"

namespace blackstart::sim {
namespace {

template <class Wide>
std::uint16_t narrow(Wide value) {
  recovery::check(value <= 0xffff, "a Deployment has at most 65535 of anything");
  return static_cast<std::uint16_t>(value);
}

void check_order(const DagSpec& dag) {
  for (std::uint32_t i = 0; i < dag.tasks.size(); ++i) {
    for (const std::uint32_t below : dag.tasks[i].downstream)
      recovery::check(below > i && below < dag.tasks.size(), "tasks downstream come later");
  }
}

// As its Deployment says, or as such a pool usually is.
PoolLayout sized_pool(const DeploymentSpec& spec, ItemId item, std::string_view name,
                      std::uint32_t usual_slots) {
  const auto sized = std::ranges::find(spec.pools, name, &PoolSpec::name);
  if (sized == spec.pools.end()) return {.item = item, .slots = usual_slots};
  return {.item = item, .slots = sized->slots, .includes_deferred = sized->includes_deferred};
}

}  // namespace

Layout::Layout(const WorldSpec& world) {
  for (const DeploymentSpec& spec : world.deployments) {
    deployments_.push_back({.places = {.dags = static_cast<std::uint32_t>(dags_.size()),
                                       .queues = static_cast<std::uint32_t>(queues_.size()),
                                       .profile = profile_of(spec)},
                            .first_lane = static_cast<std::uint32_t>(lanes_.size()),
                            .lanes = 0,
                            .first_pool = static_cast<std::uint32_t>(pools_.size()),
                            .pools = 1,
                            .pasts = 0});
    pools_.push_back(sized_pool(spec, kNone, "default_pool", spec.profile.default_pool_slots));
    for (const WorkerQueueSpec& queue : spec.worker_queues)
      queues_.push_back({queue.workers_min, queue.workers_max, queue.concurrency});
    for (const DagSpec& dag : spec.dags) add_dag(spec, dag);
  }
  trim(deployments_, dags_, tasks_, downstream_, lanes_, pools_, queues_);
}

void Layout::add_dag(const DeploymentSpec& spec, const DagSpec& dag) {
  check_order(dag);
  dags_.push_back({.luck = hash_name(spec.name + "/" + dag.name),
                   .first_task = static_cast<std::uint32_t>(tasks_.size()),
                   .max_active_runs = dag.max_active_runs,
                   .max_active_tasks = dag.max_active_tasks,
                   .first_past = deployments_.back().pasts,
                   .first_lane = deployments_.back().lanes,
                   .tasks = narrow(dag.tasks.size()),
                   .lanes = 0,
                   .assets = static_cast<std::uint8_t>(dag.schedule.assets.size()),
                   .depends_on_past = dag.depends_on_past,
                   .is_paused = dag.paused});
  if (dag.depends_on_past) deployments_.back().pasts += dags_.back().tasks;
  const std::vector<std::int32_t> priorities = priorities_of(dag);
  for (std::size_t i = 0; i < dag.tasks.size(); ++i)
    add_task(spec, dag, dag.tasks[i], priorities[i]);
  for (const TaskSpec& task : dag.tasks) {
    for (const std::uint32_t below : task.downstream)
      ++tasks_[dags_.back().first_task + below].upstream;
  }
}

void Layout::add_task(const DeploymentSpec& spec, const DagSpec& dag, const TaskSpec& task,
                      std::int32_t priority) {
  const std::uint16_t lane =
      lane_of({.dag = narrow(dags_.size() - 1 - deployments_.back().places.dags),
               .pool = pool_of(spec, task),
               .pool_slots = narrow(task.pool_slots),
               .priority = priority});
  tasks_.push_back({.first_downstream = static_cast<std::uint32_t>(downstream_.size()),
                    .downstream = narrow(task.downstream.size()),
                    .lane = lane,
                    .queue = narrow(task.queue),
                    .retries = narrow(task.retries),
                    .is_deferrable = task.is_deferrable,
                    .has_needs = !(task.needs.empty() && dag.needs.empty()),
                    .has_job = task.external_job.has_value(),
                    .has_updates = !task.updates.empty(),
                    .leaves_objects = task.leaves_objects(),
                    .xcom_rows = task.xcom_rows,
                    .duration = duration_of(task),
                    .xcom_bytes = task.xcom_bytes,
                    .log_bytes = task.log_bytes});
  for (const std::uint32_t below : task.downstream) downstream_.push_back(narrow(below));
}

std::uint16_t Layout::pool_of(const DeploymentSpec& spec, const TaskSpec& task) {
  DeploymentLayout& deployment = deployments_.back();
  if (task.pool_item == kNone) return 0;
  for (std::uint32_t i = 1; i < deployment.pools; ++i) {
    if (pools_[deployment.first_pool + i].item == task.pool_item) return narrow(i);
  }
  pools_.push_back(sized_pool(spec, task.pool_item, task.pool, PoolSpec{}.slots));
  return narrow(deployment.pools++);
}

std::uint16_t Layout::lane_of(const LaneLayout& wanted) {
  DeploymentLayout& deployment = deployments_.back();
  DagLayout& dag = dags_.back();
  const auto first = lanes_.end() - dag.lanes;
  const auto known = std::find(first, lanes_.end(), wanted);
  const auto lane = static_cast<std::uint32_t>(known - first);
  if (known == lanes_.end()) {
    lanes_.push_back(wanted);
    ++dag.lanes;
    ++deployment.lanes;
  }
  return narrow(lane);
}

std::uint32_t Layout::duration_of(const TaskSpec& task) {
  const auto [found, is_new] =
      duration_index_.try_emplace(task.duration, static_cast<std::uint32_t>(durations_.size()));
  if (is_new) durations_.push_back(task.duration);
  return found->second;
}

// Neighbours mostly have the same.
std::uint32_t Layout::profile_of(const DeploymentSpec& spec) {
  const auto found = std::find(profiles_.rbegin(), profiles_.rend(), spec.profile);
  if (found != profiles_.rend())
    return static_cast<std::uint32_t>(std::distance(found, profiles_.rend()) - 1);
  profiles_.push_back(spec.profile);
  return static_cast<std::uint32_t>(profiles_.size() - 1);
}

}  // namespace blackstart::sim
