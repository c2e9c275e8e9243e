#pragma once

#include <optional>
#include <span>
#include <vector>

#include "drill/scenario.h"
#include "drill/work_counts.h"
#include "sim/airflow/dag_spec.h"
#include "sim/airflow/work_log.h"
#include "sim/setup.h"

namespace blackstart::drill {

// A run, and the interval of the undisturbed schedule for which it stands.
struct RunTrace {
  Instant due{};  // that interval's end; of others: when the run was triggered
  Instant interval{}, created{};
  std::optional<Instant> succeeded;
  bool has_ended = false;    // well or not
  bool is_dropped = false;   // with its database
  bool has_started = false;  // a task of it did
  bool did_work = false;     // a task of it succeeded
  bool is_adopted = false;   // out of a copy of the database: it goes on where the copy left it
};

// One DAG of one Deployment, over all the instances that the Deployment ever had.
class DagWork {
 public:
  DagWork(const sim::DagSpec& spec, const sim::Setup& setup, Instant now);

  // The number by which the run is known here.
  std::size_t add(const sim::LoggedRun& run);
  RunTrace& run(std::size_t number) { return runs_[number]; }
  WorkCounts& counts() { return counts_; }

  // `last_end`: the last interval in the database that serves now.
  WorkCounts count(std::optional<Instant> last_end);
  // Whether it owed any delivery; of what is triggered, only where one came due.
  bool owes_deliveries() const;

 private:
  using Runs = std::span<const RunTrace>;  // all for one interval, oldest first

  void group_runs();
  static bool is_late(const RunTrace& run, Runs before);
  void count_interval(Runs runs, Runs before);
  void count_skipped(Instant until);
  void count_unfinished();
  void count_waiting(Instant never_run_until);
  void count_deliveries();
  void count_delivery(Instant promised, Runs runs);
  void count_daily_deliveries();
  Instant never_run_until(const std::optional<sim::Interval>& next) const;
  Instant overdue_until() const;
  Instant promise(Instant due) const;
  bool is_scheduled() const { return timetable_.kind() != sim::Timetable::Kind::never; }
  bool was_done_before(Runs runs) const { return is_scheduled() && runs.front().due <= starts_at_; }
  bool is_unfinished(Runs runs, Instant overdue) const;
  std::int64_t intervals_with_runs(Instant after, Instant until) const;

  const sim::DagSpec& spec_;
  sim::Timetable timetable_;
  Instant starts_at_, now_;
  std::vector<RunTrace> runs_;
  std::vector<Runs> by_interval_;
  WorkCounts counts_;
};

}  // namespace blackstart::drill
