#include "recovery/detector.h"

#include <algorithm>
#include <bit>
#include <string_view>

#include "recovery/check.h"

namespace blackstart::recovery {
namespace {

constexpr std::string_view kEverything;

}  // namespace

Detector::Detector(const Detection& detection)
    : misses_(detection.misses), vantages_(detection.from.size()) {
  check(detection.probe_every > Duration{0}, "probes have an interval");
  check(detection.misses >= 1 && detection.misses <= detection.of && detection.of <= 64,
        "a detector wants 1 <= misses <= of <= 64");
  window_ = ~History{0} >> (64 - detection.of);
}

void Detector::observe(std::uint32_t index, Probe outcome, const Missing& missing) {
  Vantage& vantage = vantages_[index];
  vantage.reports = outcome != Probe::silent;
  if (outcome == Probe::seen) vantage.missing.clear();
  if (outcome == Probe::missed)
    vantage.missing = missing.empty() ? Missing{std::string(kEverything)} : missing;
  if (vantage.reports) {
    vantage.history = vantage.history << 1 | (brings_news(vantage) ? 1 : 0);
    vantage.misses = static_cast<std::uint32_t>(std::popcount(vantage.history & window_));
  }
  form_opinion();
}

bool Detector::brings_news(Vantage& vantage) const {
  const bool is_news = std::ranges::any_of(
      vantage.missing, [&](const std::string& name) { return !vantage.known.contains(name); });
  for (auto& [name, history] : vantage.known)
    history = history << 1 | (vantage.missing.contains(name) ? 1 : 0);
  std::erase_if(vantage.known, [this](const auto& each) { return (each.second & window_) == 0; });
  return is_news;
}

Detector Detector::watching_on() const {
  std::map<std::string, History> known;
  for (const Vantage& vantage : vantages_) {
    for (const std::string& name : vantage.missing) known[name] = ~History{0};
    for (const auto& [name, history] : vantage.known) known[name] = ~History{0};
  }
  Detector next = *this;
  next.believes_ = false;
  for (Vantage& vantage : next.vantages_) vantage = {.known = known};
  return next;
}

void Detector::form_opinion() {
  const auto reporting = std::ranges::count_if(vantages_, &Vantage::reports);
  const auto agreeing = std::ranges::count_if(
      vantages_, [this](const Vantage& each) { return each.reports && each.misses >= misses_; });
  if (reporting > 0) believes_ = 2 * agreeing > reporting;
}

bool Detector::is_suspicious() const {
  const auto sees_misses = [](const Vantage& each) { return each.reports && each.misses > 0; };
  return !believes_failed() && std::ranges::any_of(vantages_, sees_misses);
}

}  // namespace blackstart::recovery
