#include "drill/measure/work.h"

#include <algorithm>

#include "drill/report/sections.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

std::string legend_of(const WorkCounts& all) {
  std::string legend;
  for (const WorkRow& row : kWork) {
    if (all[row.kind] == 0) continue;
    legend += (legend.empty() ? "" : "; ") + std::string(row.title) + ": " + std::string(row.means);
  }
  return "  (" + legend + ")";
}

void add_row(const std::string& name, const WorkCounts& work, const WorkCounts& all, Table& table) {
  table.rows.push_back({{.text = name}});
  for (const WorkRow& row : kWork) {
    if (all[row.kind] == 0) continue;
    const std::string text = work[row.kind] == 0 ? "-" : in_words(work[row.kind]);
    table.rows.back().push_back({.text = text});
  }
}

void write_counts(const Outcome& outcome, Page& page) {
  const WorkCounts all = work_of(outcome, [](const auto&, const auto&) { return true; });
  if (!all.any()) return page.paragraph("  every interval was run once, in time, to its end");
  Table table{.columns = {{.title = "Deployment", .wraps = true}}};
  for (const WorkRow& row : kWork) {
    if (all[row.kind] != 0)
      table.columns.push_back({.title = std::string(row.title), .align = Column::Align::right});
  }
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    const WorkCounts work = work_of(deployment);
    if (work.any()) add_row(deployment.name, work, all, table);
  }
  if (table.rows.size() > 1) add_row("all", all, all, table);
  page.table(table);
  page.paragraph(legend_of(all), 3);
}

void write_useless(const DeploymentOutcome& deployment, Page& page) {
  const std::string who =
      deployment.kept_by.empty() ? "" : "; " + deployment.kept_by + " has to act";
  page.paragraph("  " + deployment.name + " is HEALTHY but useless: " + deployment.keeps + who, 4,
                 Colour::bad);
}

// Those of a Deployment that is of use otherwise.
void write_useless_dags(const DeploymentOutcome& deployment, Page& page) {
  for (const DagOutcome& dag : deployment.dags) {
    if (dag.keeps.empty()) continue;
    const std::string who = dag.kept_by.empty() ? "" : "; " + dag.kept_by + " has to act";
    page.paragraph(
        "  " + dag.name + " of " + deployment.name + " has not succeeded since: " + dag.keeps + who,
        4, Colour::bad);
  }
}

}  // namespace

void write_work(const Outcome& outcome, Page& page) {
  page.heading("What became of the work");
  write_counts(outcome, page);
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    if (deployment.is_useless)
      write_useless(deployment, page);
    else
      write_useless_dags(deployment, page);
  }
}

}  // namespace blackstart::drill
