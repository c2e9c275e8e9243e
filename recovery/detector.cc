#include "recovery/detector.h"

#include <algorithm>
#include <bit>

#include "recovery/check.h"

namespace blackstart::recovery {

Detector::Detector(const Detection& detection)
    : misses_(detection.misses), vantages_(detection.from.size()) {
  check(detection.probe_every > Duration{0}, "probes have an interval");
  check(detection.misses >= 1 && detection.misses <= detection.of && detection.of <= 64,
        "a detector wants 1 <= misses <= of <= 64");
  window_ = ~std::uint64_t{0} >> (64 - detection.of);
}

void Detector::observe(std::uint32_t vantage, Probe outcome) {
  Vantage& seen = vantages_[vantage];
  seen.reports = outcome != Probe::silent;
  if (seen.reports) seen.history = seen.history << 1 | (outcome == Probe::missed ? 1 : 0);
  form_opinion();
}

bool Detector::suspects(const Vantage& vantage) const {
  return static_cast<std::uint32_t>(std::popcount(vantage.history & window_)) >= misses_;
}

void Detector::form_opinion() {
  const auto reporting = std::ranges::count_if(vantages_, &Vantage::reports);
  const auto agreeing = std::ranges::count_if(
      vantages_, [this](const Vantage& each) { return each.reports && suspects(each); });
  if (reporting > 0) believes_ = 2 * agreeing > reporting;
}

bool Detector::is_suspicious() const {
  const auto sees_misses = [this](const Vantage& each) {
    return each.reports && (each.history & window_) != 0;
  };
  return !believes_failed() && std::ranges::any_of(vantages_, sees_misses);
}

}  // namespace blackstart::recovery
