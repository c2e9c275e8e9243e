#include "drill/measure/log_tails.h"

#include "sim/airflow/access.h"

namespace blackstart::drill {
namespace {

using sim::Work;

void count(const sim::WorkEntry& entry, LogTails& tails) {
  tails.begun += entry.what == Work::task_started;
  tails.lost += loses_log(entry);
  tails.uploaded += uploads_log(entry);
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
  LogTails tails, by_the_hit;
  log.for_each([&](const sim::WorkEntry& entry) {
    count(entry, tails);
    // What is killed in the instant of the fault was there to be lost.
    const bool is_before =
        !hit || entry.at < *hit || (entry.at == *hit && entry.what != Work::log_lost);
    if (is_before) count(entry, by_the_hit);
  });
  tails.being_written = being_written(world, id);
  tails.at_fault = by_the_hit.begun - by_the_hit.lost - by_the_hit.uploaded;
  return tails;
}

}  // namespace blackstart::drill
