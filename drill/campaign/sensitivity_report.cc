#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "drill/campaign/sensitivity.h"
#include "drill/campaign/words.h"
#include "drill/report/page.h"
#include "drill/report/words.h"

namespace blackstart::drill {
namespace {

using Json = nlohmann::ordered_json;
constexpr auto kTime = Quantity::Unit::duration;

std::string mean_in_words(const std::optional<double>& mean) {
  return mean ? in_words(*mean, kTime) : "never";
}

// "people/x" is how long x takes to respond.
std::string figure_in_words(const std::string& figure) {
  constexpr std::string_view kPeople = "people/";
  return figure.starts_with(kPeople) ? figure.substr(kPeople.size()) + " responding" : figure;
}

std::string break_even_in_words(const BreakEven& found) {
  const std::string whose = figure_in_words(found.figure);
  switch (found.kind) {
    case BreakEven::Kind::always:
      return "holds however long " + whose + " takes (tried up to " + in_words(found.at) + ")";
    case BreakEven::Kind::never:
      return "is missed even if " + whose + " takes no time";
    case BreakEven::Kind::below:
      return "holds while " + whose + " takes less than " + in_words(found.at);
  }
  return {};
}

void write_sways(const Sensitivity& sensitivity, Page& page) {
  page.heading("Mean RTA with one figure held at its p5 and at its p95");
  Table table{{{"", Column::Align::left, true},
               {""},
               {"held at", Column::Align::right},
               {"and at", Column::Align::right},
               {"RTA", Column::Align::right},
               {"and", Column::Align::right},
               {"swing", Column::Align::right}},
              {}};
  std::vector<std::string> idle;
  for (const Sway& sway : sensitivity.sways) {
    if (sway.swing() == 0) {
      idle.push_back(figure_in_words(sway.input.name));
      continue;
    }
    table.rows.push_back({{figure_in_words(sway.input.name)},
                          {sway.input.is_assumption() ? "assumed" : "sourced"},
                          {in_words(sway.low)},
                          {in_words(sway.high)},
                          {mean_in_words(sway.at_low)},
                          {mean_in_words(sway.at_high)},
                          {in_words(sway.swing(), kTime)}});
  }
  if (!table.rows.empty()) page.table(table);
  if (!idle.empty()) page.paragraph("  makes no difference: " + joined(idle), 4);
}

void write_break_evens(const Sensitivity& sensitivity, Page& page) {
  if (sensitivity.break_evens.empty()) return;
  page.heading("How long each may take");
  std::string objective;
  for (const BreakEven& found : sensitivity.break_evens) {
    if (found.objective != objective) page.paragraph("  " + found.objective, 4);
    objective = found.objective;
    page.paragraph("    " + break_even_in_words(found), 6);
  }
}

Json in_json(const Sway& sway) {
  const auto mean = [](const std::optional<double>& value) {
    return value ? in_json(*value, kTime) : Json();
  };
  return {{"figure", sway.input.name},
          {"is_assumption", sway.input.is_assumption()},
          {"says",
           sway.input.is_assumption() ? sway.input.timing.assumption : sway.input.timing.source},
          {"low", in_json(static_cast<double>(sway.low.count()), kTime)},
          {"high", in_json(static_cast<double>(sway.high.count()), kTime)},
          {"rta_at_low", mean(sway.at_low)},
          {"rta_at_high", mean(sway.at_high)}};
}

Json in_json(const BreakEven& found) {
  constexpr std::array kKinds = {"always", "never", "below"};
  return {{"objective", found.objective},
          {"figure", found.figure},
          {"holds", kKinds[static_cast<std::size_t>(found.kind)]},
          {"seconds", found.kind == BreakEven::Kind::never
                          ? Json()
                          : in_json(static_cast<double>(found.at.count()), kTime)}};
}

std::string escaped(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '<')
      safe += "&lt;";
    else if (c == '&')
      safe += "&amp;";
    else
      safe += static_cast<unsigned char>(c) < 0x20U ? ' ' : c;
  }
  return safe;
}

// Pixels from microseconds, for all bars alike.
struct Scale {
  double from = 0, to = 1;
  static constexpr int kLeft = 300, kWidth = 560;
  int at(double value) const {
    return kLeft + static_cast<int>((value - from) / (to - from) * kWidth);
  }
};

std::string text_at(int x, int y, const std::string& anchor, const std::string& text) {
  return "<text x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) + "\" text-anchor=\"" +
         anchor + "\">" + escaped(text) + "</text>\n";
}

std::string bar_of(const Sway& sway, const Scale& scale, int y) {
  const double low = std::min(*sway.at_low, *sway.at_high);
  const double high = std::max(*sway.at_low, *sway.at_high);
  const std::string colour = sway.input.is_assumption() ? "#e0a030" : "#4a7ab0";
  return text_at(Scale::kLeft - 10, y + 14, "end", figure_in_words(sway.input.name)) +
         "<rect x=\"" + std::to_string(scale.at(low)) + "\" y=\"" + std::to_string(y) +
         "\" width=\"" + std::to_string(std::max(1, scale.at(high) - scale.at(low))) +
         "\" height=\"18\" fill=\"" + colour + "\"><title>" +
         escaped(in_words(sway.low) + " to " + in_words(sway.high) + ": RTA " +
                 mean_in_words(sway.at_low) + " to " + mean_in_words(sway.at_high)) +
         "</title></rect>\n";
}

}  // namespace

std::string write_sensitivity_text(const Sensitivity& sensitivity, const Style& style) {
  Page page(style);
  page.paragraph(sensitivity.title, 2, Colour::bold);
  page.paragraph(
      counted(sensitivity.runs, "run") + " of each variant from seed " +
      std::to_string(sensitivity.first_seed) +
      ", under the same luck; RTA is the slowest Deployment's, fault to first success: " +
      mean_in_words(sensitivity.base) + " on average as things are");
  write_sways(sensitivity, page);
  write_break_evens(sensitivity, page);
  page.blank();
  page.paragraph("An objective holds where " + share_in_words(sensitivity.required) +
                 " of the runs meet it.");
  return page.take();
}

std::string write_sensitivity_json(const Sensitivity& sensitivity, const Style&) {
  Json sways = Json::array(), break_evens = Json::array();
  for (const Sway& sway : sensitivity.sways) sways.push_back(in_json(sway));
  for (const BreakEven& found : sensitivity.break_evens) break_evens.push_back(in_json(found));
  return text_of_json({{"schema", "blackstart/sensitivity/1"},
                       {"scenario", sensitivity.file},
                       {"title", sensitivity.title},
                       {"first_seed", sensitivity.first_seed},
                       {"runs", sensitivity.runs},
                       {"share_required", sensitivity.required},
                       {"rta", sensitivity.base ? in_json(*sensitivity.base, kTime) : Json()},
                       {"figures", sways},
                       {"break_even", break_evens}});
}

std::string write_tornado_svg(const Sensitivity& sensitivity) {
  constexpr int kRow = 26, kTop = 70, kBarsMax = 20;
  std::vector<Sway> shown;
  for (const Sway& sway : sensitivity.sways) {
    const bool is_bar = sway.at_low && sway.at_high && sway.swing() > 0;
    if (is_bar && shown.size() < kBarsMax) shown.push_back(sway);
  }
  std::string bars;
  Scale scale{.from = sensitivity.base.value_or(0), .to = sensitivity.base.value_or(0) + 1};
  for (const Sway& sway : shown) {
    scale.from = std::min({scale.from, *sway.at_low, *sway.at_high});
    scale.to = std::max({scale.to, *sway.at_low, *sway.at_high});
  }
  int y = kTop;
  for (const Sway& sway : shown) {
    bars += bar_of(sway, scale, y);
    y += kRow;
  }
  const std::string height = std::to_string(y + 30);
  std::string svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 900 " + height +
      "\" font-family=\"sans-serif\" font-size=\"13\">\n<rect width=\"900\" height=\"" + height +
      "\" fill=\"white\"/>\n" + text_at(10, 24, "start", sensitivity.title) +
      text_at(10, 46, "start",
              "Mean RTA with one figure held at its p5 and p95; amber: assumed, blue: sourced") +
      bars + text_at(Scale::kLeft, y + 16, "start", in_words(scale.from, kTime)) +
      text_at(Scale::kLeft + Scale::kWidth, y + 16, "end", in_words(scale.to, kTime));
  if (sensitivity.base) {
    const std::string x = std::to_string(scale.at(*sensitivity.base));
    svg += "<line x1=\"" + x + "\" x2=\"" + x + "\" y1=\"" + std::to_string(kTop - 8) + "\" y2=\"" +
           std::to_string(y) + "\" stroke=\"black\"/>\n";
  }
  return svg + "</svg>\n";
}

}  // namespace blackstart::drill
