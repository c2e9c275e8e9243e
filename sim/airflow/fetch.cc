#include "sim/airflow/fetch.h"

namespace blackstart::sim {
namespace {

// So many Airflows do not fit in a core's own cache: a few kilobytes each, and a megabyte or two.
constexpr std::size_t kFleet = 500;

void fetch(const auto& thing) {
  constexpr std::size_t kCacheLine = 64;
  const char* const bytes = reinterpret_cast<const char*>(&thing);
  for (std::size_t at = 0; at < sizeof(thing); at += kCacheLine) __builtin_prefetch(bytes + at);
  __builtin_prefetch(bytes + sizeof(thing) - 1);  // it need not begin with a line
}

bool is_of_task(const Event& event) {
  return event.kind >= EventKind::task_ends && event.kind <= EventKind::task_stops;
}

bool is_of_instance(const Event& event) {
  return event.kind == EventKind::scheduler_loops || event.kind == EventKind::dag_due ||
         event.kind == EventKind::workers_scale || event.kind == EventKind::worker_starts;
}

void fetch_instance(const World& world, InstanceId id) {
  fetch(world.instances[id]);
  fetch(world.footings[id]);
  fetch(world.schedulers[id]);
  fetch(world.logs[id]);
}

void fetch_run(const World& world, std::uint32_t task) {
  const Run& run = world.runs[world.tasks[task].run];
  fetch_instance(world, run.instance);
  fetch(world.layout->task(run.first_layout));
}

// Its first ones: most have few.
void fetch_parts(const World& world, InstanceId id) {
  const Instance& instance = world.instances[id];
  if (instance.dags < world.dags.size()) fetch(world.dags[instance.dags]);
  if (instance.lanes < world.lanes.size()) fetch(world.lanes[instance.lanes]);
  if (instance.pools < world.pools.size()) fetch(world.pools[instance.pools]);
  if (instance.queues < world.queues.size()) fetch(world.queues[instance.queues]);
  world.logs[id].fetch_end();
}

}  // namespace

void fetch_ahead(const World& world, const Calendar<Event>& calendar) {
  if (world.instances.size() < kFleet) return;
  if (const Event* fourth = calendar.probably_after(3)) {
    if (is_of_task(*fourth)) fetch(world.tasks[fourth->a]);
  }
  if (const Event* third = calendar.probably_after(2)) {
    if (is_of_task(*third)) fetch(world.runs[world.tasks[third->a].run]);
  }
  if (const Event* second = calendar.probably_after(1)) {
    if (is_of_task(*second))
      fetch_run(world, second->a);
    else if (is_of_instance(*second))
      fetch_instance(world, second->a);
  }
  if (const Event* next = calendar.probably_after(0)) {
    if (is_of_task(*next))
      fetch_parts(world, world.runs[world.tasks[next->a].run].instance);
    else if (is_of_instance(*next))
      fetch_parts(world, next->a);
  }
}

}  // namespace blackstart::sim
