#include "drill/report/sections.h"
#include "drill/report/words.h"

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

void write_rta(const Outcome& outcome, Milestone since, Page& page) {
  Table table{.columns = {{.title = "Deployment", .wraps = true}}, .rows = {}};
  for (const auto& [milestone, title] : kColumns) {
    if (milestone > since) table.columns.push_back({.title = title, .align = Column::Align::right});
  }
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    if (deployment.status == Status::unaffected) continue;
    table.rows.push_back({{.text = deployment.name}});
    for (const auto& [milestone, title] : kColumns) {
      if (milestone > since)
        table.rows.back().push_back({.text = rta_in_words(deployment, milestone, since)});
    }
  }
  page.heading("RTA per Deployment, since " + std::string(name_of(since)));
  page.table(table);
}

}  // namespace

void write_timeline(const Outcome& outcome, Page& page) {
  const Instant fault = first_fault(outcome);
  Table table{.columns = {{.title = "UTC"},
                          {.title = "since fault", .align = Column::Align::right},
                          {.title = "what happened", .wraps = true}},
              .rows = {}};
  for (const TimelineEntry& entry : outcome.timeline) {
    table.rows.push_back({{.text = in_utc(entry.at)},
                          {.text = offset_in_words(entry.at - fault)},
                          {.text = entry.what}});
  }
  page.heading("Timeline");
  page.table(table);
}

void write_milestones(const Outcome& outcome, Page& page) {
  write_rta(outcome, Milestone::fault, page);
  write_rta(outcome, Milestone::declared, page);
  page.paragraph("  (-: it did not come, or is not modelled)");
}

}  // namespace blackstart::drill
