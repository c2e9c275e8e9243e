#include <algorithm>
#include <map>

#include "drill/report/sections.h"
#include "drill/report/words.h"
#include "drill/verdict.h"

namespace blackstart::drill {
namespace {

// HEALTHY this long before the first success misleads whoever watches the console.
constexpr Duration kMisleading = std::chrono::minutes(15);
constexpr std::size_t kNamesShown = 6;
constexpr std::size_t kAssumptionsShown = 5;

std::string upper(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return result;
}

void write_identity(const Outcome& outcome, Page& page) {
  page.paragraph("seed " + std::to_string(outcome.seed) + "  digest " +
                 hexadecimal(outcome.digest) + "  " +
                 counted(static_cast<std::size_t>(outcome.events), "event"));
  page.paragraph(outcome.title.empty() ? outcome.file : outcome.title, 0, Colour::bold);
  page.paragraph(outcome.file +
                 (outcome.strategy.empty() ? ", no strategy" : ", strategy " + outcome.strategy) +
                 ", " + in_utc(outcome.starts_at) + " to " + in_utc(outcome.ends_at) + " UTC");
}

Cell verdict_cell(const Judgement& judgement) {
  if (!judgement.not_evaluated.empty()) return {"not evaluated"};
  if (judgement.accepted) return {"accepted", Colour::doubtful};
  return {std::string(name_of(judgement.verdict)), colour_of(judgement.verdict)};
}

std::string measured(const Judgement& judgement) {
  if (!judgement.not_evaluated.empty()) return judgement.not_evaluated;
  const std::string acceptance = acceptance_in_words(judgement);
  return judgement.measured + (acceptance.empty() ? "" : " (" + acceptance + ")");
}

void write_judgements(const std::vector<Judgement>& judgements, Page& page) {
  Table table{.columns = {{}, {.wraps = true}, {.wraps = true}}};
  for (const Judgement& judgement : judgements) {
    table.rows.push_back(
        {verdict_cell(judgement), {.text = judgement.says}, {.text = measured(judgement)}});
  }
  page.table(table);
}

// A miss that was accepted stays a miss, and does not fail the suite.
std::string verdict_in_words(const Outcome& outcome) {
  if (outcome.objectives.empty()) return "none set";
  const auto is_accepted = [](const Judgement& each) { return each.accepted.has_value(); };
  const auto accepted =
      static_cast<std::size_t>(std::ranges::count_if(outcome.objectives, is_accepted));
  const std::string verdict = upper(name_of(outcome.verdict));
  if (accepted == 0) return verdict;
  return verdict + ", of which " + counted(accepted, "miss", "misses") + " accepted (exit code " +
         std::to_string(outcome.exit_code()) + ")";
}

void write_verdict(const Outcome& outcome, Page& page) {
  page.blank();
  page.paragraph("Objectives: " + verdict_in_words(outcome), 2,
                 outcome.verdict == Verdict::none ? Colour::bold : colour_of(outcome.verdict));
  if (!outcome.objectives.empty()) write_judgements(outcome.objectives, page);
  if (outcome.expectations.empty()) return;
  page.heading("Expectations");
  write_judgements(outcome.expectations, page);
}

const CriticalStep* largest_stretch(const CriticalPath& path) {
  const auto length = [](const CriticalStep& step) { return step.finished - step.started; };
  const auto found = std::ranges::max_element(path.steps, {}, length);
  return found == path.steps.end() ? nullptr : &*found;
}

void write_limit(const CriticalPath& path, Page& page) {
  const CriticalStep* limit = largest_stretch(path);
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

void write_range(const Outcome& outcome, Page& page) {
  const Hit hit = hit_of(outcome);
  const std::size_t count = hit.back.size() + hit.still_out.size();
  if (count == 0) return page.heading("No Deployment was hit");
  page.heading("RTA, fault to first task success: " +
               (hit.back.empty() ? "none came back" : range_of(hit.back)));
  page.paragraph("  " + std::to_string(hit.back.size()) + " of " +
                 counted(count, "hit Deployment") + " came back");
  write_idle_strategy(outcome, page);
  write_limit(outcome.critical_path, page);
  write_repetitions(outcome, page);
  for (const DeploymentOutcome* each : hit.still_out) {
    page.paragraph("  " + each->name + ": " + std::string(name_of(each->status)) +
                       (each->keeps.empty() ? "" : ", " + each->keeps),
                   4, each->status == Status::not_recovered ? Colour::bad : Colour::doubtful);
  }
}

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

void write_healthy(const Outcome& outcome, Page& page) {
  Table table{.columns = {{.title = "Deployment", .wraps = true},
                          {.title = "healthy", .align = Column::Align::right},
                          {.title = "first success", .align = Column::Align::right},
                          {.title = "who has to act", .wraps = true}}};
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    const auto& healthy = deployment.at[Milestone::scheduler];
    const auto& success = deployment.at[Milestone::first_success];
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

struct Loss {
  std::int64_t lost = 0, of = 0;
  std::vector<std::string> names;  // with whose they are
};

std::map<std::pair<sim::DataClass, sim::Provenance>, Loss> losses_of(const Outcome& outcome) {
  std::map<std::pair<sim::DataClass, sim::Provenance>, Loss> losses;
  for (const LedgerRow& row : outcome.ledger) {
    Loss& loss = losses[{row.data_class, row.provenance}];
    loss.lost += row.lost;
    loss.of += row.at_fault;
    const std::string& whose = row.deployment.empty() ? row.cluster : row.deployment;
    for (const std::string& name : row.lost_names)
      loss.names.push_back(whose.empty() ? name : whose + "/" + name);
  }
  std::erase_if(losses, [](const auto& each) { return each.second.lost == 0; });
  return losses;
}

std::string names_shown(const Loss& loss) {
  if (loss.names.empty()) return "of " + in_words(loss.of);
  const std::size_t shown = std::min(loss.names.size(), kNamesShown);
  const std::string names = joined(std::span(loss.names).first(shown));
  const std::size_t more = loss.names.size() - shown;
  return more == 0 ? names : names + " and " + std::to_string(more) + " more, below";
}

void write_losses(const Outcome& outcome, Page& page) {
  Table table{.columns = {{.align = Column::Align::right}, {}, {.wraps = true}}};
  for (const auto& [key, loss] : losses_of(outcome)) {
    const std::string provenance(sim::name_of(key.second));
    table.rows.push_back({{.text = in_words(loss.lost), .colour = Colour::bad},
                          {.text = std::string(sim::name_of(key.first)) +
                                   (provenance.empty() ? "" : " (" + provenance + ")")},
                          {.text = names_shown(loss)}});
  }
  page.heading(table.rows.empty() ? "Nothing is lost for good" : "Lost for good");
  page.table(table);
}

void write_drift(const Outcome& outcome, Page& page) {
  if (outcome.drift.empty()) return;
  page.heading("Drift: what the twins never got");
  for (const Drift& drift : outcome.drift) {
    page.paragraph("  " + drift.deployment + ": " + drift.change +
                       ", deployed to the primary alone at " + in_utc(drift.at),
                   4);
  }
}

void write_assumptions(const Outcome& outcome, Page& page) {
  std::vector<Assumption> sorted = outcome.assumptions;
  std::ranges::stable_sort(sorted, std::ranges::greater{}, &Assumption::on_critical_path);
  if (sorted.empty()) return page.heading("No figure without a source was used");
  Table table{.columns = {{.align = Column::Align::right}, {.wraps = true}, {.wraps = true}}};
  for (const Assumption& each :
       std::span(sorted).first(std::min(sorted.size(), kAssumptionsShown))) {
    const bool carries = each.on_critical_path > Duration{0};
    table.rows.push_back({{.text = carries ? in_words(each.on_critical_path) : "-"},
                          {.text = each.figure},
                          {.text = each.says}});
  }
  page.heading("Assumptions that carry the result (how much of the slowest RTA rests on each)");
  page.table(table);
  if (sorted.size() <= kAssumptionsShown) return;
  std::vector<std::string> others;
  for (const Assumption& each : std::span(sorted).subspan(kAssumptionsShown))
    others.push_back(each.figure);
  page.paragraph("  and " + std::to_string(others.size()) + " more: " + joined(others), 4);
}

}  // namespace

void write_headline(const Outcome& outcome, Page& page) {
  write_identity(outcome, page);
  write_verdict(outcome, page);
  write_range(outcome, page);
  write_healthy(outcome, page);
  write_losses(outcome, page);
  write_drift(outcome, page);
  write_assumptions(outcome, page);
  if (outcome.not_modelled.empty()) return;
  page.heading("Not modelled");
  for (const std::string& each : outcome.not_modelled) page.paragraph("  " + each, 4);
}

}  // namespace blackstart::drill
