#include "recovery/plan.h"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/graph/topological_sort.hpp>
#include <functional>
#include <optional>

#include "recovery/check.h"
#include "recovery/spelling.h"

namespace blackstart::recovery {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;
using Index = std::map<std::string, StepIndex, std::less<>>;

// The name among those of the other steps that `need` most likely was meant to be; empty: none is
// near.
std::string nearest(const std::string& need, const std::string& needed_by,
                    std::span<const Step> steps) {
  std::string nearest;
  std::size_t distance_max = need.size() / 2 + 1;
  for (const Step& step : steps) {
    const std::size_t distance = edit_distance(need, step.name);
    if (distance >= distance_max || step.name == needed_by) continue;
    distance_max = distance;
    nearest = step.name;
  }
  return nearest;
}

Index index_of(std::span<const Step> steps) {
  Index index;
  for (StepIndex i = 0; i < steps.size(); ++i) index.emplace(steps[i].name, i);
  return index;
}

// An edge leads from a step to what it needs; needs that are not steps have none.
Graph graph_of(std::span<const Step> steps, const Index& index) {
  Graph graph(steps.size());
  for (StepIndex i = 0; i < steps.size(); ++i) {
    for (const std::string& need : steps[i].needs) {
      if (const auto found = index.find(need); found != index.end())
        boost::add_edge(i, found->second, graph);
    }
  }
  return graph;
}

// The shortest way from `start`, which must lie on a cycle, along needs back to itself.
std::string way_round(std::span<const Step> steps, const Index& index, StepIndex start) {
  std::vector<std::optional<StepIndex>> needed_by(steps.size());
  std::vector<StepIndex> reached = {start};
  for (std::size_t i = 0; !needed_by[start]; ++i) {
    for (const std::string& need : steps[reached[i]].needs) {
      const auto found = index.find(need);
      if (found == index.end() || needed_by[found->second]) continue;
      needed_by[found->second] = reached[i];
      reached.push_back(found->second);
    }
  }
  std::string way = "'" + steps[start].name + "'";
  for (StepIndex here = *needed_by[start]; here != start; here = *needed_by[here]) {
    way = "'" + steps[here].name + "' needs " + way;
  }
  return "'" + steps[start].name + "' needs " + way;
}

void find_cycles(std::span<const Step> steps, const Index& index,
                 std::vector<PlanProblem>& problems) {
  const Graph graph = graph_of(steps, index);
  std::vector<int> component(steps.size());
  if (steps.empty()) return;
  const int count = boost::strong_components(graph, component.data());
  std::vector<std::size_t> size(static_cast<std::size_t>(count));
  for (const int each : component) ++size[static_cast<std::size_t>(each)];
  std::vector<bool> told(static_cast<std::size_t>(count), false);
  for (StepIndex i = 0; i < steps.size(); ++i) {
    const auto own = static_cast<std::size_t>(component[i]);
    const bool is_cycle = size[own] > 1 || boost::edge(i, i, graph).second;
    if (!is_cycle || told[own]) continue;
    told[own] = true;
    problems.push_back({.step = i, .what = "a cycle: " + way_round(steps, index, i)});
  }
}

}  // namespace

std::vector<PlanProblem> find_problems(std::span<const Step> steps) {
  std::vector<PlanProblem> problems;
  const Index index = index_of(steps);
  for (StepIndex i = 0; i < steps.size(); ++i) {
    if (index.at(steps[i].name) != i) {
      problems.push_back({.step = i, .what = "a second step named '" + steps[i].name + "'"});
    }
    for (const std::string& need : steps[i].needs) {
      if (index.contains(need)) continue;
      problems.push_back({.step = i,
                          .what = "needs '" + need + "', which is not a step",
                          .instead = nearest(need, steps[i].name, steps)});
    }
  }
  find_cycles(steps, index, problems);
  return problems;
}

Plan::Plan(std::vector<Step> steps) : steps_(std::move(steps)) {
  check(find_problems(steps_).empty(), "a plan is made of steps that have problems");
  const Index index = index_of(steps_);
  std::vector<std::vector<StepIndex>> unlocks(steps_.size());
  for (StepIndex i = 0; i < steps_.size(); ++i) {
    needs_first_.push_back(static_cast<StepIndex>(needs_.size()));
    for (const std::string& need : steps_[i].needs) {
      needs_.push_back(index.at(need));
      unlocks[index.at(need)].push_back(i);
    }
  }
  needs_first_.push_back(static_cast<StepIndex>(needs_.size()));
  for (const auto& list : unlocks) {
    unlocks_first_.push_back(static_cast<StepIndex>(unlocks_.size()));
    unlocks_.insert(unlocks_.end(), list.begin(), list.end());
  }
  unlocks_first_.push_back(static_cast<StepIndex>(unlocks_.size()));
  // Its output is in reverse: along edges that lead to needs, each step comes right after what it
  // needs.
  const Graph graph = graph_of(steps_, index);
  boost::topological_sort(graph, std::back_inserter(order_));
  remaining_.resize(steps_.size());
  for (auto step = order_.rbegin(); step != order_.rend(); ++step) {
    Duration longest{};
    for (const StepIndex next : this->unlocks(*step)) longest = std::max(longest, remaining_[next]);
    remaining_[*step] = steps_[*step].expected + longest;
  }
}

std::span<const StepIndex> Plan::needs(StepIndex step) const {
  return std::span(needs_).subspan(needs_first_[step], needs_first_[step + 1] - needs_first_[step]);
}

std::span<const StepIndex> Plan::unlocks(StepIndex step) const {
  return std::span(unlocks_).subspan(unlocks_first_[step],
                                     unlocks_first_[step + 1] - unlocks_first_[step]);
}

std::vector<std::vector<StepIndex>> Plan::waves() const {
  std::vector<std::size_t> depth(steps_.size(), 0);
  std::vector<std::vector<StepIndex>> waves;
  for (const StepIndex step : order_) {
    for (const StepIndex need : needs(step)) depth[step] = std::max(depth[step], depth[need] + 1);
    if (waves.size() <= depth[step]) waves.resize(depth[step] + 1);
  }
  for (StepIndex step = 0; step < steps_.size(); ++step) waves[depth[step]].push_back(step);
  return waves;
}

std::vector<StepIndex> Plan::critical_path() const {
  const auto longest = [this](std::span<const StepIndex> candidates) {
    const auto shorter = [this](StepIndex a, StepIndex b) {
      return remaining_[a] != remaining_[b] ? remaining_[a] < remaining_[b] : a > b;
    };
    return *std::ranges::max_element(candidates, shorter);
  };
  std::vector<StepIndex> path, starts;
  for (StepIndex step = 0; step < steps_.size(); ++step) {
    if (needs(step).empty()) starts.push_back(step);
  }
  for (std::span<const StepIndex> next = starts; !next.empty(); next = unlocks(path.back())) {
    path.push_back(longest(next));
  }
  return path;
}

}  // namespace blackstart::recovery
