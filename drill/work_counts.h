#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace blackstart::drill {

// What can become of the work of a DAG in a disaster. An interval is what a schedule asks for: one
// run each.
enum class WorkKind : std::uint8_t {
  intervals_skipped,           // no run will ever be created for them
  intervals_run_late,          // created more than kLateAfter after they were due
  intervals_run_twice,         // a task began again after one for them had succeeded
  intervals_run_twice_unsafe,  // of those: of DAGs that are not idempotent
  runs_unfinished,             // due, and not ended although there was the time
  runs_flooded,                // created for intervals that were not the latest any more
  triggers_lost,               // requests and asset updates that nobody heard
  deliveries_promised,         // that came due in this run
  deliveries_missed,
  tasks_failed,  // for good
  tasks_retried,
  zombies,  // their heartbeat was missed
  external_jobs_doubled,
  log_tails_lost,
};

inline constexpr std::array<std::string_view, 14> kWorkNames = {
    "intervals_skipped",     "intervals_run_late",
    "intervals_run_twice",   "intervals_run_twice_unsafe",
    "runs_unfinished",       "runs_flooded",
    "triggers_lost",         "deliveries_promised",
    "deliveries_missed",     "tasks_failed",
    "tasks_retried",         "zombies",
    "external_jobs_doubled", "log_tails_lost"};
constexpr std::string_view name_of(WorkKind work) {
  return kWorkNames[static_cast<std::size_t>(work)];
}

struct WorkCounts {
  std::array<std::int64_t, kWorkNames.size()> counts{};

  std::int64_t& operator[](WorkKind work) { return counts[static_cast<std::size_t>(work)]; }
  std::int64_t operator[](WorkKind work) const { return counts[static_cast<std::size_t>(work)]; }
  WorkCounts& operator+=(const WorkCounts& other) {
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += other.counts[i];
    return *this;
  }
  bool any() const { return counts != WorkCounts{}.counts; }
};

}  // namespace blackstart::drill
