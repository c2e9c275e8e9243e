#include <algorithm>

#include "drill/campaign/sensitivity.h"
#include "drill/campaign/words.h"
#include "drill/text/words.h"
#include "drill/text/xml.h"

namespace blackstart::drill {
namespace {

constexpr auto kTime = Unit::duration;
constexpr int kRow = 26, kTop = 70;
constexpr std::size_t kBarsMax = 20;

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
         anchor + "\">" + xml_text(text) + "</text>\n";
}

double mean_of(const Effect& effect) { return effect.rta.mean->value; }

std::string bar_of(const Sway& sway, const Scale& scale, int y) {
  const auto [low, high] = std::minmax({mean_of(sway.at_low), mean_of(sway.at_high)});
  const std::string colour = sway.input.is_assumption() ? "#e0a030" : "#4a7ab0";
  return text_at(Scale::kLeft - 10, y + 14, "end", figure_in_words(sway.input.name)) +
         "<rect x=\"" + std::to_string(scale.at(low)) + "\" y=\"" + std::to_string(y) +
         "\" width=\"" + std::to_string(std::max(1, scale.at(high) - scale.at(low))) +
         "\" height=\"18\" fill=\"" + colour + "\"><title>" +
         xml_text(in_words(sway.low) + " to " + in_words(sway.high) + ": RTA " +
                  mean_in_words(sway.at_low.rta) + " to " + mean_in_words(sway.at_high.rta)) +
         "</title></rect>\n";
}

// Those with a bar: both ends have a mean, and another one.
std::vector<Sway> shown_of(const Sensitivity& sensitivity) {
  std::vector<Sway> shown;
  for (const Sway& sway : sensitivity.sways) {
    const bool is_bar = sway.at_low.rta.mean && sway.at_high.rta.mean && sway.swing() > 0.0;
    if (is_bar && shown.size() < kBarsMax) shown.push_back(sway);
  }
  return shown;
}

Scale scale_of(const std::optional<Estimate>& base, const std::vector<Sway>& shown) {
  std::vector<double> means;
  if (base) means.push_back(base->value);
  for (const Sway& sway : shown) {
    means.push_back(mean_of(sway.at_low));
    means.push_back(mean_of(sway.at_high));
  }
  if (means.empty()) return {};
  const auto [least, most] = std::ranges::minmax(means);
  return {.from = least, .to = std::max(most, least + 1)};
}

std::string base_line(const std::optional<Estimate>& base, const Scale& scale, int bottom) {
  if (!base) return {};
  const std::string x = std::to_string(scale.at(base->value));
  return "<line x1=\"" + x + "\" x2=\"" + x + "\" y1=\"" + std::to_string(kTop - 8) + "\" y2=\"" +
         std::to_string(bottom) + "\" stroke=\"black\"/>\n";
}

}  // namespace

std::string write_tornado_svg(const Sensitivity& sensitivity) {
  const std::optional<Estimate>& base = sensitivity.base.rta.mean;
  const std::vector<Sway> shown = shown_of(sensitivity);
  const Scale scale = scale_of(base, shown);
  std::string bars;
  int y = kTop;
  for (const Sway& sway : shown) {
    bars += bar_of(sway, scale, y);
    y += kRow;
  }
  const std::string height = std::to_string(y + 30);
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 900 " + height +
         "\" font-family=\"sans-serif\" font-size=\"13\">\n<rect width=\"900\" height=\"" + height +
         "\" fill=\"white\"/>\n" + text_at(10, 24, "start", sensitivity.title) +
         text_at(10, 46, "start",
                 "Mean RTA with one figure held at its ends; amber: assumed, blue: sourced") +
         bars + text_at(Scale::kLeft, y + 16, "start", in_words(scale.from, kTime)) +
         text_at(Scale::kLeft + Scale::kWidth, y + 16, "end", in_words(scale.to, kTime)) +
         base_line(base, scale, y) + "</svg>\n";
}

}  // namespace blackstart::drill
