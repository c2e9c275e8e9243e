#include <algorithm>
#include <map>

#include "drill/report/sections.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

// HEALTHY this long before the first success misleads whoever watches the console.
constexpr Duration kMisleading = std::chrono::minutes(15);

// What a person did, or still has to do, for this Deployment between HEALTHY and its first success.
bool held_up(const ManualStep& step, const DeploymentOutcome& deployment, Instant healthy,
             Instant useful) {
  const bool is_needed = std::ranges::find(step.needed_by, deployment.name) != step.needed_by.end();
  return is_needed && step.asked < useful && (!step.finished || *step.finished > healthy);
}

// "network-team: route.recreate production/to-warehouse; data-team: dags.unpause": whose Deployment
// it is goes without saying.
std::string who_has_to_act(const Outcome& outcome, const DeploymentOutcome& deployment,
                           Instant healthy, Instant useful) {
  std::map<std::string, std::vector<std::string>> work;
  for (const ManualStep& step : outcome.manual_steps) {
    if (!held_up(step, deployment, healthy, useful)) continue;
    const bool is_own = step.target == "deployment:" + deployment.name;
    work[step.owner].push_back(is_own ? step.operation : step.step);
  }
  std::vector<std::string> texts;
  for (const auto& [owner, steps] : work) texts.push_back(owner + ": " + joined(steps));
  if (!texts.empty()) return joined(texts, "; ");
  return deployment.keeps.empty() ? "nobody was asked to act"
                                  : "nobody was asked: " + deployment.keeps;
}

}  // namespace

void write_healthy(const Outcome& outcome, Page& page) {
  Table table{.columns = {{.title = "Deployment", .wraps = true},
                          {.title = "healthy", .align = Column::Align::right},
                          {.title = "first success", .align = Column::Align::right},
                          {.title = "who has to act", .wraps = true}}};
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    const auto& healthy = deployment.milestones()[Milestone::scheduler];
    const auto& success = deployment.milestones()[Milestone::first_success];
    const Instant useful = success.value_or(outcome.ends_at);
    if (deployment.status == Status::unaffected || !healthy || useful - *healthy < kMisleading)
      continue;
    const auto healthy_after = deployment.rta(Milestone::scheduler),
               useful_after = deployment.rta(Milestone::first_success);
    table.rows.push_back({{.text = deployment.name},
                          {.text = healthy_after ? offset_in_words(*healthy_after) : "-"},
                          {.text = useful_after ? offset_in_words(*useful_after) : "not yet",
                           .colour = useful_after ? Colour::none : Colour::bad},
                          {.text = who_has_to_act(outcome, deployment, *healthy, useful)}});
  }
  if (table.rows.empty()) return;
  page.heading("HEALTHY long before useful");
  page.table(table);
}

}  // namespace blackstart::drill
