#include <array>

#include "drill/report/sections.h"

namespace blackstart::drill {
namespace {

// From the top of the page to its bottom.
constexpr std::array kSections = {
    write_identity,   write_verdict,     write_recovery,     write_healthy, write_losses,
    write_drift,      write_assumptions, write_not_modelled, write_origin,  write_timeline,
    write_milestones, write_work,        write_ledger,       write_people,  write_path,
};

}  // namespace

std::string write_text(std::span<const Outcome> outcomes, const Style& style) {
  Page page(style);
  bool is_first = true;
  for (const Outcome& outcome : outcomes) {
    if (!is_first) page.paragraph("\xE2\x80\x94\xE2\x80\x94\xE2\x80\x94");
    is_first = false;
    for (const auto write_section : kSections) write_section(outcome, page);
  }
  if (!style.reproduce.empty()) {
    page.heading("The same run again");
    page.command(style.reproduce);
  }
  return page.take();
}

}  // namespace blackstart::drill
