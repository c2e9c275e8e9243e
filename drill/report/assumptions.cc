#include <algorithm>

#include "drill/report/sections.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

constexpr std::size_t kAssumptionsShown = 5;

}  // namespace

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

void write_not_modelled(const Outcome& outcome, Page& page) {
  if (outcome.not_modelled.empty()) return;
  page.heading("Not modelled");
  for (const std::string& each : outcome.not_modelled) page.paragraph("  " + each, 4);
}

}  // namespace blackstart::drill
