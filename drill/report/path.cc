#include "drill/report/sections.h"
#include "drill/report/words.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

std::vector<int> shares_of(const std::vector<CriticalStep>& steps) {
  std::vector<Duration> parts;
  for (const CriticalStep& step : steps) parts.push_back(step.finished - step.started);
  return per_mille(parts);
}

}  // namespace

void write_path(const Outcome& outcome, Page& page) {
  const std::vector<CriticalStep>& steps = outcome.critical_path.steps;
  if (steps.empty()) return;
  constexpr auto kRight = Column::Align::right;
  Table table{.columns = {{.title = "from", .align = kRight},
                          {.title = "took", .align = kRight},
                          {.title = "share", .align = kRight},
                          {.title = "step", .wraps = true},
                          {.title = "who", .wraps = true},
                          {.title = "why", .wraps = true}}};
  const Instant from = steps.front().started;
  const std::vector<int> shares = shares_of(steps);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    table.rows.push_back({{.text = offset_in_words(steps[i].started - from)},
                          {.text = in_words(printed(steps[i], from))},
                          {.text = percent(shares[i])},
                          {.text = steps[i].step},
                          {.text = steps[i].owner},
                          {.text = steps[i].why}});
  }
  const Duration total = std::chrono::floor<std::chrono::seconds>(steps.back().finished - from);
  table.rows.push_back({{.text = "total", .colour = Colour::bold},
                        {.text = in_words(total), .colour = Colour::bold},
                        {.text = "100.0 %", .colour = Colour::bold},
                        {},
                        {},
                        {}});
  page.heading("Critical path of " + outcome.critical_path.deployment +
               (outcome.critical_path.is_complete ? "" : ", which had not succeeded by the end"));
  page.table(table);
}

}  // namespace blackstart::drill
