#include "drill/measure/work.h"

#include <algorithm>

#include "drill/report/sections.h"
#include "drill/report/words.h"

namespace blackstart::drill {
namespace {

// Narrow titles, in the order of WorkKind.
constexpr std::array<std::string_view, kWorkNames.size()> kTitles = {
    "skipped", "late",   "twice",   "unsafe",  "flooded", "unheard",  "promised",
    "missed",  "failed", "retried", "zombies", "doubled", "log tails"};

void add_row(const std::string& name, const WorkCounts& work, const WorkCounts& all, Table& table) {
  table.rows.push_back({{.text = name}});
  for (std::size_t i = 0; i < kTitles.size(); ++i) {
    if (all.counts[i] == 0) continue;
    const std::string text = work.counts[i] == 0 ? "-" : in_words(work.counts[i]);
    table.rows.back().push_back({.text = text});
  }
}

void write_counts(const Outcome& outcome, Page& page) {
  const WorkCounts all = work_of(outcome, [](const auto&, const auto&) { return true; });
  if (!all.any()) return page.paragraph("  every interval was run once, in time, to its end");
  Table table{.columns = {{.title = "Deployment", .wraps = true}}, .rows = {}};
  for (std::size_t i = 0; i < kTitles.size(); ++i) {
    if (all.counts[i] != 0)
      table.columns.push_back({.title = std::string(kTitles[i]), .align = Column::Align::right});
  }
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    const WorkCounts work = work_of(deployment);
    if (work.any()) add_row(deployment.name, work, all, table);
  }
  if (table.rows.size() > 1) add_row("all", all, all, table);
  page.table(table);
}

void write_useless(const DeploymentOutcome& deployment, Page& page) {
  const std::string who =
      deployment.kept_by.empty() ? "" : "; " + deployment.kept_by + " has to act";
  page.paragraph("  " + deployment.name + " is HEALTHY but useless: " + deployment.keeps + who, 4,
                 Colour::bad);
}

}  // namespace

void write_work(const Outcome& outcome, Page& page) {
  page.heading("What became of the work");
  write_counts(outcome, page);
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    if (deployment.is_useless) write_useless(deployment, page);
  }
}

}  // namespace blackstart::drill
