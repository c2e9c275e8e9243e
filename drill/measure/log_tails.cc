#include "drill/measure/log_tails.h"

#include "sim/airflow/access.h"

namespace blackstart::drill {
namespace {

using sim::Work;

// A worker begins with the task that the entry is of, or ends; who defers it uploads what it wrote.
void count(Work what, LogTails& tails) {
  tails.begun += what == Work::task_started;
  tails.lost += what == Work::log_lost;
  tails.uploaded +=
      what == Work::task_succeeded || what == Work::log_uploaded || what == Work::task_deferred;
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
