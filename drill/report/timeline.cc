#include <algorithm>

#include "drill/report/sections.h"
#include "drill/report/words.h"
#include "drill/text/words.h"

namespace blackstart::drill {

void write_timeline(const Outcome& outcome, Page& page) {
  const Instant fault = first_fault(outcome);
  const bool was_anybody_hit = std::ranges::any_of(
      outcome.deployments, [](const DeploymentOutcome& each) { return !each.outages.empty(); });
  Table table{.columns = {{.title = "UTC"},
                          {.title = was_anybody_hit ? "since fault" : "since start",
                           .align = Column::Align::right},
                          {.title = "what happened", .wraps = true}}};
  for (const TimelineEntry& entry : outcome.timeline) {
    table.rows.push_back({{.text = in_utc(entry.at)},
                          {.text = offset_in_words(entry.at - fault)},
                          {.text = entry.what}});
  }
  if (table.rows.empty()) return;
  page.heading("Timeline");
  page.table(table);
}

}  // namespace blackstart::drill
