#include "drill/actual/compare.h"
#include "drill/report/page.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

// What is outside of 95 % of all runs on one side deserves a look.
constexpr double kUnusual = 0.05;

std::string or_never(const std::optional<Duration>& duration) {
  return duration ? in_words(*duration) : "never";
}

Cell percentile_cell(double share) {
  const Colour colour = share < kUnusual || share > 1 - kUnusual ? Colour::doubtful : Colour::none;
  if (share <= 0) return {"faster than all", colour};
  if (share >= 1) return {"slower than all", colour};
  return {percent(static_cast<int>(share * 1000 + 0.5)), colour};
}

std::vector<Cell> row_of(const Prediction& prediction) {
  return {{.text = prediction.step},           {.text = in_words(prediction.actual)},
          {.text = or_never(prediction.low)},  {.text = or_never(prediction.median)},
          {.text = or_never(prediction.high)}, percentile_cell(prediction.percentile)};
}

void write_predictions(const DrillComparison& comparison, Page& page) {
  Table table{.columns = {{.title = "step", .wraps = true},
                          {.title = "drill", .align = Column::Align::right},
                          {.title = "p5", .align = Column::Align::right},
                          {.title = "p50", .align = Column::Align::right},
                          {.title = "p95", .align = Column::Align::right},
                          {.title = "runs that took less", .align = Column::Align::right}}};
  for (const Prediction& step : comparison.steps) table.rows.push_back(row_of(step));
  table.rows.push_back(row_of(*comparison.total));
  page.heading("Each step beside " + counted(comparison.runs, "run") + " (seeds from " +
               std::to_string(comparison.first_seed) + ")");
  page.table(table);
}

void write_list(const std::string& title, const std::vector<std::string>& names, Page& page) {
  if (names.empty()) return;
  page.heading(title);
  page.paragraph("  " + joined(names), 4);
}

}  // namespace

std::string write_comparison_text(const DrillComparison& comparison, const Style& style) {
  Page page(style);
  page.paragraph(comparison.drill + " beside " + comparison.scenario, 2, Colour::bold);
  if (comparison.total)
    write_predictions(comparison, page);
  else if (comparison.was_nothing_hit)
    page.heading("Nothing to compare: nothing was hit in any of " +
                 counted(comparison.runs, "run"));
  else
    page.heading("Nothing to compare: the drill and the plan have no step in common");
  write_list("What the model missed: in the drill and not in the plan", comparison.unforeseen,
             page);
  write_list("What the drill left out: in the plan and not written down", comparison.not_drilled,
             page);
  return page.take();
}

}  // namespace blackstart::drill
