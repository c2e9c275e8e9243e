#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <vector>

#include "sim/airflow/layout.h"
#include "sim/airflow/work_log.h"
#include "sim/world/footing.h"
#include "sim/world/ids.h"
#include "sim/world/list.h"

// What an Airflow is doing now: flat rows that name each other by index. No row of a task that has
// ended outlives its run; what it did is in the work log. A fleet's rows are seldom in the
// processor's cache when an event asks for them, so a row that can lie within one line does.
namespace blackstart::sim {

using recovery::kNotPlanned;

enum class TaskState : std::uint8_t {
  waiting,  // for tasks upstream, or for its run to begin
  scheduled,
  queued,
  running,
  deferred,
  fired,   // its trigger fired and no triggerer heard it
  ending,  // done, but its state could not be written yet
  up_for_retry,
  ended,
};

struct alignas(32) TaskRow {
  Instant since{};  // queued: when; running: when its work began, heartbeats count from it
  std::uint32_t run = kNone;
  std::uint32_t next = kNone;    // in the one list in which it waits
  std::uint32_t generation = 0;  // what was planned for an earlier one is stale
  std::uint16_t tries = 0;
  std::uint16_t waits_for = 0;  // tasks upstream that have not ended
  TaskState state = TaskState::waiting;
  std::uint8_t zone = 0;
  std::uint8_t requeues = 0;
  bool has_no_worker : 1 = false;      // the database says queued or running, and nobody is at it
  bool misses_xcom : 1 = false;        // what a task upstream left in the object store is not there
  bool lacks_need : 1 = false;         // when its try began: it fails as soon as it has begun
  bool has_fired : 1 = false;          // its trigger: it goes on from where it was deferred
  bool waits_for_past : 1 = false;     // for the same task of the run before
  bool is_from_elsewhere : 1 = false;  // restored: its pod was one of another cluster
};
static_assert(sizeof(TaskRow) <= 32);

inline bool has_worker(const TaskRow& row) {
  const bool is_at_work = row.state == TaskState::running || row.state == TaskState::ending;
  return is_at_work && !row.has_no_worker;
}

struct alignas(64) Run {
  Instant interval{};
  InstanceId instance = kNone;
  std::uint32_t dag = 0;
  std::uint32_t number = 0;        // in its instance's work log
  std::uint32_t first_task = 0;    // in World::tasks
  std::uint32_t first_layout = 0;  // of its tasks in World::layout
  std::uint32_t first_lane = 0;    // of its DAG, among those of its Deployment
  std::uint32_t tasks_left = 0;
  std::uint32_t previous = kNone, next = kNone;  // among the unfinished runs of its instance
  std::uint32_t next_listed = kNone;             // in the one list in which it waits
  std::uint32_t following = kNone;               // depends_on_past: the next run of its DAG
  RunKind kind = RunKind::scheduled;
  bool is_listed = false;
  bool is_running = false;  // it is one of the max_active_runs
  bool has_begun = false;   // its first tasks are scheduled
  bool has_failed = false;
  bool is_backlog = false;
  std::uint32_t active_tasks = 0;  // queued or running
};
static_assert(sizeof(Run) == 64);

struct alignas(64) DagState {
  Instant latest = kNever;         // the end of the latest scheduled run that the database knows
  Instant due = kNotPlanned;       // when the next one comes due
  std::uint32_t active_runs = 0;   // created and not ended
  std::uint32_t running_runs = 0;  // of them: begun
  std::uint32_t active_tasks = 0;  // queued or running
  std::uint32_t backlog_runs = 0;
  std::uint32_t assets_seen = 0;  // bit per asset that was updated since the last run: queue rows
  std::uint32_t next_listed = kNone;
  std::uint32_t newest_run = kNone;  // depends_on_past: where it has not ended
  List queued_runs;                  // beyond max_active_runs, or paused by its team
  bool is_listed = false;
  bool is_backlog = false;
  bool awaits_success = true;
  bool is_past_broken = false;  // depends_on_past: a run failed, or its rows are missing
};

// Tasks of one DAG and one priority that want equally many slots of one pool, first scheduled
// first. It keeps its layout at hand, as do pools and queues: who asks the one asks the other.
struct LaneState {
  LaneLayout layout;
  bool is_ready = false;
  bool waits_for_pool = false;
  bool waits_for_dag = false;  // until it, or a run of it, has fewer than max_active_tasks
  List tasks;
  std::uint32_t next_parked = kNone;
};

struct PoolState {
  ItemId item = kNone;  // as its layout says
  std::int32_t free = 0;
  bool includes_deferred = false;  // tasks that are deferred hold their slots
  List parked;
};

struct WorkerQueueState {
  QueueLayout layout;
  std::uint32_t waiting_count = 0;
  List waiting;                                 // tasks in the broker
  std::array<std::uint32_t, kZonesMax> busy{};  // slots
  std::array<std::uint16_t, kZonesMax> workers{};
  std::array<std::uint16_t, kZonesMax> starting{};
  std::array<std::uint16_t, kZonesMax> down{};    // on nodes that are off, where others are not
  std::array<std::uint8_t, kZonesMax> outages{};  // workers that were starting before are gone
  Instant scales_at = kNotPlanned;
  Instant checks_at = kNotPlanned;  // for tasks stuck in the queue
  bool is_bereft = false;           // its last worker that took tasks was lost
};

// The task that a job belongs to, in whichever database its row is.
struct JobName {
  DeploymentId deployment = kNone;
  std::uint32_t dag = 0;
  std::uint32_t task = 0;  // its place in the DAG
  Instant interval{};
  friend auto operator<=>(const JobName&, const JobName&) = default;
};

// An external job that went on when its task died.
struct LeftJob {
  JobName name;
  Instant ends{};
};

// Which assets of a DAG were updated since its last run, from some instant on: its queue in the
// database.
struct AssetsSeen {
  Instant at{};
  InstanceId instance = kNone;
  std::uint32_t dag = 0;
  std::uint32_t seen = 0;  // a bit each
};

// The new end of a task at work whose zone has become slower or faster since it began.
struct NewEnd {
  std::uint32_t task = kNone;
  std::uint32_t generation = 0;
  Instant at{};
};

// Airflow takes the highest priority first, and of one priority the oldest.
struct ReadyLane {
  Instant interval{};  // of its first task
  std::uint32_t lane = 0;
  std::int32_t priority = 0;
};

// Whether any zone it works in is slow, and whether a task has been at work there since.
enum class Slowness : std::uint8_t { none, unmet, met };

struct SchedulerState {
  Instant started{};  // its loops and scans are whole intervals after it
  Instant loops_at = kNotPlanned;
  List due_dags;
  List runs_to_examine;
  std::vector<ReadyLane> ready;  // a heap
  std::uint32_t executing = 0;   // tasks queued or running
  bool has_started = false;
  bool awaits_drain = false;
  bool has_succeeded = false;  // since it began to work off its backlog
  Slowness slowness = Slowness::none;
  std::uint32_t first_run = kNone;
  std::uint32_t backlog_dags = 0;
  Instant backlog_until = kNever;
  std::uint32_t silence = kNone;  // in World::silences; kNone: its workers were always heard
  std::uint32_t starts = 0;       // a counter: a start that was planned before it is stale
};

inline constexpr Instant kHeard = Instant::max();

// Since when the tasks of each zone of one Airflow beat their hearts in vain.
struct Silence {
  std::array<Instant, kZonesMax> since{kHeard, kHeard, kHeard, kHeard,
                                       kHeard, kHeard, kHeard, kHeard};
};

}  // namespace blackstart::sim
