#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "recovery/detector.h"
#include "recovery/inventory.h"
#include "recovery/plan.h"
#include "recovery/strategy.h"
#include "recovery/time.h"

namespace blackstart::recovery {

// Calls per second that one provider API bears: a token bucket.
struct RateLimit {
  std::uint32_t bucket = 1;
  Duration refill_every = std::chrono::seconds(1);  // one token
  bool operator==(const RateLimit&) const = default;
};

// What binds all missions of one engine.
struct Limits {
  std::uint32_t parallel_calls = 64;  // people are not counted: they are their own limit
  std::map<std::string, RateLimit> apis;
  bool operator==(const Limits&) const = default;
};

// All that a mission is told, once, when it begins. What is expected comes from the profile's
// medians, never from a run's own luck.
struct Brief {
  std::string name;
  Inventory inventory;
  // A name in strategies(); "runbook" when `runbook` stands in for the generated steps.
  std::string strategy;
  Move move;
  std::vector<Step> runbook;
  Detection detection;                       // of move.from
  std::string declared_by;                   // a person; empty: detection declares by itself
  std::map<std::string, Duration> expected;  // operation -> median
  std::map<std::string, Duration> responds;  // person -> median until they act
  bool operator==(const Brief&) const = default;
};

// A brief with its plan made: immutable, shared between the engines of many runs.
// Besides the plan's steps (0 .. n-1) a mission has one probe step per vantage point and the
// declaration; they are calls like any other.
class MissionPlan {
 public:
  explicit MissionPlan(Brief brief);

  const Brief& brief() const { return brief_; }
  const Plan& plan() const { return plan_; }
  const Step& step(StepIndex index) const;
  StepIndex step_count() const {
    return static_cast<StepIndex>(plan_.steps().size() + standing_.size());
  }
  StepIndex first_probe() const { return static_cast<StepIndex>(plan_.steps().size()); }
  StepIndex declaration() const { return step_count() - 1; }
  bool is_probe(StepIndex index) const { return index >= first_probe() && index < declaration(); }
  // Whether the plan may be carried out again: its steps act on whatever state they find, where
  // they find it.
  bool can_repeat() const;

 private:
  Brief brief_;
  Plan plan_;
  std::vector<Step> standing_;  // the probes, then the declaration
};

}  // namespace blackstart::recovery
