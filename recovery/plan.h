#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "recovery/time.h"

namespace blackstart::recovery {

using StepIndex = std::uint32_t;

// How a step that failed transiently is tried again. The wait doubles from backoff_first up to
// backoff_max, with jitter.
struct Retry {
  static constexpr std::uint32_t kWithoutEnd = 0;
  std::uint32_t attempts_max = kWithoutEnd;  // the first attempt counts
  Duration backoff_first = std::chrono::seconds(10);
  Duration backoff_max = std::chrono::minutes(5);
  bool operator==(const Retry&) const = default;
};

// One thing to be done by a provider or by a person. It names; it never points: what `operation`
// and `target` mean is the provider's business.
struct Step {
  std::string name;       // unique within its plan, e.g. "cluster.create production"
  std::string operation;  // e.g. "cluster.create"
  std::string target;     // kind:name, e.g. "cluster:production"
  std::map<std::string, std::string> with;  // further parameters, e.g. {"region": "us-west-2"}
  std::vector<std::string> needs;           // names of the steps that must have succeeded before
  std::string owner;                        // the person who acts; empty: no person is needed
  std::string api;                          // whose rate limit it counts against; empty: none
  std::uint32_t tier = 0;                   // 0 is served first
  Duration timeout = kForever;              // of one attempt
  Retry retry;
  Duration expected{};  // the profile's median, for priorities and for the predicted critical path
  bool operator==(const Step&) const = default;
};

// What keeps a list of steps from being a plan. `step` is the index of the step to blame.
struct PlanProblem {
  StepIndex step;
  std::string what;     // e.g. "needs 'vpc.create', which is not a step"
  std::string instead;  // what would be right, e.g. the nearest known name; may be empty
};

// Duplicate names, needs that are not steps, and cycles (named along the way round). Empty: a Plan
// can be made.
std::vector<PlanProblem> find_problems(std::span<const Step> steps);

// Steps in an order that can be carried out: an immutable graph that knows what unlocks what.
// Bookkeeping of progress is not here.
class Plan {
 public:
  Plan() = default;
  // The steps must be free of problems (checked).
  explicit Plan(std::vector<Step> steps);

  std::span<const Step> steps() const { return steps_; }
  std::span<const StepIndex> needs(StepIndex step) const;
  std::span<const StepIndex> unlocks(StepIndex step) const;
  // Needs come before their dependents; otherwise the order of the list.
  std::span<const StepIndex> order() const { return order_; }
  // The longest expected way from the start of this step to the end of the plan.
  Duration remaining(StepIndex step) const { return remaining_[step]; }
  // Wave n holds the steps whose longest chain of needs has n links.
  std::vector<std::vector<StepIndex>> waves() const;
  // The expected longest chain, first step first. Equal chains: the step that comes first in the
  // list.
  std::vector<StepIndex> critical_path() const;

 private:
  std::vector<Step> steps_;
  std::vector<StepIndex> order_;
  std::vector<Duration> remaining_;
  // Adjacency in two flat arrays each: the edges of step i are [first[i], first[i + 1]).
  std::vector<StepIndex> needs_, needs_first_;
  std::vector<StepIndex> unlocks_, unlocks_first_;
};

}  // namespace blackstart::recovery
