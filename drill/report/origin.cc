#include "drill/report/sections.h"

namespace blackstart::drill {
namespace {

void list(std::string_view title, const std::vector<std::string>& lines, Page& page) {
  if (lines.empty()) return;
  page.paragraph(title);
  for (const std::string& line : lines) page.paragraph("  " + line, 4);
}

}  // namespace

void write_origin(const Outcome& outcome, Page& page) {
  if (!outcome.origin) return;
  const Origin& origin = *outcome.origin;
  page.heading("That day: " + origin.incident);
  page.paragraph("confidence " + origin.confidence + "; " + origin.converted +
                 " became faults; data loss as published: " + origin.data_loss);
  list("Sources", origin.sources, page);
  list("What stands for what", origin.mapped, page);
  list("Assumed", origin.assumptions, page);
  list("Left out", origin.left_out, page);
}

}  // namespace blackstart::drill
