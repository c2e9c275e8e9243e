#include "drill/measure/work.h"

#include <algorithm>
#include <span>

namespace blackstart::drill {
namespace {

// A scheduled run, and the interval of the undisturbed schedule for which it stands.
struct RunTrace {
  Instant due{};  // that interval's end
  Instant interval{}, created{};
  std::optional<Instant> succeeded;
  bool did_work = false;    // a task of it succeeded
  bool is_adopted = false;  // out of a copy of the database: it goes on where the copy left it
};

using RunsOfDag = std::vector<RunTrace>;

// One DAG of one Deployment, over all the instances that the Deployment ever had.
class DagWork {
 public:
  DagWork(const sim::DagSpec& spec, const sim::Setup& setup, Instant now)
      : spec_(spec), timetable_(sim::timetable_of(spec)), starts_at_(setup.starts_at), now_(now) {}

  // Of runs that were triggered no schedule says when they were due.
  bool is_traced(const sim::LoggedRun& run) const {
    return run.kind == sim::RunKind::scheduled ||
           (run.kind == sim::RunKind::adopted && timetable_.kind() != sim::Timetable::Kind::never);
  }
  // The number by which the run is known here.
  std::size_t add(const sim::LoggedRun& run) {
    const auto slot = timetable_.latest_complete(run.interval);
    runs_.push_back({.due = slot ? slot->end : run.interval,
                     .interval = run.interval,
                     .created = run.created,
                     .is_adopted = run.kind == sim::RunKind::adopted});
    return runs_.size() - 1;
  }
  RunTrace& run(std::size_t number) { return runs_[number]; }
  WorkCounts& counts() { return counts_; }

  // `last_end`: the last interval in the database that serves now.
  WorkCounts count(std::optional<Instant> last_end) {
    std::ranges::stable_sort(runs_, {},
                             [](const RunTrace& run) { return std::pair(run.due, run.created); });
    for (auto first = runs_.begin(); first != runs_.end();) {
      const auto end = std::find_if(first, runs_.end(),
                                    [&](const RunTrace& run) { return run.due != first->due; });
      count_interval({first, end});
      first = end;
    }
    if (!spec_.paused) {
      count_skipped(last_end);
      count_deliveries();
    }
    return counts_;
  }

 private:
  using Runs = std::span<const RunTrace>;

  // All runs for one interval, oldest first.
  void count_interval(Runs runs) {
    bool was_done = runs.front().due <= starts_at_ && !spec_.paused;
    if (!was_done && runs.front().created > runs.front().interval + kLateAfter)
      ++counts_[WorkKind::intervals_run_late];
    bool was_finished = was_done;
    for (const RunTrace& run : runs) {
      if (run.is_adopted ? was_finished : was_done) {
        ++counts_[WorkKind::intervals_run_twice];
        if (!spec_.is_idempotent) ++counts_[WorkKind::intervals_run_twice_unsafe];
      }
      if (spec_.catchup && !run.is_adopted &&
          run.due < timetable_.latest_complete(run.created).value_or(sim::Interval{}).end)
        ++counts_[WorkKind::runs_flooded];
      was_done = was_done || run.did_work;
      was_finished = was_finished || run.succeeded;
    }
  }

  // What lies before the run that would come next is never run any more.
  void count_skipped(std::optional<Instant> last_end) {
    const auto next = timetable_.next(last_end, now_);
    const auto slot = next ? timetable_.latest_complete(next->end) : std::nullopt;
    const Instant pending = slot ? slot->end : now_ + Duration(1);
    const Instant until = std::min(now_, pending - Duration(1));
    const auto is_asked_for = [&](const RunTrace& run) {
      return run.due > starts_at_ && run.due <= until;
    };
    std::int64_t run = 0;
    for (auto each = runs_.begin(); each != runs_.end(); ++each) {
      const bool is_first = each == runs_.begin() || std::prev(each)->due != each->due;
      if (is_first && is_asked_for(*each)) ++run;
    }
    counts_[WorkKind::intervals_skipped] += timetable_.runs(starts_at_, until) - run;
  }

  void count_deliveries() {
    if (!spec_.promised_within && !spec_.promised_at) return;
    auto run = runs_.begin();
    for (auto interval = timetable_.following(starts_at_); interval && interval->end <= now_;
         interval = timetable_.following(interval->end)) {
      const Instant promised = promise(interval->end);
      if (promised > now_) break;
      ++counts_[WorkKind::deliveries_promised];
      while (run != runs_.end() && run->due < interval->end) ++run;
      bool is_delivered = false;
      for (; run != runs_.end() && run->due == interval->end; ++run)
        is_delivered = is_delivered || (run->succeeded && *run->succeeded <= promised);
      if (!is_delivered) ++counts_[WorkKind::deliveries_missed];
    }
  }

  Instant promise(Instant due) const {
    if (spec_.promised_within) return due + *spec_.promised_within;
    const Instant today = std::chrono::floor<std::chrono::days>(due) + *spec_.promised_at;
    return today >= due ? today : today + std::chrono::days(1);
  }

  const sim::DagSpec& spec_;
  sim::Timetable timetable_;
  Instant starts_at_, now_;
  RunsOfDag runs_;
  WorkCounts counts_;
};

using DeploymentWork = std::vector<DagWork>;  // by DAG

constexpr std::array kTaskCounts = {
    std::pair{sim::Work::task_failed, WorkKind::tasks_failed},
    std::pair{sim::Work::task_retries, WorkKind::tasks_retried},
    std::pair{sim::Work::task_lapsed, WorkKind::zombies},
    std::pair{sim::Work::job_doubled, WorkKind::external_jobs_doubled},
    std::pair{sim::Work::log_lost, WorkKind::log_tails_lost},
};

// What one instance's Airflow did, told to its Deployment's DAGs.
class LogReader {
 public:
  LogReader(const sim::WorkLog& log, DeploymentWork& dags) : log_(log), dags_(dags) {
    for (std::uint32_t number = 0; number < log.run_count(); ++number) {
      const sim::LoggedRun& run = log.run(number);
      trace_of_.push_back(dags[run.dag].is_traced(run) ? dags[run.dag].add(run) : kUntraced);
    }
  }

  void read() {
    log_.for_each([this](const sim::WorkEntry& entry) { see(entry); });
  }

 private:
  static constexpr std::size_t kUntraced = static_cast<std::size_t>(-1);

  void see(const sim::WorkEntry& entry) {
    DagWork& dag = dags_[log_.run(entry.run).dag];
    const auto* const found =
        std::ranges::find(kTaskCounts, entry.what, [](const auto& row) { return row.first; });
    if (found != kTaskCounts.end()) ++dag.counts()[found->second];
    if (trace_of_[entry.run] == kUntraced) return;
    RunTrace& trace = dag.run(trace_of_[entry.run]);
    if (entry.what == sim::Work::run_succeeded) trace.succeeded = entry.at;
    trace.did_work = trace.did_work || entry.what == sim::Work::task_succeeded;
  }

  const sim::WorkLog& log_;
  DeploymentWork& dags_;
  std::vector<std::size_t> trace_of_;  // by run
};

void count_lost_triggers(const sim::Simulation& simulation,
                         std::vector<DeploymentOutcome>& deployments) {
  simulation.history().for_each([&](const sim::Record& record) {
    if (record.what == sim::Happening::trigger_lost)
      ++deployments[record.a].dags[record.b].work[WorkKind::triggers_lost];
  });
}

}  // namespace

void measure_work(const sim::Simulation& simulation, std::vector<DeploymentOutcome>& deployments) {
  const sim::World& world = simulation.world();
  const auto& specs = simulation.setup().world.deployments;
  std::vector<DeploymentWork> work(specs.size());
  for (std::size_t d = 0; d < specs.size(); ++d) {
    for (const sim::DagSpec& dag : specs[d].dags)
      work[d].emplace_back(dag, simulation.setup(), simulation.now());
  }
  for (std::size_t id = 0; id < world.instances.size(); ++id)
    LogReader(world.logs[id], work[world.instances[id].deployment]).read();
  for (std::size_t d = 0; d < specs.size(); ++d) {
    const auto latest = world.logs[world.primary_of[d]].state_at(specs[d], simulation.now()).latest;
    for (std::size_t i = 0; i < specs[d].dags.size(); ++i) {
      const bool has_none = latest[i] == sim::kNever;
      deployments[d].dags[i].work =
          work[d][i].count(has_none ? std::nullopt : std::optional(latest[i]));
    }
  }
  count_lost_triggers(simulation, deployments);
}

WorkCounts work_of(const DeploymentOutcome& deployment) {
  WorkCounts sum;
  for (const DagOutcome& dag : deployment.dags) sum += dag.work;
  return sum;
}

Duration operator_time(const Outcome& outcome) {
  Duration time{};
  for (const ManualStep& step : outcome.manual_steps) {
    if (step.begun) time += step.finished.value_or(outcome.ends_at) - *step.begun;
  }
  return time;
}

}  // namespace blackstart::drill
