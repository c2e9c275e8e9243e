#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/airflow/timetable.h"
#include "sim/distribution.h"
#include "sim/world/ids.h"

// A pipeline as its code describes it: what never changes during a run.
namespace blackstart::sim {

enum class NeedKind : std::uint8_t { item, workload_identity, allow_list, object_store };

// What a task cannot succeed without. A missing pool makes it wait, everything else makes it fail.
struct Need {
  NeedKind kind = NeedKind::item;
  ItemId item = kNone;  // of an allow-list: its index in the cluster
};

// When a DAG has runs of its own accord.
struct ScheduleSpec {
  enum class Kind : std::uint8_t { timedelta, cron, once, assets, external, none };
  // Airflow 2: a run stands for an interval and comes due at its end. Airflow 3: it is triggered at
  // its instant and stands for nothing else.
  enum class Timetable : std::uint8_t { data_interval, trigger };

  Kind kind = Kind::timedelta;
  Timetable timetable = Timetable::data_interval;
  Duration every = std::chrono::days(1);  // timedelta
  std::optional<Cron> cron;               // cron
  std::vector<AssetId> assets;            // assets: a run when each was updated; at most 32
  Distribution arrivals;                  // external: from one request to the next
};

// Work that a task starts elsewhere (a warehouse query, a cluster job). It goes on when the task
// dies, and a retry starts it again beside the first.
struct ExternalJob {
  std::string name;
  Distribution duration;
  std::string assumption;  // why it is taken to last so; empty: somebody measured it
};

// Whose weights add up to a task's priority: its own and those of all tasks that come after it, or
// before it, or its own alone. Source: Airflow docs, administration-and-deployment/priority-weight.
enum class WeightRule : std::uint8_t { downstream, upstream, absolute };
inline constexpr std::array<std::string_view, 3> kWeightRuleNames = {"downstream", "upstream",
                                                                     "absolute"};
constexpr std::string_view name_of(WeightRule rule) {
  return kWeightRuleNames[static_cast<std::size_t>(rule)];
}

struct TaskSpec {
  std::string name;
  Distribution duration = Distribution::constant(std::chrono::minutes(1));
  // Tasks that wait for this one; each comes later in the list.
  std::vector<std::uint32_t> downstream;
  std::uint32_t retries = 0;
  Duration retry_delay = std::chrono::minutes(5);
  std::string pool;          // empty: the default pool, which every database has
  ItemId pool_item = kNone;  // where the pool is one of the Deployment's things
  std::uint32_t pool_slots = 1;
  std::int32_t priority_weight = 1;
  WeightRule weight_rule = WeightRule::downstream;
  std::uint32_t queue = 0;  // an index into DeploymentSpec::worker_queues
  std::uint32_t xcom_rows = 1;
  std::uint64_t xcom_bytes = 0;
  bool is_xcom_in_object_store = false;  // the database keeps a reference only
  bool leaves_objects() const { return is_xcom_in_object_store && xcom_rows > 0; }
  std::uint64_t log_bytes = 0;
  bool is_deferrable = false;  // waits in the triggerer, without a worker
  std::vector<Need> needs;     // beside those of its DAG
  std::vector<AssetId> updates;
  std::optional<ExternalJob> external_job;
  std::string assumption;  // why it is taken to last so; empty: somebody measured it
};

struct DagSpec {
  std::string name;
  ScheduleSpec schedule;
  Instant start_date{};  // the first interval begins here
  bool catchup = false;
  std::uint32_t max_active_runs = 16;   // source: config.yml core/max_active_runs_per_dag
  std::uint32_t max_active_tasks = 16;  // source: config.yml core/max_active_tasks_per_dag
  bool depends_on_past = false;
  bool is_idempotent = true;  // safe to run twice for the same interval
  bool paused = false;        // by its team, before the run begins
  // What it makes is promised this long after the interval comes due.
  std::optional<Duration> promised_within;
  std::optional<Duration> promised_at;  // or at this time of day, UTC, the first after that
  bool has_promise() const { return promised_within || promised_at; }
  // Somebody or something asks for runs of it.
  bool is_ever_due() const { return !paused && schedule.kind != ScheduleSpec::Kind::none; }
  std::vector<std::string> tags;
  std::vector<Need> needs;  // of every task
  std::vector<TaskSpec> tasks;
};

struct PoolSpec {
  std::string name;
  std::uint32_t slots = 128;
  bool includes_deferred = false;  // tasks that are deferred hold their slots
};

struct WorkerQueueSpec {
  std::string name = "default";
  std::uint32_t workers_min = 1;
  std::uint32_t workers_max = 10;
  std::uint32_t concurrency = 16;  // tasks at a time on one worker
};

struct DagRef {
  DeploymentId deployment = kNone;
  std::uint32_t dag = 0;
};

// Something that tasks update and that DAGs, of any Deployment, are scheduled by.
struct AssetSpec {
  std::string name;
  std::vector<DagRef> consumers;
};

// When Airflow creates runs of it by itself; never where it is triggered.
Timetable timetable_of(const DagSpec& dag);

// Per task: of those that wait for a slot the highest starts first.
std::vector<std::int32_t> priorities_of(const DagSpec& dag);

bool needs_object_store(const std::vector<Need>& needs);
// Whatever follows a task that leaves its XComs in the object store needs that to read them.
void add_reads(std::vector<TaskSpec>& tasks);

// `count` tasks like this one, each after the one before.
std::vector<TaskSpec> chain_of(std::uint32_t count, const TaskSpec& task);

}  // namespace blackstart::sim
