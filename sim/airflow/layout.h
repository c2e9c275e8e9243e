#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "sim/airflow/timetable.h"
#include "sim/distribution.h"
#include "sim/world/spec.h"

namespace blackstart::sim {

// What the hot path asks of a task's specification, side by side. Its lane says which pool it wants
// slots of, and how many.
struct TaskLayout {
  std::uint32_t first_downstream = 0;
  std::uint16_t downstream = 0;  // how many
  std::uint16_t upstream = 0;
  std::uint16_t lane = 0;  // of its DAG
  std::uint16_t queue = 0;
  std::uint16_t retries = 0;
  bool is_deferrable : 1 = false;
  bool has_needs : 1 = false;
  bool has_job : 1 = false;
  bool has_updates : 1 = false;
  bool leaves_objects : 1 = false;
  std::uint32_t xcom_rows = 0;
  std::uint32_t duration = 0;  // an index into the distinct ones
  std::uint64_t xcom_bytes = 0;
  std::uint64_t log_bytes = 0;
};
static_assert(sizeof(TaskLayout) <= 40);

struct DagLayout {
  std::uint64_t luck = 0;  // names it in draws
  std::uint32_t first_task = 0;
  std::uint32_t max_active_runs = 0;
  std::uint32_t max_active_tasks = 0;
  std::uint32_t first_past = 0;  // of its Deployment, where it depends on its past
  std::uint32_t first_lane = 0;  // of its Deployment
  std::uint16_t tasks = 0;
  std::uint16_t lanes = 0;
  std::uint8_t assets = 0;  // how many it is scheduled by
  bool depends_on_past = false;
  bool is_paused = false;  // by its team
};
static_assert(sizeof(DagLayout) <= 40);

struct LaneLayout {
  std::uint16_t dag = 0;
  std::uint16_t pool = 0;
  std::uint16_t pool_slots = 1;  // of each of its tasks: a lane stands still where the first does
  std::int32_t priority = 1;     // of each of its tasks
  friend bool operator==(const LaneLayout&, const LaneLayout&) = default;
};

struct PoolLayout {
  ItemId item = kNone;  // kNone: every database has it
  std::uint32_t slots = 0;
  bool includes_deferred = false;
};

struct QueueLayout {
  std::uint32_t workers_min = 0;
  std::uint32_t workers_max = 0;
  std::uint32_t concurrency = 0;
};

// Where what is known of a Deployment begins in the tables.
struct Places {
  std::uint32_t dags = 0;
  std::uint32_t queues = 0;
  std::uint32_t profile = 0;
};

// The specifications of all Deployments as flat tables, made once and shared by every copy of a
// world.
class Layout {
 public:
  explicit Layout(const WorldSpec& world);

  const Places& places(DeploymentId id) const { return deployments_[id].places; }
  const DagLayout& dag(std::uint32_t place) const { return dags_[place]; }
  const TaskLayout& task(std::uint32_t place) const { return tasks_[place]; }
  const QueueLayout& queue(std::uint32_t place) const { return queues_[place]; }
  const Profile& profile(const Places& places) const { return profiles_[places.profile]; }
  const Distribution& duration(const TaskLayout& task) const { return durations_[task.duration]; }
  std::span<const std::uint16_t> downstream(const TaskLayout& task) const {
    return {downstream_.data() + task.first_downstream, task.downstream};
  }
  std::span<const LaneLayout> lanes(DeploymentId id) const {
    return {lanes_.data() + deployments_[id].first_lane, deployments_[id].lanes};
  }
  std::span<const PoolLayout> pools(DeploymentId id) const {
    return {pools_.data() + deployments_[id].first_pool, deployments_[id].pools};
  }
  // How many tasks it has in DAGs that depend on their past.
  std::uint32_t pasts(DeploymentId id) const { return deployments_[id].pasts; }

 private:
  struct DeploymentLayout {
    Places places;
    std::uint32_t first_lane = 0, lanes = 0;
    std::uint32_t first_pool = 0, pools = 0;
    std::uint32_t pasts = 0;
  };

  void add_dag(const DeploymentSpec& spec, const DagSpec& dag);
  void add_task(const DeploymentSpec& spec, const DagSpec& dag, const TaskSpec& task,
                std::int32_t priority);
  std::uint16_t pool_of(const DeploymentSpec& spec, const TaskSpec& task);
  std::uint16_t lane_of(const LaneLayout& wanted);
  std::uint32_t duration_of(const TaskSpec& task);
  std::uint32_t profile_of(const DeploymentSpec& spec);

  std::vector<DeploymentLayout> deployments_;
  std::vector<DagLayout> dags_;
  std::vector<TaskLayout> tasks_;
  std::vector<std::uint16_t> downstream_;
  std::vector<Distribution> durations_;
  std::map<Distribution, std::uint32_t> duration_index_;
  std::vector<LaneLayout> lanes_;
  std::vector<PoolLayout> pools_;
  std::vector<QueueLayout> queues_;
  std::vector<Profile> profiles_;  // the distinct ones
};

}  // namespace blackstart::sim
