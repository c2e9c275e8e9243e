#include "sim/airflow/jobs.h"

#include <algorithm>

#include "sim/airflow/access.h"

namespace blackstart::sim {
namespace {

LeftJob job_of(const Stage& stage, const Run& run, std::uint32_t task) {
  return {.deployment = stage.world.instances[run.instance].deployment,
          .dag = run.dag,
          .task = task - run.first_task,
          .interval = run.interval};
}

}  // namespace

void leave_job(Stage& stage, const Run& run, std::uint32_t task) {
  if (!layout_of(stage, run, task).has_job) return;
  std::vector<LeftJob>& jobs = stage.world.left_jobs;
  const LeftJob job = job_of(stage, run, task);
  const auto place = std::ranges::lower_bound(jobs, job);
  if (place == jobs.end() || *place != job) jobs.insert(place, job);
}

bool doubles_job(Stage& stage, const Run& run, std::uint32_t task) {
  if (!layout_of(stage, run, task).has_job) return false;
  std::vector<LeftJob>& jobs = stage.world.left_jobs;
  const LeftJob job = job_of(stage, run, task);
  const auto place = std::ranges::lower_bound(jobs, job);
  if (place == jobs.end() || *place != job) return false;
  jobs.erase(place);
  return true;
}

}  // namespace blackstart::sim
