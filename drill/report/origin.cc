#include "drill/report/sections.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

void list(std::string_view title, const std::vector<std::string>& lines, Page& page) {
  if (lines.empty()) return;
  page.paragraph(title);
  for (const std::string& line : lines) page.paragraph("  " + line, 4);
}

// Back for good: after its last outage. Nothing where that had not ended, or there was none.
std::optional<Instant> back_at(const DeploymentOutcome& deployment) {
  return deployment.outages.empty() ? std::nullopt : deployment.outages.back().ended;
}

std::string back(const DeploymentOutcome& deployment) {
  if (deployment.status == Status::unaffected) return "was never down";
  const auto at = back_at(deployment);
  return at ? in_utc(*at) : "not seen again";
}

// What came back and went down again was not down in between: no length spans two outages.
std::string down_for(const DeploymentOutcome& deployment) {
  const std::vector<Outage>& outages = deployment.outages;
  if (outages.empty()) return "-";
  const auto longest = outages[deployment.longest()].rta();
  if (outages.size() == 1) return longest ? in_words(*longest) : "-";
  return counted(outages.size(), "time") + ", " +
         (back_at(deployment) && longest ? in_words(*longest) + " at the longest"
                                         : "not back from the last");
}

// Would it have survived that day, and when would it have been back?
void write_survivors(const Outcome& outcome, Page& page) {
  Table table{.columns = {{.title = "Deployment"},
                          {.title = "that day", .wraps = true},
                          {.title = "back (UTC)"},
                          {.title = "down for", .wraps = true}}};
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    table.rows.push_back({{.text = deployment.name},
                          {.text = std::string(name_of(deployment.status))},
                          {.text = back(deployment)},
                          {.text = down_for(deployment)}});
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
