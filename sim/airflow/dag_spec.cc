#include "sim/airflow/dag_spec.h"

#include <algorithm>

namespace blackstart::sim {

Timetable timetable_of(const DagSpec& dag) {
  const ScheduleSpec& schedule = dag.schedule;
  const bool has_intervals = schedule.timetable == ScheduleSpec::Timetable::data_interval;
  const Timetable::Settings settings{.airflow_version = has_intervals ? 2u : 3u,
                                     .start_date = dag.start_date,
                                     .catchup = dag.catchup};
  switch (schedule.kind) {
    case ScheduleSpec::Kind::timedelta:
      return Timetable::every(schedule.every, settings);
    case ScheduleSpec::Kind::cron:
      return Timetable::of(*schedule.cron, settings);
    case ScheduleSpec::Kind::once:
      return Timetable::once(dag.start_date);
    default:
      return {};
  }
}

bool needs_object_store(const std::vector<Need>& needs) {
  return std::ranges::find(needs, NeedKind::object_store, &Need::kind) != needs.end();
}

void add_reads(std::vector<TaskSpec>& tasks) {
  for (const TaskSpec& task : tasks) {
    if (!task.leaves_objects()) continue;
    for (const std::uint32_t below : task.downstream) {
      std::vector<Need>& needs = tasks[below].needs;
      if (!needs_object_store(needs)) needs.push_back({.kind = NeedKind::object_store});
    }
  }
}

std::vector<TaskSpec> chain_of(std::uint32_t count, const TaskSpec& task) {
  std::vector<TaskSpec> tasks(count, task);
  for (std::uint32_t i = 0; i + 1 < count; ++i) tasks[i].downstream = {i + 1};
  return tasks;
}

}  // namespace blackstart::sim
