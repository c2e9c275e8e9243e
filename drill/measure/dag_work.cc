#include "drill/measure/dag_work.h"

#include <algorithm>

#include "drill/measure/work.h"

namespace blackstart::drill {
namespace {

constexpr Duration kLongest = std::chrono::years(100);  // beyond any horizon, far from an overflow

// From a run's first task to its last, where none takes longer than 99 in 100 of its kind.
Duration time_to_end(const sim::DagSpec& dag) {
  std::vector<Duration> begins(dag.tasks.size(), Duration{0});
  Duration longest{0};
  for (std::size_t i = 0; i < dag.tasks.size(); ++i) {  // each comes after those it waits for
    const Duration ends = std::min(kLongest, begins[i] + dag.tasks[i].duration.quantile(0.99));
    for (const std::uint32_t below : dag.tasks[i].downstream)
      begins[below] = std::max(begins[below], ends);
    longest = std::max(longest, ends);
  }
  return longest;
}

}  // namespace

DagWork::DagWork(const sim::DagSpec& spec, const sim::Setup& setup, Instant now)
    : spec_(spec), timetable_(sim::timetable_of(spec)), starts_at_(setup.starts_at), now_(now) {}

std::size_t DagWork::add(const sim::LoggedRun& run) {
  const auto slot = timetable_.latest_complete(run.interval);
  runs_.push_back({.due = slot ? slot->end : run.interval,
                   .interval = run.interval,
                   .created = run.created,
                   .is_adopted = run.kind == sim::RunKind::adopted});
  return runs_.size() - 1;
}

WorkCounts DagWork::count(std::optional<Instant> last_end) {
  group_runs();
  if (is_scheduled()) {
    for (std::size_t i = 0; i < by_interval_.size(); ++i)
      count_interval(by_interval_[i], i > 0 ? by_interval_[i - 1] : Runs{});
  }
  if (spec_.paused) return counts_;
  const auto next = timetable_.next(last_end, now_);
  const Instant until = never_run_until(next);
  if (is_scheduled()) count_skipped(until);
  count_unfinished();
  if (next && next->end <= overdue_until()) count_waiting(until);
  if (spec_.has_promise()) count_deliveries();
  return counts_;
}

void DagWork::group_runs() {
  std::ranges::stable_sort(runs_, {},
                           [](const RunTrace& run) { return std::pair(run.due, run.created); });
  for (auto first = runs_.begin(); first != runs_.end();) {
    const auto end = std::find_if(first, runs_.end(),
                                  [&](const RunTrace& run) { return run.due != first->due; });
    by_interval_.emplace_back(first, end);
    first = end;
  }
}

// One that is as far from the run before as their intervals are is on time by the phase that its
// schedule has by now: late was the run that shifted it.
bool DagWork::is_late(const RunTrace& run, Runs before) {
  if (run.created <= run.due + kLateAfter) return false;
  const bool is_punctual = run.created <= run.interval + kLateAfter;
  return !is_punctual || before.empty() ||
         run.interval - before.back().interval != run.due - before.back().due;
}

void DagWork::count_interval(Runs runs, Runs before) {
  bool was_done = was_done_before(runs) && !spec_.paused;
  if (!was_done && is_late(runs.front(), before)) ++counts_[WorkKind::intervals_run_late];
  bool was_finished = was_done;
  for (const RunTrace& run : runs) {
    if (run.has_started && (run.is_adopted ? was_finished : was_done)) {
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
Instant DagWork::never_run_until(const std::optional<sim::Interval>& next) const {
  const auto slot = next ? timetable_.latest_complete(next->end) : std::nullopt;
  return slot ? std::min(now_, slot->end - Duration(1)) : now_;
}

std::int64_t DagWork::intervals_with_runs(Instant after, Instant until) const {
  return std::ranges::count_if(by_interval_, [&](Runs runs) {
    return runs.front().due > after && runs.front().due <= until;
  });
}

void DagWork::count_skipped(Instant until) {
  counts_[WorkKind::intervals_skipped] +=
      timetable_.runs(starts_at_, until) - intervals_with_runs(starts_at_, until);
}

// What came due by then has had the time to end, or was promised for no later than now.
Instant DagWork::overdue_until() const {
  const Instant had_time = now_ - time_to_end(spec_) - kLateAfter;
  if (spec_.promised_within) return std::max(had_time, now_ - *spec_.promised_within);
  if (!spec_.promised_at) return had_time;
  const Instant today = std::chrono::floor<std::chrono::days>(now_) + *spec_.promised_at;
  return std::max(had_time, today <= now_ ? today : today - std::chrono::days(1));
}

// None of its runs has ended, or the latest of them, a repetition, stands still.
bool DagWork::is_unfinished(Runs runs, Instant overdue) const {
  const RunTrace& latest = runs.back();
  if (std::max(latest.due, latest.created) > overdue || latest.has_ended) return false;
  const bool was_finished =
      was_done_before(runs) || std::ranges::any_of(runs, &RunTrace::has_ended);
  return !was_finished || !latest.is_dropped;
}

void DagWork::count_unfinished() {
  const Instant overdue = overdue_until();
  counts_[WorkKind::runs_unfinished] +=
      std::ranges::count_if(by_interval_, [&](Runs runs) { return is_unfinished(runs, overdue); });
}

// Intervals that should have a run by now, and still may get one.
void DagWork::count_waiting(Instant never_run_until) {
  const Instant overdue = overdue_until();
  const Instant after = std::max(never_run_until, starts_at_);
  if (overdue > after)
    counts_[WorkKind::runs_unfinished] +=
        timetable_.runs(after, overdue) - intervals_with_runs(after, overdue);
}

// A schedule owes every interval; what is triggered, every run that there is.
void DagWork::count_deliveries() {
  if (spec_.schedule.kind == sim::ScheduleSpec::Kind::assets && spec_.promised_at)
    return count_daily_deliveries();
  auto runs = by_interval_.begin();
  if (!is_scheduled()) {
    for (; runs != by_interval_.end(); ++runs) count_delivery(promise(runs->front().due), *runs);
    return;
  }
  for (auto interval = timetable_.following(starts_at_); interval && interval->end <= now_;
       interval = timetable_.following(interval->end)) {
    while (runs != by_interval_.end() && runs->front().due < interval->end) ++runs;
    const bool has_run = runs != by_interval_.end() && runs->front().due == interval->end;
    count_delivery(promise(interval->end), has_run ? *runs : Runs{});
  }
}

// A late trigger must not move the promise to the next day: what assets trigger owes a success on
// each day, since the same time of the day before.
void DagWork::count_daily_deliveries() {
  for (Instant promised = promise(starts_at_); promised <= now_; promised += std::chrono::days(1)) {
    const auto is_of_that_day = [&](const RunTrace& run) {
      return run.succeeded && *run.succeeded > promised - std::chrono::days(1) &&
             *run.succeeded <= promised;
    };
    ++counts_[WorkKind::deliveries_promised];
    if (std::ranges::none_of(runs_, is_of_that_day)) ++counts_[WorkKind::deliveries_missed];
  }
}

void DagWork::count_delivery(Instant promised, Runs runs) {
  if (promised > now_) return;
  ++counts_[WorkKind::deliveries_promised];
  const auto is_in_time = [&](const RunTrace& run) {
    return run.succeeded && *run.succeeded <= promised;
  };
  if (std::ranges::none_of(runs, is_in_time)) ++counts_[WorkKind::deliveries_missed];
}

bool DagWork::owes_deliveries() const {
  return spec_.has_promise() && (is_scheduled() || counts_[WorkKind::deliveries_promised] > 0);
}

Instant DagWork::promise(Instant due) const {
  if (spec_.promised_within) return due + *spec_.promised_within;
  const Instant today = std::chrono::floor<std::chrono::days>(due) + *spec_.promised_at;
  return today >= due ? today : today + std::chrono::days(1);
}

}  // namespace blackstart::drill
