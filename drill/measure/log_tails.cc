#include "drill/measure/log_tails.h"

#include "sim/airflow/access.h"

namespace blackstart::drill {
namespace {

using sim::Work;

// A deferred task waits in the triggerer: no worker writes its log.
bool is_on_a_worker(const sim::DeploymentSpec& spec, const sim::WorkLog& log,
                    const sim::WorkEntry& entry) {
  return !spec.dags[log.run(entry.run).dag].tasks[entry.task].is_deferrable;
}

// The try that the entry is of begins, or ends, as far as its log is concerned.
void count(Work what, LogTails& tails) {
  tails.begun += what == Work::task_started;
  tails.lost += what == Work::log_lost;
  tails.uploaded += what == Work::task_succeeded || what == Work::log_uploaded;
}

std::int64_t being_written(const sim::World& world, sim::InstanceId id) {
  std::int64_t tails = 0;
  sim::for_each_task(world, id,
                     [&](std::uint32_t task) { tails += sim::has_worker(world.tasks[task]); });
  return tails;
}

}  // namespace

LogTails log_tails_of(const sim::Simulation& simulation, sim::InstanceId id,
                      std::optional<recovery::Instant> hit) {
  const sim::World& world = simulation.world();
  const sim::WorkLog& log = world.logs[id];
  const auto& spec = simulation.setup().world.deployments[world.instances[id].deployment];
  LogTails tails, by_the_hit;
  log.for_each([&](const sim::WorkEntry& entry) {
    if (!is_on_a_worker(spec, log, entry)) return;
    count(entry.what, tails);
    // What is killed in the instant of the fault was there to be lost.
    const bool is_before =
        !hit || entry.at < *hit || (entry.at == *hit && entry.what != Work::log_lost);
    if (is_before) count(entry.what, by_the_hit);
  });
  tails.being_written = being_written(world, id);
  tails.at_fault = by_the_hit.begun - by_the_hit.lost - by_the_hit.uploaded;
  return tails;
}

}  // namespace blackstart::drill
