#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "sim/shared_log.h"
#include "sim/world/ids.h"
#include "sim/world/row_counts.h"

namespace blackstart::sim {

struct DagSpec;
struct DeploymentSpec;

// What can happen to a run or a task. `task` is the task's index in its DAG, 0 where it is the run
// that is meant.
enum class Work : std::uint8_t {
  run_created,
  run_succeeded,
  run_failed,
  run_dropped,  // with its database, or by its team
  task_queued,
  task_started,
  task_deferred,
  trigger_ended,  // of a deferred task: it fired and was heard, or its run is gone
  task_succeeded,
  task_retries,  // failed, and will be tried again
  task_failed,   // for good
  task_upstream_failed,
  task_lapsed,    // its heartbeat was missed: a zombie
  task_requeued,  // stuck in the queue, or an orphan; no try is counted
  log_uploaded,   // a try ended without success, and its log goes to its bucket
  log_lost,       // of a task that was killed
  job_doubled,    // an external job was started again beside one that a dead task left behind
};

// How a run began. An adopted one came with a copy: the log of another instance says how it began.
enum class RunKind : std::uint8_t { scheduled, asset, external, adopted };

// A run, by the order in which its instance created it.
struct LoggedRun {
  Instant interval{};  // the instant at which it came due; of others: at which it was triggered
  Instant created{};
  std::uint32_t dag = 0;
  RunKind kind = RunKind::scheduled;
};

struct WorkEntry {
  Instant at{};
  std::uint32_t run = 0;
  std::uint16_t task = 0;
  Work what{};
  bool has_no_bucket = false;  // what was to be uploaded with it was not
};

// What a try has logged lies with its worker until it ends, or defers.
constexpr bool is_time_to_upload(Work what) {
  return what == Work::task_succeeded || what == Work::log_uploaded || what == Work::task_deferred;
}
constexpr bool uploads_log(const WorkEntry& entry) {
  return is_time_to_upload(entry.what) && !entry.has_no_bucket;
}
constexpr bool loses_log(const WorkEntry& entry) {
  return entry.what == Work::log_lost || (is_time_to_upload(entry.what) && entry.has_no_bucket);
}

// What had become of a task at some instant, as its row in the database says.
struct TaskPast {
  Instant since{};                  // when the latest happened
  Work latest = Work::run_created;  // run_created: nothing yet
  std::uint16_t retried = 0;        // how often it had been tried in vain
  bool has_fired = false;           // its trigger, in this try
};

// A run that had not ended then.
struct UnfinishedRun {
  std::uint32_t run = 0;  // in the log that says so
  std::vector<TaskPast> tasks;
};

// The latest run of a DAG that depends on its past, where it had ended without success.
struct BrokenPast {
  std::uint32_t dag = 0;
  std::vector<TaskPast> tasks;
};

// What the database and the log bucket of an instance held at one instant.
struct WorkState {
  RowCounts rows;
  std::vector<Instant> latest;            // per DAG: the latest scheduled run's interval, or kNever
  std::vector<UnfinishedRun> unfinished;  // by the order of creation
  std::vector<BrokenPast> broken;         // one per DAG at most

  void break_past(std::uint32_t dag, std::vector<TaskPast> tasks);
};

// All that an instance's Airflow did, append-only. Says what existed at any instant without
// scanning rows: a binary search over cumulative counts, then at most one chunk of entries. A copy
// costs the open tail. What appending asks for lies in its first cache line.
class alignas(64) WorkLog {
 public:
  static constexpr std::size_t kChunk = 256;

  // `existed`: what the database held when the log began, and the latest interval of each DAG.
  void begin(Instant at, const RowCounts& existed, std::vector<Instant> latest);
  // The new run's number.
  std::uint32_t create_run(const DeploymentSpec& spec, const LoggedRun& run);
  void append(const DeploymentSpec& spec, const WorkEntry& entry) {
    if (open_.size() == kChunk) begin_chunk(spec, entry.at);
    open_.push_back(entry);
  }

  // The database became a copy of another at `at`: the schedules' latest runs and the unfinished
  // runs are the copy's, which adopt_run() has named. The counts of rows stay as they are.
  std::uint32_t adopt_run(LoggedRun run);
  void adopt(Instant at, const DeploymentSpec& spec, const WorkState& copied);

  // Fetches the place of the next entry into the processor's cache: first what says where it is.
  void fetch() const { __builtin_prefetch(&open_); }
  void fetch_end() const { __builtin_prefetch(open_.data() + open_.size(), 1); }

  Instant began() const { return began_; }
  std::size_t run_count() const { return runs_.size(); }
  const LoggedRun& run(std::uint32_t number) const { return runs_[number]; }
  // Calls visit(const WorkEntry&) for each entry, oldest first.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (const auto& chunk : sealed_) {
      for (const WorkEntry& entry : chunk->entries) visit(entry);
    }
    for (const WorkEntry& entry : open_) visit(entry);
  }

  // What existed at `at`, everything that happened at that instant included.
  WorkState state_at(const DeploymentSpec& spec, Instant at) const;
  RowCounts rows_at(const DeploymentSpec& spec, Instant at) const;

 private:
  struct Chunk {
    WorkState before;
    std::vector<WorkEntry> entries;
  };

  void seal(const DeploymentSpec& spec);
  void begin_chunk(const DeploymentSpec& spec, Instant at);

  std::vector<WorkEntry> open_;
  SharedLog<LoggedRun, kChunk> runs_;
  Instant began_ = Instant::min();
  std::vector<std::shared_ptr<const Chunk>> sealed_;
  WorkState before_open_;
  Instant opened_ = Instant::min();  // before_open_ holds from here on
};

}  // namespace blackstart::sim
