#include "drill/report/report.h"

#include <algorithm>
#include <array>

namespace blackstart::drill {
namespace {

constexpr std::array kFormats = {
    ReportFormat{"text", "for people: the verdict first, then the evidence", write_text},
    ReportFormat{"json", "for programs: schema blackstart/outcome/1", write_json},
    ReportFormat{"svg", "the picture: who was down, the critical path, people", write_svg},
};

}  // namespace

std::span<const ReportFormat> report_formats() { return kFormats; }

const ReportFormat* find_report_format(std::string_view name) {
  const auto* found = std::ranges::find(kFormats, name, &ReportFormat::name);
  return found == kFormats.end() ? nullptr : found;
}

}  // namespace blackstart::drill
