#include "drill/measure/work.h"
#include "drill/report/sections.h"
#include "drill/report/words.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

std::string waited(const ManualStep& step) {
  return step.begun ? in_words(*step.begun - step.asked) : "not begun";
}

std::string took(const ManualStep& step) {
  if (!step.begun) return "-";
  return step.finished ? in_words(*step.finished - *step.begun) : "not done";
}

}  // namespace

void write_people(const Outcome& outcome, Page& page) {
  constexpr auto kRight = Column::Align::right;
  Table table{.columns = {{.title = "#", .align = kRight},
                          {.title = "asked", .align = kRight},
                          {.title = "who", .wraps = true},
                          {.title = "what", .wraps = true},
                          {.title = "waited", .align = kRight},
                          {.title = "took", .align = kRight}}};
  const Instant fault = first_fault(outcome);
  for (const ManualStep& step : outcome.manual_steps) {
    table.rows.push_back(
        {{.text = std::to_string(table.rows.size() + 1)},
         {.text = offset_in_words(step.asked - fault)},
         {.text = step.owner},
         {.text = step.step},
         {.text = waited(step), .colour = step.begun ? Colour::none : Colour::doubtful},
         {.text = took(step)}});
  }
  if (table.rows.empty()) return page.heading("Nobody was asked to do anything");
  const Duration worked = operator_time(outcome);
  page.heading("What people had to do, in order: " + counted(table.rows.size(), "step") +
               (worked > Duration{0} ? ", " + in_words(worked) + " of work" : ""));
  page.table(table);
}

}  // namespace blackstart::drill
