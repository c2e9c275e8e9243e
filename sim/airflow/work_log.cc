#include "sim/airflow/work_log.h"

#include <algorithm>

#include "sim/world/spec.h"

namespace blackstart::sim {
namespace {

void add_rows(RowCounts& rows, const DagSpec& dag, const WorkEntry& entry) {
  switch (entry.what) {
    case Work::run_created:
      rows[DataClass::dag_run] += 1;
      rows[DataClass::task_instance] += static_cast<std::int64_t>(dag.tasks.size());
      return;
    case Work::task_succeeded: {
      const TaskSpec& task = dag.tasks[entry.task];
      rows[DataClass::xcom] += task.xcom_rows;
      rows.bytes_of(DataClass::xcom) += static_cast<std::int64_t>(task.xcom_bytes);
      if (task.is_xcom_in_object_store) rows.xcom_objects += task.xcom_rows;
      rows[DataClass::asset_event] += static_cast<std::int64_t>(task.updates.size());
      [[fallthrough]];
    }
    case Work::log_uploaded:
      if (!uploads_log(entry)) return;
      rows[DataClass::task_log] += 1;
      rows.bytes_of(DataClass::task_log) +=
          static_cast<std::int64_t>(dag.tasks[entry.task].log_bytes);
      return;
    case Work::task_deferred:
      rows[DataClass::trigger] += 1;
      return;
    case Work::trigger_ended:
      rows[DataClass::trigger] -= 1;
      return;
    default:
      return;
  }
}

bool ends_run(Work what) {
  return what == Work::run_succeeded || what == Work::run_failed || what == Work::run_dropped;
}

bool is_of_task(Work what) { return what >= Work::task_queued && what <= Work::task_requeued; }

void begin_run(WorkState& state, const DagSpec& dag, const LoggedRun& run, const WorkEntry& entry) {
  if (run.kind == RunKind::scheduled) {
    state.latest[run.dag] = std::max(state.latest[run.dag], run.interval);
  }
  state.unfinished.push_back(
      {.run = entry.run, .tasks = std::vector<TaskPast>(dag.tasks.size(), {.since = entry.at})});
}

void apply(WorkState& state, const DeploymentSpec& spec, const LoggedRun& run,
           const WorkEntry& entry) {
  const DagSpec& dag = spec.dags[run.dag];
  add_rows(state.rows, dag, entry);
  if (entry.what == Work::run_created) return begin_run(state, dag, run, entry);
  const auto unfinished =
      std::ranges::lower_bound(state.unfinished, entry.run, {}, &UnfinishedRun::run);
  if (ends_run(entry.what)) {
    if (dag.depends_on_past && entry.what == Work::run_failed)
      state.break_past(run.dag, std::move(unfinished->tasks));
    state.unfinished.erase(unfinished);
  } else if (is_of_task(entry.what)) {
    TaskPast& task = unfinished->tasks[entry.task];
    task.since = entry.at;
    task.latest = entry.what;
    if (entry.what == Work::trigger_ended) task.has_fired = true;
    if (entry.what != Work::task_retries) return;
    ++task.retried;
    task.has_fired = false;
  }
}

}  // namespace

void WorkState::break_past(std::uint32_t dag, std::vector<TaskPast> tasks) {
  const auto known = std::ranges::find(broken, dag, &BrokenPast::dag);
  if (known == broken.end())
    broken.push_back({.dag = dag, .tasks = std::move(tasks)});
  else
    known->tasks = std::move(tasks);
}

void WorkLog::begin(Instant at, const RowCounts& existed, std::vector<Instant> latest) {
  began_ = opened_ = at;
  before_open_ = {.rows = existed, .latest = std::move(latest)};
}

std::uint32_t WorkLog::create_run(const DeploymentSpec& spec, const LoggedRun& run) {
  const auto number = static_cast<std::uint32_t>(runs_.size());
  runs_.append(run);
  append(spec, {.at = run.created, .run = number, .task = 0, .what = Work::run_created});
  return number;
}

std::uint32_t WorkLog::adopt_run(LoggedRun run) {
  run.kind = RunKind::adopted;
  runs_.append(run);
  return static_cast<std::uint32_t>(runs_.size() - 1);
}

void WorkLog::adopt(Instant at, const DeploymentSpec& spec, const WorkState& copied) {
  if (!open_.empty()) seal(spec);
  before_open_.latest = copied.latest;
  before_open_.unfinished = copied.unfinished;
  before_open_.broken = copied.broken;
  opened_ = at;
}

void WorkLog::begin_chunk(const DeploymentSpec& spec, Instant at) {
  seal(spec);
  opened_ = at;
}

void WorkLog::seal(const DeploymentSpec& spec) {
  WorkState after = before_open_;
  for (const WorkEntry& entry : open_) apply(after, spec, runs_[entry.run], entry);
  sealed_.push_back(std::make_shared<const Chunk>(
      Chunk{.before = std::move(before_open_), .entries = std::move(open_)}));
  before_open_ = std::move(after);
  open_ = {};
  open_.reserve(kChunk);
}

WorkState WorkLog::state_at(const DeploymentSpec& spec, Instant at) const {
  // The last chunk that began by then, and of it what had happened.
  const auto begins_later = [](Instant instant, const std::shared_ptr<const Chunk>& chunk) {
    return instant < chunk->entries.front().at;
  };
  const auto later = std::upper_bound(sealed_.begin(), sealed_.end(), at, begins_later);
  const bool is_open = later == sealed_.end() && at >= opened_;
  if (!is_open && later == sealed_.begin()) {
    return sealed_.empty() ? before_open_ : sealed_.front()->before;
  }
  WorkState state = is_open ? before_open_ : (*std::prev(later))->before;
  for (const WorkEntry& entry : is_open ? open_ : (*std::prev(later))->entries) {
    if (entry.at > at) break;
    apply(state, spec, runs_[entry.run], entry);
  }
  return state;
}

RowCounts WorkLog::rows_at(const DeploymentSpec& spec, Instant at) const {
  return state_at(spec, at).rows;
}

}  // namespace blackstart::sim
