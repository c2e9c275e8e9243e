#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "sim/in_order.h"

namespace blackstart::drill {

// What can become of the work of a DAG in a disaster. An interval is what a schedule asks for: one
// run each.
enum class WorkKind : std::uint8_t {
  intervals_skipped,
  intervals_run_late,
  intervals_run_twice,
  intervals_run_twice_unsafe,
  runs_unfinished,
  runs_flooded,
  triggers_lost,
  deliveries_promised,
  deliveries_missed,
  tasks_failed,
  tasks_retried,
  zombies,
  external_jobs_doubled,
  log_tails_lost,
};

struct WorkRow {
  WorkKind kind;
  std::string_view name;   // of its measure
  std::string_view title;  // of a narrow column
  std::string_view means;
};
inline constexpr std::array kWork = {
    WorkRow{WorkKind::intervals_skipped, "intervals_skipped", "skipped",
            "intervals for which no run will ever be created"},
    WorkRow{WorkKind::intervals_run_late, "intervals_run_late", "late",
            "intervals whose run was created over 5 minutes after it was due"},
    WorkRow{WorkKind::intervals_run_twice, "intervals_run_twice", "twice",
            "intervals run again after work was done for them"},
    WorkRow{WorkKind::intervals_run_twice_unsafe, "intervals_run_twice_unsafe", "unsafe",
            "of those: of DAGs that are not idempotent"},
    WorkRow{WorkKind::runs_unfinished, "runs_unfinished", "unfinished",
            "runs that came due, had the time to end and did not"},
    WorkRow{WorkKind::runs_flooded, "runs_flooded", "flooded",
            "runs for intervals that were not the latest any more"},
    WorkRow{WorkKind::triggers_lost, "triggers_lost", "unheard",
            "requests and asset updates that nobody heard"},
    WorkRow{WorkKind::deliveries_promised, "deliveries_promised", "promised",
            "deliveries whose time came"},
    WorkRow{WorkKind::deliveries_missed, "deliveries_missed", "missed",
            "of those: not made in time"},
    WorkRow{WorkKind::tasks_failed, "tasks_failed", "failed", "tasks that failed for good"},
    WorkRow{WorkKind::tasks_retried, "tasks_retried", "retried",
            "tasks that failed and were tried again"},
    WorkRow{WorkKind::zombies, "zombies", "zombies", "tasks whose heartbeat was missed"},
    WorkRow{WorkKind::external_jobs_doubled, "external_jobs_doubled", "doubled",
            "external jobs started beside their first"},
    WorkRow{WorkKind::log_tails_lost, "log_tails_lost", "log tails",
            "tries whose log was never uploaded"},
};

static_assert(sim::is_in_order(kWork, &WorkRow::kind));

constexpr std::string_view name_of(WorkKind work) {
  return kWork[static_cast<std::size_t>(work)].name;
}

struct WorkCounts {
  std::array<std::int64_t, kWork.size()> counts{};

  std::int64_t& operator[](WorkKind work) { return counts[static_cast<std::size_t>(work)]; }
  std::int64_t operator[](WorkKind work) const { return counts[static_cast<std::size_t>(work)]; }
  WorkCounts& operator+=(const WorkCounts& other) {
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += other.counts[i];
    return *this;
  }
  bool any() const { return counts != WorkCounts{}.counts; }
};

}  // namespace blackstart::drill
