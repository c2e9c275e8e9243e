#include "sim/protection/past.h"

#include <algorithm>
#include <numeric>

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
    case Work::trigger_ended:
      return true;
    default:
      return false;
  }
}

// A task that nothing has happened to is scheduled where it waits for nobody: not for one upstream,
// nor, where it depends on its past, for the same task of the run before.
std::int64_t count_scheduled(const DagSpec& dag, const UnfinishedRun& run,
                             const UnfinishedRun* before) {
  std::vector<bool> waits(dag.tasks.size());
  for (std::size_t i = 0; i < dag.tasks.size(); ++i) {
    const bool is_new = run.tasks[i].latest == Work::run_created;
    const bool waits_for_past =
        dag.depends_on_past && before != nullptr && before->tasks[i].latest != Work::task_succeeded;
    waits[i] = waits[i] || !is_new || waits_for_past;
    if (run.tasks[i].latest == Work::task_succeeded) continue;
    for (const std::uint32_t below : dag.tasks[i].downstream) waits[below] = true;
  }
  return std::ranges::count(waits, false);
}

// Per unfinished run: how many of its task instances are in flight.
std::vector<std::int64_t> in_flight_by_run(const DeploymentSpec& spec, const WorkLog& log,
                                           const std::vector<UnfinishedRun>& runs) {
  std::vector<std::int64_t> counts;
  std::vector<std::uint32_t> begun(spec.dags.size());  // runs
  std::vector<const UnfinishedRun*> newest(spec.dags.size());
  for (const UnfinishedRun& run : runs) {
    const std::uint32_t dag = log.run(run.run).dag;
    counts.push_back(std::ranges::count_if(run.tasks, is_in_flight, &TaskPast::latest));
    const bool has_begun = !spec.dags[dag].paused && begun[dag]++ < spec.dags[dag].max_active_runs;
    if (has_begun) counts.back() += count_scheduled(spec.dags[dag], run, newest[dag]);
    newest[dag] = &run;
  }
  return counts;
}

// The newest task instance that was not in flight, by when its run was created.
Instant newest_at_rest(const DeploymentSpec& spec, const WorkLog& log, const WorkState& state,
                       Instant cut) {
  const auto in_flight = in_flight_by_run(spec, log, state.unfinished);
  auto unfinished = state.unfinished.size();
  for (auto number = static_cast<std::uint32_t>(log.run_count()); number-- > 0;) {
    if (log.run(number).created > cut) continue;
    const bool is_unfinished = unfinished > 0 && state.unfinished[unfinished - 1].run == number;
    if (!is_unfinished) return log.run(number).created;
    --unfinished;
    const auto tasks = static_cast<std::int64_t>(state.unfinished[unfinished].tasks.size());
    if (in_flight[unfinished] < tasks) return log.run(number).created;
  }
  return kNever;
}

// Triggers go when they have fired: of those that were there then, the latest.
Instant newest_trigger(const WorkState& state) {
  Instant newest = kNever;
  for (const UnfinishedRun& run : state.unfinished) {
    for (const TaskPast& task : run.tasks) {
      if (task.latest == Work::task_deferred) newest = std::max(newest, task.since);
    }
  }
  return newest;
}

const DeploymentSpec& spec_of(const Setup& setup, const World& world, InstanceId instance) {
  return setup.world.deployments[world.instances[instance].deployment];
}

}  // namespace

RowCounts rows_then(const Setup& setup, const World& world, InstanceId instance, Instant at) {
  return state_then(setup, world, instance, at).rows;
}

std::int64_t triggers_in_both(const Setup& setup, const World& world, InstanceId instance,
                              Instant earlier, Instant later) {
  const WorkState then = state_then(setup, world, instance, earlier);
  const WorkState now = state_then(setup, world, instance, later);
  std::int64_t both = 0;
  for (const UnfinishedRun& run : then.unfinished) {
    const auto same = std::ranges::find(now.unfinished, run.run, &UnfinishedRun::run);
    for (std::size_t i = 0; same != now.unfinished.end() && i < run.tasks.size(); ++i) {
      both += run.tasks[i].latest == Work::task_deferred &&
              same->tasks[i].latest == Work::task_deferred &&
              run.tasks[i].since == same->tasks[i].since;
    }
  }
  return both;
}

std::int64_t in_flight_then(const Setup& setup, const World& world, InstanceId instance,
                            Instant at) {
  const auto counts = in_flight_by_run(spec_of(setup, world, instance), world.logs[instance],
                                       state_then(setup, world, instance, at).unfinished);
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

Instant newest_row(const Setup& setup, const World& world, InstanceId instance,
                   DataClass data_class, std::int64_t kept, Instant cut) {
  const auto count = [&](Instant then) {
    return rows_then(setup, world, instance, then)[data_class];
  };
  Instant before = world.logs[instance].began(), there = cut;
  if (kept == 0) return kNever;
  if (data_class == DataClass::trigger)
    return newest_trigger(state_then(setup, world, instance, cut));
  if (kept < count(cut)) {
    const Instant newest = newest_at_rest(spec_of(setup, world, instance), world.logs[instance],
                                          state_then(setup, world, instance, cut), cut);
    if (newest != kNever) return newest;
  }
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
