#include "sim/protection/past.h"

#include <algorithm>

#include "sim/airflow/airflow.h"

namespace blackstart::sim {
namespace {

bool is_in_flight(Work latest) {
  switch (latest) {
    case Work::task_queued:
    case Work::task_started:
    case Work::task_retries:
    case Work::task_lapsed:
    case Work::task_requeued:
      return true;
    default:
      return false;
  }
}

}  // namespace

RowCounts rows_then(const Setup& setup, const World& world, InstanceId instance, Instant at) {
  return state_then(setup, world, instance, at).rows;
}

std::int64_t in_flight_then(const Setup& setup, const World& world, InstanceId instance,
                            Instant at) {
  std::int64_t count = 0;
  for (const UnfinishedRun& run : state_then(setup, world, instance, at).unfinished)
    count += std::ranges::count_if(run.tasks, is_in_flight);
  return count;
}

Instant newest_row(const Setup& setup, const World& world, InstanceId instance,
                   DataClass data_class, std::int64_t kept, Instant cut) {
  const auto count = [&](Instant then) {
    return rows_then(setup, world, instance, then)[data_class];
  };
  Instant before = world.logs[instance].began(), there = cut;
  if (kept == 0) return kNever;
  // Of the runs that had ended before the scenario began no more is known than when they came due.
  if (cut <= before || count(before) >= kept) {
    const WorkState past = state_then(setup, world, instance, std::min(cut, before));
    return *std::ranges::max_element(past.latest);
  }
  while (there - before > Duration(1)) {
    const Instant middle = before + (there - before) / 2;
    (count(middle) >= kept ? there : before) = middle;
  }
  return there;
}

}  // namespace blackstart::sim
