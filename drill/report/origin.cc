#include "drill/report/sections.h"
#include "drill/report/words.h"
#include "drill/text/durations.h"

namespace blackstart::drill {
namespace {

void list(std::string_view title, const std::vector<std::string>& lines, Page& page) {
  if (lines.empty()) return;
  page.paragraph(title);
  for (const std::string& line : lines) page.paragraph("  " + line, 4);
}

std::string back_at(const DeploymentOutcome& deployment) {
  if (deployment.status == Status::unaffected) return "was never down";
  const auto& success = deployment.at[static_cast<std::size_t>(Milestone::first_success)];
  return success ? text_of(std::chrono::floor<std::chrono::seconds>(*success)) : "not seen again";
}

// Would it have survived that day, and when would it have been back?
void write_survivors(const Outcome& outcome, Page& page) {
  Table table{.columns = {{.title = "Deployment"},
                          {.title = "that day", .wraps = true},
                          {.title = "back (UTC)"},
                          {.title = "after", .align = Column::Align::right}},
              .rows = {}};
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    const auto after = deployment.rta(Milestone::first_success);
    table.rows.push_back({{.text = deployment.name},
                          {.text = std::string(name_of(deployment.status))},
                          {.text = back_at(deployment)},
                          {.text = after ? in_words(*after) : "-"}});
  }
  if (!table.rows.empty()) page.table(table);
}

std::vector<std::string> unknown_ends(const Outcome& outcome) {
  std::vector<std::string> lines;
  for (const AssumedEnd& end : outcome.unknown_ends) {
    std::string line = end.fault + ": " + in_words(end.assumed) + " assumed";
    if (!end.vary.empty()) line += "; to try others: blackstart sweep --vary " + end.vary;
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace

void write_origin(const Outcome& outcome, Page& page) {
  if (!outcome.origin) return;
  const Origin& origin = *outcome.origin;
  page.heading("That day: " + origin.incident);
  write_survivors(outcome, page);
  page.paragraph("confidence " + origin.confidence + "; " + origin.converted +
                 " became faults; data loss as published: " + origin.data_loss);
  list("Sources", origin.sources, page);
  list("What stands for what", origin.mapped, page);
  list("Ends that nobody published", unknown_ends(outcome), page);
  list("Assumed", origin.assumptions, page);
  list("Left out", origin.left_out, page);
}

}  // namespace blackstart::drill
