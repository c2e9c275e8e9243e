#include "drill/outcome.h"

#include <algorithm>

#include "drill/acceptance.h"

namespace blackstart::drill {
namespace {

constexpr std::array<std::string_view, kMilestones> kMilestoneNames = {
    "fault",    "detected",  "declared",      "started",        "infrastructure",
    "database", "scheduler", "first_success", "backlog_drained"};
constexpr std::array<std::string_view, 4> kStatusNames = {"unaffected", "recovered",
                                                          "not_recovered", "not_observed"};

std::optional<Duration> from_to(std::optional<Instant> start, std::optional<Instant> end) {
  if (!end || !start) return std::nullopt;
  return std::max(Duration{0}, *end - *start);
}

}  // namespace

std::string_view name_of(Milestone milestone) {
  return kMilestoneNames[static_cast<std::size_t>(milestone)];
}
std::string_view name_of(Status status) { return kStatusNames[static_cast<std::size_t>(status)]; }
std::span<const std::string_view> status_names() { return kStatusNames; }

std::optional<Milestone> milestone_named(std::string_view name) {
  const auto* found = std::ranges::find(kMilestoneNames, name);
  if (found == kMilestoneNames.end()) return std::nullopt;
  return static_cast<Milestone>(found - kMilestoneNames.begin());
}

std::size_t DeploymentOutcome::longest() const {
  const auto lasted = [](const Outage& outage) {
    return outage.rta().value_or(recovery::kForever);
  };
  return static_cast<std::size_t>(std::ranges::max_element(outages, {}, lasted) - outages.begin());
}

const Milestones& DeploymentOutcome::milestones() const {
  static constexpr Milestones kNone;
  return outages.empty() ? kNone : outages[longest()].at;
}

int Outcome::exit_code() const { return exit_code_of(objectives, expectations); }

std::optional<Duration> rta_of(const Milestones& at, Milestone to, Milestone since) {
  return from_to(at[since], at[to]);
}

std::optional<Duration> rta_of_dag(const Outage& outage, std::size_t dag, Milestone since) {
  return from_to(outage.at[since], outage.dag_success[dag]);
}

}  // namespace blackstart::drill
