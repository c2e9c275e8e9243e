#include <algorithm>

#include "drill/campaign/sensitivity.h"
#include "drill/campaign/words.h"
#include "drill/text/svg.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

constexpr auto kTime = Unit::duration;
constexpr int kRow = 26, kTop = 70, kLeft = 300, kWidth = 560;
constexpr std::size_t kBarsMax = 20;

double mean_of(const Effect& effect) { return effect.rta.mean->value; }

void draw_bar(const Sway& sway, const Scale& scale, int y, Svg& picture) {
  const auto [low, high] = std::minmax({mean_of(sway.at_low), mean_of(sway.at_high)});
  const std::string_view colour = sway.input.is_assumption() ? "#e0a030" : "#4a7ab0";
  picture.text(kLeft - 10, y + 14, figure_in_words(sway.input.name), Svg::Anchor::end);
  picture.box({scale.at(low), y, scale.at(high) - scale.at(low), 18}, colour,
              in_words(sway.low) + " to " + in_words(sway.high) + ": RTA " +
                  mean_in_words(sway.at_low.rta) + " to " + mean_in_words(sway.at_high.rta));
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
  if (means.empty()) means.push_back(0);
  const auto [least, most] = std::ranges::minmax(means);
  return {.from = least, .to = std::max(most, least + 1), .left = kLeft, .width = kWidth};
}

}  // namespace

std::string write_tornado_svg(const Sensitivity& sensitivity) {
  const std::optional<Estimate>& base = sensitivity.base.rta.mean;
  const std::vector<Sway> shown = shown_of(sensitivity);
  const Scale scale = scale_of(base, shown);
  Svg picture;
  picture.text(10, 24, sensitivity.title);
  picture.text(10, 46, "Mean RTA with one figure held at its ends; amber: assumed, blue: sourced");
  int y = kTop;
  for (const Sway& sway : shown) {
    draw_bar(sway, scale, y, picture);
    y += kRow;
  }
  picture.text(kLeft, y + 16, in_words(scale.from, kTime));
  picture.text(kLeft + kWidth, y + 16, in_words(scale.to, kTime), Svg::Anchor::end);
  if (base) picture.upright_line(scale.at(base->value), kTop - 8, y, "black");
  return picture.finish(900, y + 30);
}

}  // namespace blackstart::drill
