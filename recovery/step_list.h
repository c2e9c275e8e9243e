#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "recovery/plan.h"

namespace blackstart::recovery {

// Collects the steps of a strategy; a step's name is its operation and the name of what it is done
// to, numbered where names with blanks in them would make two alike.
class StepList {
 public:
  using Names = std::vector<std::string>;

  struct Who {
    std::string owner;  // a person
    std::string api;    // a provider's API
  };

  StepList(std::string region, std::uint32_t tier) : region_(std::move(region)), tier_(tier) {}

  void set_tier(std::uint32_t tier) { tier_ = tier; }

  // Returns the new step's name.
  std::string add(const std::string& operation, const std::string& target, const Who& who,
                  Names needs, const std::string& parameter = {}, const std::string& value = {}) {
    Step step;
    step.operation = operation;
    step.target = target;
    step.name = unused(operation + " " + target.substr(target.find(':') + 1) +
                       (value.empty() ? "" : " " + value));
    step.with["region"] = region_;
    if (!parameter.empty()) step.with[parameter] = value;
    step.needs = std::move(needs);
    step.owner = who.owner;
    step.api = who.api;
    step.tier = tier_;
    steps_.push_back(std::move(step));
    return steps_.back().name;
  }

  Step& last() { return steps_.back(); }
  std::vector<Step> take() { return std::move(steps_); }

 private:
  std::string unused(const std::string& name) {
    const std::uint32_t uses = ++uses_[name];
    return uses == 1 ? name : unused(name + " (" + std::to_string(uses) + ")");
  }

  std::map<std::string, std::uint32_t> uses_;
  std::string region_;
  std::uint32_t tier_;
  std::vector<Step> steps_;
};

}  // namespace blackstart::recovery
