#include "drill/report/sections.h"

namespace blackstart::drill {

std::string write_text(std::span<const Outcome> outcomes, const Style& style) {
  Page page(style);
  bool is_first = true;
  for (const Outcome& outcome : outcomes) {
    if (!is_first) page.paragraph("\xE2\x80\x94\xE2\x80\x94\xE2\x80\x94");
    is_first = false;
    write_headline(outcome, page);
    write_origin(outcome, page);
    write_timeline(outcome, page);
    write_milestones(outcome, page);
    write_work(outcome, page);
    write_ledger(outcome, page);
    write_people(outcome, page);
    write_path(outcome, page);
  }
  if (!style.reproduce.empty()) {
    page.heading("The same run again");
    page.command(style.reproduce);
  }
  return page.take();
}

}  // namespace blackstart::drill
