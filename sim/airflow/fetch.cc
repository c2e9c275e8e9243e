#include "sim/airflow/fetch.h"

#include "sim/airflow/access.h"

namespace blackstart::sim {
namespace {

// So many Airflows do not fit in a core's own cache: a few kilobytes each, and a megabyte or two.
constexpr std::size_t kFleet = 500;

// How many events ahead each link is fetched: two events last as long as memory takes to answer.
constexpr std::size_t kPartsAhead = 0, kInstanceAhead = 2, kRunAhead = 4, kRowAhead = 6;

void fetch(const auto& thing) {
  constexpr std::size_t kCacheLine = 64;
  const char* const bytes = reinterpret_cast<const char*>(&thing);
  for (std::size_t at = 0; at < sizeof(thing); at += kCacheLine) __builtin_prefetch(bytes + at);
  __builtin_prefetch(bytes + sizeof(thing) - 1);  // it need not begin with a line
  // GCC takes a function that does nothing but prefetch for one without effect, and drops its
  // calls.
  asm volatile("");
}

// Of a task's rows its neighbour's too: mostly that one goes next.
void fetch_and_next(const auto& row) {
  fetch(row);
  __builtin_prefetch(&row + 1);
}

bool is_of_task(const Event& event) {
  return event.kind >= EventKind::task_ends && event.kind <= EventKind::task_stops;
}

// The row of a stale event may be that of another run's task by now, or of none.
bool is_of_living_task(const World& world, const Event& event) {
  return is_of_task(event) && world.tasks[event.a].generation == event.b;
}

bool is_of_instance(const Event& event) {
  return event.kind == EventKind::scheduler_loops || event.kind == EventKind::dag_due ||
         event.kind == EventKind::workers_scale || event.kind == EventKind::worker_starts;
}

void fetch_instance(const World& world, InstanceId id) {
  fetch(world.instances[id]);
  fetch(world.footings[id]);
  fetch(world.schedulers[id]);
  world.logs[id].fetch();
}

void fetch_run(const World& world, std::uint32_t task) {
  const Run& run = world.runs[world.tasks[task].run];
  fetch_instance(world, run.instance);
  fetch_and_next(layout_of(world, run, task));
}

// Of pools and queues the first ones: most have few.
void fetch_parts(const World& world, InstanceId id, std::uint32_t dag) {
  const Instance& instance = world.instances[id];
  if (instance.dags + dag < world.dags.size()) {
    fetch(world.dags[instance.dags + dag]);
    fetch(world.layout->dag(instance.places.dags + dag));
  }
  if (instance.pools < world.pools.size()) fetch(world.pools[instance.pools]);
  if (instance.queues < world.queues.size()) fetch(world.queues[instance.queues]);
  __builtin_prefetch(world.schedulers[id].ready.data());
  world.logs[id].fetch_end();
}

void fetch_parts_of_task(const World& world, std::uint32_t task) {
  const Run& run = world.runs[world.tasks[task].run];
  const TaskLayout& layout = layout_of(world, run, task);
  fetch_parts(world, run.instance, run.dag);
  fetch_and_next(world.lanes[world.instances[run.instance].lanes + run.first_lane + layout.lane]);
  __builtin_prefetch(world.layout->downstream(layout).data());
}

}  // namespace

void fetch_ahead(const World& world, const Calendar<Event>& calendar) {
  if (world.instances.size() < kFleet) return;
  if (const Event* event = calendar.probably_after(kRowAhead); event && is_of_task(*event))
    fetch_and_next(world.tasks[event->a]);
  if (const Event* event = calendar.probably_after(kRunAhead);
      event && is_of_living_task(world, *event))
    fetch(world.runs[world.tasks[event->a].run]);
  if (const Event* event = calendar.probably_after(kInstanceAhead)) {
    if (is_of_living_task(world, *event))
      fetch_run(world, event->a);
    else if (is_of_instance(*event))
      fetch_instance(world, event->a);
  }
  if (const Event* event = calendar.probably_after(kPartsAhead)) {
    if (is_of_living_task(world, *event))
      fetch_parts_of_task(world, event->a);
    else if (is_of_instance(*event))
      fetch_parts(world, event->a, event->kind == EventKind::dag_due ? event->b : 0);
  }
}

}  // namespace blackstart::sim
