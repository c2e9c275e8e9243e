#include "sim/airflow/pace.h"

#include <algorithm>

#include "sim/airflow/access.h"
#include "sim/airflow/durations.h"

namespace blackstart::sim {
namespace {

auto place_of(std::vector<NewEnd>& ends, std::uint32_t task) {
  return std::ranges::lower_bound(ends, task, {}, &NewEnd::task);
}

// Of an earlier try nothing is left to be put off.
bool is_of(const NewEnd& end, std::uint32_t task, const TaskRow& row) {
  return end.task == task && end.generation == row.generation;
}

Instant planned_end(Stage& stage, std::uint32_t task, Duration at_normal_pace,
                    std::uint16_t hundredths) {
  const TaskRow& row = stage.world.tasks[task];
  std::vector<NewEnd>& ends = stage.world.new_ends;
  const auto place = place_of(ends, task);
  if (place != ends.end() && is_of(*place, task, row)) return place->at;
  return row.since + at_normal_pace * hundredths / 100;
}

void put_off(Stage& stage, std::uint32_t task, Instant until) {
  const std::uint32_t generation = stage.world.tasks[task].generation;
  std::vector<NewEnd>& ends = stage.world.new_ends;
  const auto place = place_of(ends, task);
  const NewEnd end{.task = task, .generation = generation, .at = until};
  if (place != ends.end() && place->task == task)
    *place = end;
  else
    ends.insert(place, end);
  stage.schedule(until, {.kind = EventKind::task_ends, .a = task, .b = generation});
}

}  // namespace

void change_pace(Stage& stage, InstanceId id, const Footing& before, const Footing& after) {
  for_each_task(stage, id, [&](std::uint32_t task) {
    const TaskRow& row = stage.world.tasks[task];
    const std::uint16_t was = before.slowdown[row.zone], is = after.slowdown[row.zone];
    const bool is_at_work = row.state == TaskState::running && has_worker(row);
    const Run& run = run_of(stage, task);
    if (!is_at_work || was == is || row.lacks_need || layout_of(stage, run, task).is_deferrable)
      return;
    const Instant end = planned_end(stage, task, task_duration(stage, run, task), was);
    const Instant begun = std::max(stage.now, row.since);
    put_off(stage, task, begun + (end - begun) * is / was);
  });
}

bool is_put_off(Stage& stage, std::uint32_t task) {
  std::vector<NewEnd>& ends = stage.world.new_ends;
  if (ends.empty()) return false;
  const auto place = place_of(ends, task);
  if (place == ends.end() || !is_of(*place, task, stage.world.tasks[task])) return false;
  if (place->at > stage.now) return true;
  ends.erase(place);
  return false;
}

}  // namespace blackstart::sim
