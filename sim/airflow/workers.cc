#include "sim/airflow/workers.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "sim/airflow/access.h"
#include "sim/airflow/airflow.h"
#include "sim/airflow/durations.h"
#include "sim/airflow/jobs.h"
#include "sim/airflow/liveness.h"
#include "sim/airflow/needs.h"
#include "sim/airflow/pace.h"

namespace blackstart::sim {
namespace {

constexpr std::uint32_t kOutageShift = 8;  // in worker_starts' c, above the zone

bool has_pods(const Stage& stage, InstanceId id) {
  return profile_of(stage, id).executor == Executor::kubernetes;
}

std::uint32_t sum(const auto& by_zone) {
  return std::accumulate(by_zone.begin(), by_zone.end(), 0U);
}

std::uint32_t sum(const auto& by_zone, ZoneSet zones) {
  std::uint32_t all = 0;
  for (const std::uint32_t zone : zones) all += by_zone[zone];
  return all;
}

// The zone, of those that are allowed, with the least of something; kNone: none is allowed.
std::uint32_t least_of(ZoneSet allowed, auto&& load) {
  std::uint32_t best = kNone;
  for (const std::uint32_t zone : allowed) {
    if (best == kNone || load(zone) < load(best)) best = zone;
  }
  return best;
}

std::uint32_t live_workers(Stage& stage, InstanceId id, std::uint32_t queue) {
  return sum(queue_state(stage, id, queue).workers, stage.world.footings[id].live_zones);
}

// Of so many workers those that stand on the first of their zone's nodes, on which they are put in
// turn.
std::uint32_t part_of(std::uint32_t workers, Share nodes) {
  return workers / nodes.of * nodes.part + std::min(workers % nodes.of, nodes.part);
}

void take(std::uint16_t& workers, std::uint32_t gone) {
  workers = static_cast<std::uint16_t>(workers - gone);
}

// Where a slot is free: the least busy zone whose workers have one, or in which a pod can start.
std::uint32_t zone_with_room(Stage& stage, InstanceId id, std::uint32_t queue) {
  const WorkerQueueState& state = queue_state(stage, id, queue);
  const Footing& footing = stage.world.footings[id];
  const auto busy = [&](std::uint32_t zone) { return state.busy[zone]; };
  if (has_pods(stage, id)) {
    const std::uint32_t pods = sum(state.busy, footing.live_zones);
    return pods < footing.workers_max ? least_of(footing.launch_zones, busy) : kNone;
  }
  const std::uint32_t concurrency = queue_layout(stage, id, queue).concurrency;
  ZoneSet roomy;
  for (const std::uint32_t zone : footing.live_zones) {
    if (state.workers[zone] * concurrency > state.busy[zone]) roomy.add(zone);
  }
  return least_of(roomy, busy);
}

// What is missing is noticed at once, and a task that defers leaves its worker at once.
Duration time_at_worker(const Stage& stage, const Run& run, std::uint32_t task) {
  const TaskRow& row = stage.world.tasks[task];
  if (row.lacks_need || layout_of(stage, run, task).is_deferrable) return {};
  return task_duration(stage, run, task) * stage.world.footings[run.instance].slowdown[row.zone] /
         100;
}

void begin(Stage& stage, std::uint32_t task, std::uint32_t zone) {
  const Run& run = run_of(stage, task);
  const TaskLayout& layout = layout_of(stage, run, task);
  TaskRow& row = stage.world.tasks[task];
  if (!row.has_fired) ++row.tries;
  row.state = TaskState::running;
  row.zone = static_cast<std::uint8_t>(zone);
  row.since = stage.now + (has_pods(stage, run.instance) ? profile_of(stage, run.instance).pod_start
                                                         : Duration::zero());
  row.lacks_need = lacks_need(stage, task);
  ++queue_state(stage, run.instance, layout.queue).busy[zone];
  log_task(stage, run, task, Work::task_started);
  meet_slowness(stage, run.instance, zone);
  if (!row.lacks_need && !row.has_fired && doubles_job(stage, run, task))
    log_task(stage, run, task, Work::job_doubled);
  stage.schedule(row.since + time_at_worker(stage, run, task),
                 {.kind = EventKind::task_ends, .a = task, .b = row.generation});
}

void wait_in_queue(Stage& stage, std::uint32_t task) {
  const Run& run = run_of(stage, task);
  const std::uint32_t queue = layout_of(stage, run, task).queue;
  WorkerQueueState& state = queue_state(stage, run.instance, queue);
  append<&TaskRow::next>(state.waiting, stage.world.tasks, task);
  ++state.waiting_count;
  watch_queue(stage, run.instance, queue);
}

void plan_scaling(Stage& stage, InstanceId id, std::uint32_t queue, Instant at) {
  WorkerQueueState& state = queue_state(stage, id, queue);
  if (state.scales_at <= at || has_pods(stage, id)) return;
  state.scales_at = at;
  stage.schedule(at, {.kind = EventKind::workers_scale, .a = id, .b = queue});
}

std::uint32_t workers_wanted(Stage& stage, InstanceId id, std::uint32_t queue) {
  const QueueLayout& spec = queue_layout(stage, id, queue);
  const WorkerQueueState& state = queue_state(stage, id, queue);
  const std::uint32_t work = state.waiting_count + sum(state.busy);
  const std::uint32_t most = std::min(spec.workers_max, stage.world.footings[id].workers_max);
  const std::uint32_t least = std::min(spec.workers_min, most);
  return std::clamp((work + spec.concurrency - 1) / spec.concurrency, least, most);
}

void start_worker(Stage& stage, InstanceId id, std::uint32_t queue, std::uint32_t zone) {
  WorkerQueueState& state = queue_state(stage, id, queue);
  ++state.starting[zone];
  stage.schedule(stage.now + profile_of(stage, id).worker_start,
                 {.kind = EventKind::worker_starts,
                  .a = id,
                  .b = queue,
                  .c = zone | std::uint32_t{state.outages[zone]} << kOutageShift});
}

// Only workers without a task go. Of those that do not answer nobody knows.
void stop_idle_workers(Stage& stage, InstanceId id, std::uint32_t queue, std::uint32_t surplus) {
  WorkerQueueState& state = queue_state(stage, id, queue);
  const std::uint32_t concurrency = queue_layout(stage, id, queue).concurrency;
  for (const std::uint32_t zone : stage.world.footings[id].live_zones) {
    while (surplus > 0 && state.workers[zone] > 0 &&
           (state.workers[zone] - 1u) * concurrency >= state.busy[zone]) {
      --state.workers[zone];
      --surplus;
    }
  }
}

}  // namespace

void staff(Stage& stage, InstanceId id) {
  if (has_pods(stage, id)) return;
  const DeploymentSpec& spec = spec_of(stage, id);
  for (std::uint32_t queue = 0; queue < spec.worker_queues.size(); ++queue) {
    WorkerQueueState& state = queue_state(stage, id, queue);
    const auto workers = [&](std::uint32_t zone) { return state.workers[zone]; };
    for (std::uint32_t i = 0; i < spec.worker_queues[queue].workers_min; ++i) {
      const std::uint32_t zone = least_of(stage.world.footings[id].launch_zones, workers);
      if (zone != kNone) ++state.workers[zone];
    }
  }
}

void execute(Stage& stage, std::uint32_t task) {
  const Run& run = run_of(stage, task);
  const TaskLayout& layout = layout_of(stage, run, task);
  TaskRow& row = stage.world.tasks[task];
  row.state = TaskState::queued;
  row.since = stage.now;
  const bool can_begin = queue_state(stage, run.instance, layout.queue).waiting.empty() &&
                         can_write_state(stage, run.instance);
  const std::uint32_t zone = can_begin ? zone_with_room(stage, run.instance, layout.queue) : kNone;
  if (zone != kNone) return begin(stage, task, zone);
  log_task(stage, run, task, Work::task_queued);
  wait_in_queue(stage, task);
  plan_scaling(stage, run.instance, layout.queue,
               next_on_grid(stage.world.schedulers[run.instance].started,
                            profile_of(stage, run.instance).autoscale_interval, stage.now));
}

void leave_worker(Stage& stage, std::uint32_t task) {
  const Run& run = run_of(stage, task);
  const std::uint32_t queue = layout_of(stage, run, task).queue;
  const InstanceId id = run.instance;
  WorkerQueueState& state = queue_state(stage, id, queue);
  --state.busy[stage.world.tasks[task].zone];
  if (!state.waiting.empty()) return serve(stage, id, queue);
  const bool may_shrink = sum(state.workers) > queue_layout(stage, id, queue).workers_min;
  if (may_shrink && state.scales_at == kNotPlanned)
    plan_scaling(stage, id, queue, stage.now + profile_of(stage, id).scale_down_after);
}

void serve(Stage& stage, InstanceId id, std::uint32_t queue) {
  WorkerQueueState& state = queue_state(stage, id, queue);
  while (!state.waiting.empty() && can_write_state(stage, id)) {
    const std::uint32_t zone = zone_with_room(stage, id, queue);
    if (zone == kNone) return;
    const std::uint32_t task = take_first<&TaskRow::next>(state.waiting, stage.world.tasks);
    --state.waiting_count;
    begin(stage, task, zone);
  }
}

void scale(Stage& stage, InstanceId id, std::uint32_t queue) {
  if (has_pods(stage, id)) return;
  WorkerQueueState& state = queue_state(stage, id, queue);
  const std::uint32_t wanted = workers_wanted(stage, id, queue);
  const std::uint32_t on_their_way = sum(state.starting);
  const std::uint32_t live = live_workers(stage, id, queue) + on_their_way;
  std::uint32_t have = sum(state.workers) + sum(state.down) + on_their_way;
  const auto load = [&](std::uint32_t zone) { return state.workers[zone] + state.starting[zone]; };
  for (; have < wanted; ++have) {
    const std::uint32_t zone = least_of(stage.world.footings[id].launch_zones, load);
    if (zone == kNone) return;
    start_worker(stage, id, queue, zone);
  }
  if (live > wanted) stop_idle_workers(stage, id, queue, live - wanted);
}

void on_workers_scale(Stage& stage, InstanceId id, std::uint32_t queue) {
  WorkerQueueState& state = queue_state(stage, id, queue);
  if (state.scales_at != stage.now) return;
  state.scales_at = kNotPlanned;
  if (stage.world.instances[id].is_discarded) return;
  scale(stage, id, queue);
}

void on_worker_start(Stage& stage, InstanceId id, std::uint32_t queue, std::uint32_t where) {
  const std::uint32_t zone = where & ((1u << kOutageShift) - 1);
  WorkerQueueState& state = queue_state(stage, id, queue);
  if (state.outages[zone] != where >> kOutageShift) return;
  --state.starting[zone];
  if (!zones_with_pods(stage.world.footings[id]).has(zone)) return;
  ++state.workers[zone];
  tell_workers_back(stage, id, queue);
  serve(stage, id, queue);
}

void tell_workers_back(Stage& stage, InstanceId id, std::uint32_t queue) {
  WorkerQueueState& state = queue_state(stage, id, queue);
  if (!state.is_bereft || live_workers(stage, id, queue) == 0) return;
  state.is_bereft = false;
  stage.record(Happening::workers_back, id, queue);
}

bool misses_workers(const Stage& stage, InstanceId id) {
  const DeploymentSpec& spec = spec_of(stage, id);
  const auto first = stage.world.queues.begin() + stage.world.instances[id].queues;
  const auto wants_one = [&](const WorkerQueueState& queue) {
    return queue.layout.workers_min + queue.waiting_count + sum(queue.busy) > 0;
  };
  return std::any_of(
      first, first + static_cast<std::ptrdiff_t>(spec.worker_queues.size()),
      [&](const WorkerQueueState& queue) { return queue.is_bereft && wants_one(queue); });
}

void miss_workers(Stage& stage, InstanceId id, ZoneSet zones) {
  for (std::uint32_t queue = 0; queue < spec_of(stage, id).worker_queues.size(); ++queue) {
    WorkerQueueState& state = queue_state(stage, id, queue);
    const bool loses_any = sum(state.workers, zones) > 0;
    state.is_bereft = state.is_bereft || (loses_any && live_workers(stage, id, queue) == 0);
  }
}

// Workers stand on their zone's nodes in turn, their tasks on the workers (or each on a node of its
// own); the first nodes are lost.
void lose_nodes(Stage& stage, InstanceId id, std::uint32_t zone, Share lost) {
  std::vector<std::uint32_t> seen(spec_of(stage, id).worker_queues.size());
  kill_tasks(stage, id, {zone}, [&](std::uint32_t task) {
    const std::uint32_t queue = layout_of(stage, run_of(stage, task), task).queue;
    const std::uint32_t place = seen[queue]++;
    if (has_pods(stage, id)) return place % lost.of < lost.part;
    const std::uint32_t workers = queue_state(stage, id, queue).workers[zone];
    return place % std::max(1U, workers) % lost.of < lost.part;
  });
  for (std::uint32_t queue = 0; queue < seen.size(); ++queue) {
    WorkerQueueState& state = queue_state(stage, id, queue);
    const std::uint32_t gone = part_of(state.workers[zone], lost);
    take(state.workers[zone], gone);
    state.down[zone] = static_cast<std::uint16_t>(state.down[zone] + gone);
    state.is_bereft = state.is_bereft || (gone > 0 && live_workers(stage, id, queue) == 0);
  }
}

void return_nodes(Stage& stage, InstanceId id, std::uint32_t zone, Share back) {
  for (std::uint32_t queue = 0; queue < spec_of(stage, id).worker_queues.size(); ++queue) {
    WorkerQueueState& state = queue_state(stage, id, queue);
    std::uint32_t workers = part_of(state.down[zone], back);
    take(state.down[zone], workers);
    const bool may_start = stage.world.footings[id].launch_zones.has(zone);
    for (; may_start && workers > 0; --workers) start_worker(stage, id, queue, zone);
    if (stage.world.instances[id].has_image) scale(stage, id, queue);
  }
}

void give_up_nodes(Stage& stage, InstanceId id, std::uint32_t zone, Share evicted) {
  const bool is_silent = stage.world.footings[id].bound_zones.has(zone);
  for (std::uint32_t queue = 0; queue < spec_of(stage, id).worker_queues.size(); ++queue) {
    WorkerQueueState& state = queue_state(stage, id, queue);
    take(state.down[zone], part_of(state.down[zone], evicted));
    if (is_silent) take(state.workers[zone], part_of(state.workers[zone], evicted));
    if (stage.world.instances[id].has_image) scale(stage, id, queue);
  }
}

void lose_workers(Stage& stage, InstanceId id, ZoneSet zones) {
  for (std::uint32_t queue = 0; queue < spec_of(stage, id).worker_queues.size(); ++queue) {
    WorkerQueueState& state = queue_state(stage, id, queue);
    for (const std::uint32_t zone : zones) {
      state.workers[zone] = state.starting[zone] = state.down[zone] = 0;
      ++state.outages[zone];
    }
  }
}

void restart_workers(Stage& stage, InstanceId id, ZoneSet zones) {
  for (std::uint32_t queue = 0; queue < spec_of(stage, id).worker_queues.size(); ++queue) {
    WorkerQueueState& state = queue_state(stage, id, queue);
    for (const std::uint32_t zone : zones) {
      std::uint32_t workers = state.workers[zone] + state.starting[zone];
      state.workers[zone] = state.starting[zone] = 0;
      ++state.outages[zone];
      for (; workers > 0; --workers) start_worker(stage, id, queue, zone);
    }
  }
}

void empty_queues(Stage& stage, InstanceId id) {
  for (std::uint32_t queue = 0; queue < spec_of(stage, id).worker_queues.size(); ++queue) {
    WorkerQueueState& state = queue_state(stage, id, queue);
    state.waiting = {};
    state.waiting_count = 0;
    state.busy = {};
  }
}

void lose_broker(Stage& stage, InstanceId id) {
  bool held_any = false;
  for (std::uint32_t queue = 0; queue < spec_of(stage, id).worker_queues.size(); ++queue) {
    WorkerQueueState& state = queue_state(stage, id, queue);
    while (!state.waiting.empty()) {
      const std::uint32_t task = take_first<&TaskRow::next>(state.waiting, stage.world.tasks);
      stage.world.tasks[task].has_no_worker = held_any = true;
    }
    state.waiting_count = 0;
  }
  if (held_any && stage.world.is_scheduling(id)) find_lost_tasks(stage, id);
}

}  // namespace blackstart::sim
