#include "sim/airflow/liveness.h"

#include <algorithm>

#include "sim/airflow/access.h"
#include "sim/airflow/jobs.h"
#include "sim/airflow/scheduler.h"
#include "sim/airflow/tasks.h"

namespace blackstart::sim {
namespace {

// Heartbeats come at whole intervals after the work began.
Instant last_heartbeat(Instant began, Duration every, Instant until) {
  return until <= began ? began : began + (until - began) / every * every;
}

Instant silent_since(const Stage& stage, InstanceId id, std::uint32_t zone) {
  const std::uint32_t silence = stage.world.schedulers[id].silence;
  return silence == kNone ? kHeard : stage.world.silences[silence].since[zone];
}

// As the row in the database says.
Instant heartbeat_of(const Stage& stage, InstanceId id, const TaskRow& row) {
  if (row.has_no_worker) return row.since;
  return last_heartbeat(row.since, profile_of(stage, id).task_heartbeat,
                        std::min(stage.now, silent_since(stage, id, row.zone)));
}

// Zombies are found by the first scan after the threshold. A task stuck in the queue is found when
// it has been there too long.
Instant found_at(const Stage& stage, InstanceId id, const TaskRow& row) {
  const Profile& profile = profile_of(stage, id);
  const Instant started = stage.world.schedulers[id].started;
  if (row.state == TaskState::queued)
    return next_on_grid(started, profile.queued_check,
                        std::max(row.since + profile.queued_timeout, stage.now));
  return next_on_grid(started, profile.zombie_scan,
                      std::max(heartbeat_of(stage, id, row) + profile.zombie_threshold, stage.now));
}

// How long a worker was not heard when it stops its task by itself: Airflow 3 after so many
// heartbeats in a row, Airflow 2 when the last one is longer ago than a zombie's.
Duration unheard_for(const Profile& profile) {
  return profile.airflow_major < 3 ? profile.zombie_threshold + Duration(1)
                                   : profile.api_heartbeat * profile.api_heartbeats_missed;
}

Instant stops_at(const Profile& profile, const TaskRow& row, Instant unheard_from) {
  const Duration every = profile.airflow_major < 3 ? profile.task_heartbeat : profile.api_heartbeat;
  const Instant heard = next_on_grid(row.since, every, unheard_from) - every;
  return next_on_grid(row.since, every, heard + unheard_for(profile));
}

Event lapse_of(const Stage& stage, std::uint32_t task, Lapse lapse) {
  return {.kind = EventKind::task_lapses,
          .a = task,
          .b = stage.world.tasks[task].generation,
          .c = static_cast<std::uint32_t>(lapse)};
}

void expect_lapse(Stage& stage, InstanceId id, std::uint32_t task) {
  if (!stage.world.is_scheduling(id)) return;
  stage.schedule(found_at(stage, id, stage.world.tasks[task]),
                 lapse_of(stage, task, Lapse::overdue));
}

// From here on the row is all that is left of it; `since` is its last heartbeat.
void lose_worker(Stage& stage, InstanceId id, std::uint32_t task) {
  TaskRow& row = stage.world.tasks[task];
  const Run& run = run_of(stage, task);
  leave_job(stage, run, task);
  row.since = heartbeat_of(stage, id, row);
  row.state = TaskState::running;
  row.has_no_worker = true;
  ++row.generation;
  --queue_state(stage, id, layout_of(stage, run, task).queue).busy[row.zone];
}

void lose_worker_and_log(Stage& stage, InstanceId id, std::uint32_t task) {
  lose_worker(stage, id, task);
  log_task(stage, run_of(stage, task), task, Work::log_lost);
}

void kill_task(Stage& stage, InstanceId id, std::uint32_t task) {
  lose_worker_and_log(stage, id, task);
  expect_lapse(stage, id, task);
}

// Its worker lives: what it has written is lost only where nothing leaves its zone.
void stop_task(Stage& stage, InstanceId id, std::uint32_t task) {
  if (stage.world.footings[id].cut_off_zones.has(stage.world.tasks[task].zone))
    return kill_task(stage, id, task);
  lose_worker(stage, id, task);
  send_log(stage, task);
  expect_lapse(stage, id, task);
}

bool is_unheard(const Stage& stage, InstanceId id, const TaskRow& row) {
  return has_worker(row) && !is_heard(stage, id, row.zone);
}

// A zombie to who looks now, although somebody may be at it where nobody hears them.
bool is_overdue(const Stage& stage, InstanceId id, const TaskRow& row) {
  return is_unheard(stage, id, row) && found_at(stage, id, row) == stage.now;
}

// Calls visit(task) for each task that a worker is at in these zones.
template <class Visit>
void for_each_at_work(Stage& stage, InstanceId id, ZoneSet zones, Visit&& visit) {
  for_each_task(stage, id, [&](std::uint32_t task) {
    const TaskRow& row = stage.world.tasks[task];
    if (has_worker(row) && zones.has(row.zone)) visit(task);
  });
}

Silence& silence_of(Stage& stage, InstanceId id) {
  std::uint32_t& silence = stage.world.schedulers[id].silence;
  if (silence == kNone) {
    silence = static_cast<std::uint32_t>(stage.world.silences.size());
    stage.world.silences.emplace_back();
  }
  return stage.world.silences[silence];
}

// Nobody waits for what was at work on it any more.
void take_back(Stage& stage, std::uint32_t task) {
  TaskRow& row = stage.world.tasks[task];
  ++row.generation;
  row.has_no_worker = row.is_from_elsewhere = false;
  release_slots(stage, task);
}

// Airflow schedules it anew a few times before it gives up.
void time_out_queued(Stage& stage, std::uint32_t task) {
  TaskRow& row = stage.world.tasks[task];
  take_back(stage, task);
  if (row.requeues < profile_of(stage, run_of(stage, task).instance).queued_retries) {
    ++row.requeues;
    requeue_task(stage, task);
  } else {
    ++row.tries;
    fail_task(stage, task);
  }
}

// Its scheduler is gone, and the one that looks for it finds no pod of it to adopt: it was still
// queued, or it ran in another cluster. The pod of a node that is silent is there to be found, and
// so is what Celery holds: those are adopted, and zombies.
bool is_orphan(const Stage& stage, InstanceId id, const TaskRow& row) {
  if (profile_of(stage, id).executor != Executor::kubernetes) return false;
  if (row.state == TaskState::running) return row.is_from_elsewhere;
  const bool is_older = row.since < stage.world.schedulers[id].started;
  const bool one_is_missing =
      stage.world.footings[id].schedulers < spec_of(stage, id).scheduler_count;
  return is_older || one_is_missing;
}

// Scheduled anew; no try is counted.
void reset_orphan(Stage& stage, std::uint32_t task) {
  take_back(stage, task);
  requeue_task(stage, task);
}

}  // namespace

bool is_heard(const Stage& stage, InstanceId id, std::uint32_t zone) {
  return silent_since(stage, id, zone) == kHeard;
}

void kill_tasks(Stage& stage, InstanceId id, ZoneSet zones) {
  for_each_at_work(stage, id, zones, [&](std::uint32_t task) { kill_task(stage, id, task); });
}

void kill_tasks(Stage& stage, InstanceId id, ZoneSet zones, const Doomed& is_doomed) {
  for_each_at_work(stage, id, zones, [&](std::uint32_t task) {
    if (is_doomed(task)) kill_task(stage, id, task);
  });
}

void begin_silence(Stage& stage, InstanceId id, ZoneSet zones) {
  Silence& silence = silence_of(stage, id);
  for (const std::uint32_t zone : zones) silence.since[zone] = stage.now;
  for_each_at_work(stage, id, zones, [&](std::uint32_t task) {
    const TaskRow& row = stage.world.tasks[task];
    stage.schedule(stops_at(profile_of(stage, id), row, stage.now),
                   {.kind = EventKind::task_stops, .a = task, .b = row.generation});
    expect_lapse(stage, id, task);
  });
}

void end_silence(Stage& stage, InstanceId id, ZoneSet zones) {
  if (stage.world.schedulers[id].silence == kNone) return;
  Silence& silence = silence_of(stage, id);
  for (const std::uint32_t zone : zones) silence.since[zone] = kHeard;
  for_each_at_work(stage, id, zones, [&](std::uint32_t task) {
    if (stage.world.tasks[task].state == TaskState::ending) finish_task(stage, task);
  });
}

void on_task_stop(Stage& stage, std::uint32_t task, std::uint32_t generation) {
  const TaskRow& row = stage.world.tasks[task];
  const InstanceId id = run_of(stage, task).instance;
  if (row.generation != generation || !is_unheard(stage, id, row)) return;
  const Instant unheard_from = silent_since(stage, id, row.zone);
  if (stops_at(profile_of(stage, id), row, unheard_from) == stage.now) stop_task(stage, id, task);
}

void find_lost_tasks(Stage& stage, InstanceId id) {
  const Instant next_check = next_on_grid(stage.world.schedulers[id].started,
                                          profile_of(stage, id).orphan_check, stage.now);
  for_each_task(stage, id, [&](std::uint32_t task) {
    TaskRow& row = stage.world.tasks[task];
    if (is_unheard(stage, id, row)) return expect_lapse(stage, id, task);
    if (!row.has_no_worker) return;
    ++row.generation;
    if (is_orphan(stage, id, row) && next_check <= found_at(stage, id, row))
      return stage.schedule(next_check, lapse_of(stage, task, Lapse::orphan));
    expect_lapse(stage, id, task);
  });
}

void on_task_lapse(Stage& stage, std::uint32_t task, std::uint32_t generation, Lapse lapse) {
  const TaskRow& row = stage.world.tasks[task];
  const Run& run = run_of(stage, task);
  const InstanceId id = run.instance;
  const bool is_lost = row.has_no_worker || is_overdue(stage, id, row);
  if (row.generation != generation || !is_lost) return;
  if (!stage.world.is_scheduling(id)) return;  // found when one is back
  if (lapse == Lapse::orphan) return reset_orphan(stage, task);
  if (row.state == TaskState::queued) return time_out_queued(stage, task);
  if (!row.has_no_worker) lose_worker_and_log(stage, id, task);
  log_task(stage, run, task, Work::task_lapsed);
  take_back(stage, task);
  fail_task(stage, task);
}

void watch_queue(Stage& stage, InstanceId id, std::uint32_t queue) {
  WorkerQueueState& state = queue_state(stage, id, queue);
  if (state.checks_at != kNotPlanned || state.waiting.empty()) return;
  const TaskRow& first = stage.world.tasks[state.waiting.first];
  state.checks_at = found_at(stage, id, first);
  stage.schedule(state.checks_at, {.kind = EventKind::queue_checked, .a = id, .b = queue});
}

void on_queue_check(Stage& stage, InstanceId id, std::uint32_t queue) {
  WorkerQueueState& state = queue_state(stage, id, queue);
  state.checks_at = kNotPlanned;
  const Duration timeout = profile_of(stage, id).queued_timeout;
  while (stage.world.is_scheduling(id) && !state.waiting.empty() &&
         stage.world.tasks[state.waiting.first].since + timeout <= stage.now) {
    const std::uint32_t task = take_first<&TaskRow::next>(state.waiting, stage.world.tasks);
    --state.waiting_count;
    time_out_queued(stage, task);
  }
  if (stage.world.is_scheduling(id)) watch_queue(stage, id, queue);
}

}  // namespace blackstart::sim
