#include "sim/airflow/jobs.h"

#include <algorithm>

#include "sim/airflow/access.h"
#include "sim/airflow/durations.h"

namespace blackstart::sim {
namespace {

JobName name_of(const Stage& stage, const Run& run, std::uint32_t task) {
  return {.deployment = stage.world.instances[run.instance].deployment,
          .dag = run.dag,
          .task = task - run.first_task,
          .interval = run.interval};
}

bool has_begun_job(const TaskRow& row, Instant now) {
  switch (row.state) {
    case TaskState::running:
    case TaskState::ending:
    case TaskState::deferred:
    case TaskState::fired:
      return row.since <= now && !row.has_no_worker && !row.lacks_need && !row.has_fired;
    default:
      return false;
  }
}

}  // namespace

void leave_job(Stage& stage, const Run& run, std::uint32_t task) {
  const TaskRow& row = stage.world.tasks[task];
  if (!layout_of(stage, run, task).has_job || !has_begun_job(row, stage.now)) return;
  const Instant ends = row.since + job_duration(stage, run, task);
  if (ends <= stage.now) return;
  std::vector<LeftJob>& jobs = stage.world.left_jobs;
  if (jobs.size() == jobs.capacity())
    std::erase_if(jobs, [&](const LeftJob& job) { return job.ends <= stage.now; });
  const JobName name = name_of(stage, run, task);
  const auto place = std::ranges::lower_bound(jobs, name, {}, &LeftJob::name);
  if (place != jobs.end() && place->name == name)
    place->ends = std::max(place->ends, ends);
  else
    jobs.insert(place, {.name = name, .ends = ends});
}

void leave_jobs(Stage& stage, const Run& run) {
  const std::uint32_t end = run.first_task + layout_of(stage, run).tasks;
  for (std::uint32_t task = run.first_task; task < end; ++task) leave_job(stage, run, task);
}

bool doubles_job(Stage& stage, const Run& run, std::uint32_t task) {
  if (!layout_of(stage, run, task).has_job) return false;
  std::vector<LeftJob>& jobs = stage.world.left_jobs;
  const JobName name = name_of(stage, run, task);
  const auto place = std::ranges::lower_bound(jobs, name, {}, &LeftJob::name);
  if (place == jobs.end() || place->name != name) return false;
  const bool goes_on = place->ends > stage.now;
  jobs.erase(place);
  return goes_on;
}

}  // namespace blackstart::sim
