#pragma once

#include <span>
#include <string>
#include <string_view>

#include "drill/outcome.h"

namespace blackstart::drill {

// How a report looks; it never changes what a report says.
struct Style {
  int width = 100;        // columns, 80 to 160
  bool colour = false;    // ANSI; for terminals
  bool as_list = false;   // several were asked for, also where one outcome is left
  std::string reproduce;  // the command line that gives the same bytes again; empty: not shown
};

// A way to write down outcomes. Pure: the same outcomes and style give the same bytes.
struct ReportFormat {
  std::string_view name;
  std::string_view does;
  std::string (*write)(std::span<const Outcome> outcomes, const Style& style);
};

// Every format there is.
std::span<const ReportFormat> report_formats();
// nullptr: there is no such format.
const ReportFormat* find_report_format(std::string_view name);

std::string write_text(std::span<const Outcome> outcomes, const Style& style);
std::string write_json(std::span<const Outcome> outcomes, const Style& style);
std::string write_svg(std::span<const Outcome> outcomes, const Style& style);

}  // namespace blackstart::drill
