#include <algorithm>
#include <limits>
#include <utility>

#include "sim/airflow/dag_spec.h"

namespace blackstart::sim {
namespace {

using Neighbours = std::vector<std::vector<std::uint32_t>>;  // by task

// The weights of all tasks that can be reached from one, each once.
class Reach {
 public:
  Reach(const std::vector<TaskSpec>& tasks, Neighbours next)
      : tasks_(tasks),
        next_(std::move(next)),
        sums_(tasks.size()),
        seen_from_(tasks.size(), static_cast<std::uint32_t>(tasks.size())) {}

  // After those that it leads to: whoever leads to one alone reaches it and what that one does.
  void add(std::uint32_t task) {
    const auto& next = next_[task];
    sums_[task] = next.size() == 1 ? weight(next[0]) + sums_[next[0]] : walk_from(task);
  }
  std::vector<std::int64_t> take() { return std::move(sums_); }

 private:
  std::int64_t weight(std::uint32_t task) const { return tasks_[task].priority_weight; }

  std::int64_t walk_from(std::uint32_t start) {
    std::vector<std::uint32_t> open = {start};
    std::int64_t sum = 0;
    while (!open.empty()) {
      const std::uint32_t at = open.back();
      open.pop_back();
      for (const std::uint32_t next : next_[at]) {
        if (std::exchange(seen_from_[next], start) == start) continue;
        sum += weight(next);
        open.push_back(next);
      }
    }
    return sum;
  }

  const std::vector<TaskSpec>& tasks_;
  Neighbours next_;
  std::vector<std::int64_t> sums_;
  std::vector<std::uint32_t> seen_from_;  // per task: the latest walk that came by
};

Neighbours downstream_of(const std::vector<TaskSpec>& tasks) {
  Neighbours below;
  for (const TaskSpec& task : tasks) below.push_back(task.downstream);
  return below;
}

Neighbours upstream_of(const std::vector<TaskSpec>& tasks) {
  Neighbours above(tasks.size());
  for (std::uint32_t task = 0; task < tasks.size(); ++task) {
    for (const std::uint32_t below : tasks[task].downstream) above[below].push_back(task);
  }
  return above;
}

// What the rule adds to the weight of each task.
std::vector<std::int64_t> added_by(WeightRule rule, const std::vector<TaskSpec>& tasks) {
  if (rule == WeightRule::absolute) return std::vector<std::int64_t>(tasks.size());
  const auto count = static_cast<std::uint32_t>(tasks.size());
  const bool is_down = rule == WeightRule::downstream;
  Reach reach(tasks, is_down ? downstream_of(tasks) : upstream_of(tasks));
  for (std::uint32_t i = 0; i < count; ++i) reach.add(is_down ? count - 1 - i : i);
  return reach.take();
}

std::int32_t within_limits(std::int64_t weight) {
  using Limits = std::numeric_limits<std::int32_t>;
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(weight, Limits::min(), Limits::max()));
}

}  // namespace

std::vector<std::int32_t> priorities_of(const DagSpec& dag) {
  std::vector<std::int32_t> priorities(dag.tasks.size());
  for (const auto rule : {WeightRule::downstream, WeightRule::upstream, WeightRule::absolute}) {
    if (std::ranges::find(dag.tasks, rule, &TaskSpec::weight_rule) == dag.tasks.end()) continue;
    const std::vector<std::int64_t> added = added_by(rule, dag.tasks);
    for (std::size_t i = 0; i < added.size(); ++i) {
      const TaskSpec& task = dag.tasks[i];
      if (task.weight_rule == rule) priorities[i] = within_limits(task.priority_weight + added[i]);
    }
  }
  return priorities;
}

}  // namespace blackstart::sim
