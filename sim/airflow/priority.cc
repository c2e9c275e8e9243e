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
  std::int64_t sum(std::uint32_t task) const { return sums_[task]; }

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

std::int32_t within_limits(std::int64_t weight) {
  using Limits = std::numeric_limits<std::int32_t>;
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(weight, Limits::min(), Limits::max()));
}

}  // namespace

std::vector<std::int32_t> priorities_of(const DagSpec& dag) {
  const auto count = static_cast<std::uint32_t>(dag.tasks.size());
  Reach below(dag.tasks, downstream_of(dag.tasks)), above(dag.tasks, upstream_of(dag.tasks));
  for (std::uint32_t task = count; task-- > 0;) below.add(task);
  for (std::uint32_t task = 0; task < count; ++task) above.add(task);
  std::vector<std::int32_t> priorities;
  for (std::uint32_t task = 0; task < count; ++task) {
    const TaskSpec& spec = dag.tasks[task];
    std::int64_t weight = spec.priority_weight;
    if (spec.weight_rule == WeightRule::downstream) weight += below.sum(task);
    if (spec.weight_rule == WeightRule::upstream) weight += above.sum(task);
    priorities.push_back(within_limits(weight));
  }
  return priorities;
}

}  // namespace blackstart::sim
