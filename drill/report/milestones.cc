#include <algorithm>

#include "drill/report/sections.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

// The way to usefulness: what lies between a Deployment's fault and its first success.
constexpr std::array kColumns = {std::pair{Milestone::detected, "detected"},
                                 std::pair{Milestone::declared, "declared"},
                                 std::pair{Milestone::started, "started"},
                                 std::pair{Milestone::infrastructure, "infra"},
                                 std::pair{Milestone::database, "database"},
                                 std::pair{Milestone::scheduler, "healthy"},
                                 std::pair{Milestone::first_success, "first success"},
                                 std::pair{Milestone::backlog_drained, "backlog"}};

std::string rta_in_words(const DeploymentOutcome& deployment, Milestone to, Milestone since) {
  const auto rta = deployment.rta(to, since);
  return rta ? in_words(*rta) : "-";
}

// In at least one row it says something that the column before it does not.
bool is_worth_a_column(const std::vector<DeploymentOutcome>& hit, Milestone milestone) {
  const auto differs = [milestone](const DeploymentOutcome& each) {
    const bool is_mere_start =
        milestone == Milestone::started && each.rta(milestone) == each.rta(Milestone::declared);
    return each.rta(milestone) && !is_mere_start;
  };
  return std::ranges::any_of(hit, differs);
}

bool is_of_all(const std::vector<DeploymentOutcome>& hit, Milestone to, Milestone since) {
  const auto rta = hit.front().rta(to, since);
  const auto is_the_same = [&](const DeploymentOutcome& each) {
    return each.rta(to, since) == rta;
  };
  return hit.size() > 1 && std::ranges::all_of(hit, is_the_same);
}

void write_rta(const std::vector<DeploymentOutcome>& hit, Milestone since, Page& page) {
  Table table{.columns = {{.title = "Deployment", .wraps = true}}};
  for (const DeploymentOutcome& deployment : hit) table.rows.push_back({{.text = deployment.name}});
  std::vector<std::string> of_all;
  for (const auto& [milestone, title] : kColumns) {
    if (milestone <= since || !is_worth_a_column(hit, milestone)) continue;
    if (is_of_all(hit, milestone, since)) {
      of_all.push_back(std::string(title) + " " + rta_in_words(hit.front(), milestone, since));
      continue;
    }
    table.columns.push_back({.title = title, .align = Column::Align::right});
    for (std::size_t i = 0; i < hit.size(); ++i)
      table.rows[i].push_back({.text = rta_in_words(hit[i], milestone, since)});
  }
  page.heading("RTA per Deployment, since " + std::string(name_of(since)));
  if (!of_all.empty()) page.paragraph("  all: " + joined(of_all), 4);
  if (table.columns.size() > 1) page.table(table);
}

}  // namespace

void write_milestones(const Outcome& outcome, Page& page) {
  std::vector<DeploymentOutcome> hit = outcome.deployments;
  std::erase_if(hit, [](const auto& each) { return each.status == Status::unaffected; });
  const bool came = std::ranges::any_of(
      kColumns, [&](const auto& column) { return is_worth_a_column(hit, column.first); });
  if (!came) return;
  write_rta(hit, Milestone::fault, page);
  if (is_worth_a_column(hit, Milestone::declared)) write_rta(hit, Milestone::declared, page);
  page.paragraph("  (- or not told: it did not come, or is not modelled)");
}

}  // namespace blackstart::drill
