#include "sim/airflow/durations.h"

#include "recovery/hash.h"
#include "sim/airflow/access.h"
#include "sim/random.h"

namespace blackstart::sim {
namespace {

const std::uint64_t kTaskDuration = hash_name("task duration");

// Named by its Deployment, DAG, interval and place in the DAG.
Duration drawn(const Stage& stage, const Run& run, std::uint32_t task,
               const Distribution& duration) {
  if (duration.is_constant()) return duration.median();
  const std::uint32_t index = task - run.first_task;
  const auto interval = static_cast<std::uint64_t>(run.interval.time_since_epoch().count());
  return duration.draw(
      uniform({.seed = stage.seed,
               .purpose = kTaskDuration,
               .entity = layout_of(stage, run).luck + interval * recovery::kGoldenGamma + index,
               .attempt = stage.world.tasks[task].tries}));
}

}  // namespace

Duration task_duration(const Stage& stage, const Run& run, std::uint32_t task) {
  return drawn(stage, run, task, stage.world.layout->duration(layout_of(stage, run, task)));
}

Duration job_duration(const Stage& stage, const Run& run, std::uint32_t task) {
  return drawn(stage, run, task, spec_of_task(stage, run, task).external_job->duration);
}

}  // namespace blackstart::sim
