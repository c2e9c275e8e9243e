#include <algorithm>

#include "drill/report/sections.h"
#include "drill/report/words.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

void write_limit(const CriticalPath& path, Page& page) {
  const CriticalStep* limit = limiting_step(path);
  if (limit == nullptr) return;
  std::string text = "  what limits it: " + limit->step + ", " +
                     in_words(printed(*limit, path.steps.front().started)) + " of the " +
                     in_words(path.steps.back().finished - path.steps.front().started) + " of " +
                     path.deployment;
  if (!limit->owner.empty()) text += ", by " + limit->owner;
  if (!limit->why.empty()) text += " (" + limit->why + ")";
  page.paragraph(text, 4);
}

struct Hit {
  std::vector<const DeploymentOutcome*> back;  // the fastest first
  std::vector<const DeploymentOutcome*> still_out;
};

Hit hit_of(const Outcome& outcome) {
  Hit hit;
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    if (deployment.status == Status::unaffected) continue;
    (deployment.status == Status::recovered ? hit.back : hit.still_out).push_back(&deployment);
  }
  std::ranges::stable_sort(hit.back, {},
                           [](const auto* each) { return *each->rta(Milestone::first_success); });
  return hit;
}

std::string range_of(const std::vector<const DeploymentOutcome*>& back) {
  const auto with_name = [](const DeploymentOutcome& each) {
    return in_words(*each.rta(Milestone::first_success)) + " (" + each.name + ")";
  };
  if (back.size() == 1) return with_name(*back.front());
  return with_name(*back.front()) + " to " + with_name(*back.back());
}

// What came back and went down again: one RTA would hide it.
void write_repetitions(const Outcome& outcome, Page& page) {
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    if (deployment.outages.size() < 2) continue;
    std::vector<std::string> texts;
    for (const Outage& outage : deployment.outages)
      texts.push_back(outage.rta() ? in_words(*outage.rta()) : "not back by the end");
    page.paragraph("  " + deployment.name + " went down " + counted(texts.size(), "time") + ": " +
                       joined(texts),
                   4, Colour::doubtful);
  }
}

// Whoever is back was not brought back by the plan.
void write_idle_strategy(const Outcome& outcome, Page& page) {
  if (outcome.strategy.empty() || outcome.was_recovery_begun) return;
  page.paragraph("  strategy " + outcome.strategy + " never began: the failure was " +
                     (outcome.was_detected ? "detected and never declared" : "never detected"),
                 4, Colour::doubtful);
}

}  // namespace

void write_recovery(const Outcome& outcome, Page& page) {
  const Hit hit = hit_of(outcome);
  const std::size_t count = hit.back.size() + hit.still_out.size();
  if (count == 0) return page.heading("No Deployment was hit");
  page.heading("RTA, fault to first task success: " +
               (hit.back.empty() ? "none is back at the end" : range_of(hit.back)));
  page.paragraph("  " + std::to_string(hit.back.size()) + " of " +
                 counted(count, "hit Deployment") + (count == 1 ? " is" : " are") +
                 " back at the end");
  write_idle_strategy(outcome, page);
  write_limit(outcome.critical_path, page);
  write_repetitions(outcome, page);
  for (const DeploymentOutcome* each : hit.still_out) {
    page.paragraph("  " + each->name + ": " + std::string(name_of(each->status)) +
                       (each->keeps.empty() ? "" : ", " + each->keeps),
                   4, each->status == Status::not_recovered ? Colour::bad : Colour::doubtful);
  }
}

}  // namespace blackstart::drill
