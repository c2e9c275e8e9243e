#include "drill/campaign/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

using Json = nlohmann::ordered_json;

bool is_time(Quantity::Unit unit) { return unit == Quantity::Unit::duration; }

// "88,749", "-0.5": what is whole is written as a count is.
std::string count_in_words(double value) {
  const std::int64_t tenths = std::llround(std::abs(value) * 10);
  const std::string sign = value < 0 && tenths > 0 ? "-" : "";
  const std::string rest = tenths % 10 == 0 ? "" : "." + std::to_string(tenths % 10);
  return sign + in_words(tenths / 10) + rest;
}

// What is not nothing is not written as nothing, and what misses a demand not as if it met it.
std::string percent(double share, double demand = 1) {
  const double of_hundred = share * 100;
  if (of_hundred > 0 && of_hundred < 0.1) return printed("%.2g", of_hundred);
  for (const char* format : {"%.1f", "%.2f", "%.3f", "%.4f"}) {
    const std::string text = printed(format, of_hundred);
    if ((std::stod(text) >= demand * 100) == (share >= demand)) return text;
  }
  return printed("%.1f", of_hundred);
}

std::string unknown_in_words(const JudgedOverRuns& judged) {
  return judged.unknown == 0 ? "" : ", " + in_words(std::int64_t(judged.unknown)) + " unknown";
}

}  // namespace

std::string printed(const char* format, double value) {
  std::array<char, 400> text{};  // the largest number has 309 digits
  std::snprintf(text.data(), text.size(), format, value);
  return text.data();
}

std::string in_words(Measured value, const Quantity& quantity) {
  if (value.is_nothing()) return "-";
  if (value.is_never()) return std::string(quantity.endless);
  if (value.is_unseen()) return "not seen";
  return is_time(quantity.unit) ? in_words(Duration(value.value)) : in_words(value.value);
}

std::string in_words(double value, Quantity::Unit unit) {
  if (std::isinf(value)) return "unknown";
  if (!is_time(unit)) return count_in_words(value);
  return in_words(Duration(static_cast<std::int64_t>(value)));
}

std::string in_words(const Interval& interval, Quantity::Unit unit) {
  if (std::isinf(interval.low) && std::isinf(interval.high)) return "unknown";
  if (std::isinf(interval.high)) return "at least " + in_words(interval.low, unit);
  if (std::isinf(interval.low)) return "at most " + in_words(interval.high, unit);
  return in_words(interval.low, unit) + (interval.low < 0 ? " to " : "-") +
         in_words(interval.high, unit);
}

std::string mean_in_words(const Summary& summary) {
  const std::string of_all = " of " + in_words(std::int64_t(summary.runs));
  if (summary.runs == 0) return "-";
  if (summary.never > 0)
    return std::string(summary.quantity.endless) + " in " + in_words(std::int64_t(summary.never)) +
           of_all;
  if (summary.unseen > 0)
    return "unknown: " + in_words(std::int64_t(summary.unseen)) + of_all + " not seen";
  return in_words(summary.mean->value, summary.quantity.unit);
}

std::string interval_in_words(const Summary& summary) {
  return summary.mean ? in_words(summary.mean->interval, summary.quantity.unit) : "-";
}

std::string p95_in_words(const Summary& summary) {
  const auto p95 = std::ranges::find(summary.quantiles, 0.95, &Quantile::p);
  return p95 == summary.quantiles.end() ? "-" : in_words(p95->value, summary.quantity);
}

std::string percent_in_words(const JudgedOverRuns& judged) {
  return judged.is_known() ? percent(judged.share_met.value) + unknown_in_words(judged) : "unknown";
}

std::string share_in_words(const JudgedOverRuns& judged, double demand) {
  if (!judged.is_known()) return "unknown";
  return percent(judged.share_met.value, demand) + " %" + unknown_in_words(judged);
}

std::string share_in_words(double share, double demand) { return percent(share, demand) + " %"; }

std::string share_in_words(const Interval& interval, double demand) {
  return percent(interval.low, demand) + "-" + percent(interval.high, demand) + " %";
}

std::string inputs_in_words(const JudgedOverRuns& judged, const Sample& sample) {
  if (sample.sets == 0) return "-";
  const std::string counts = "met in " + std::to_string(judged.sets_met) + ", missed in " +
                             std::to_string(judged.sets_missed) + " of " +
                             std::to_string(sample.sets);
  if (judged.verdict != judged.of_the_runs) return "flips: " + counts;
  return judged.differs_between_sets() ? "differ: " + counts : "do not flip it";
}

Cell verdict_cell(const JudgedOverRuns& judged) {
  if (judged.accepted) return {"accepted", Colour::doubtful};
  return {std::string(name_of(judged.verdict)), colour_of(judged.verdict)};
}

std::string figure_in_words(const std::string& figure) {
  constexpr std::string_view kPeople = "people/", kEnd = "end of ";
  if (figure.starts_with(kEnd)) return "the " + figure;
  return figure.starts_with(kPeople) ? figure.substr(kPeople.size()) + " responding" : figure;
}

std::string_view name_of(Quantity::Unit unit) { return is_time(unit) ? "seconds" : "count"; }

Json in_json(Measured value, const Quantity& quantity) {
  if (value.is_nothing()) return {};
  if (value.is_never()) return quantity.endless;
  if (value.is_unseen()) return kNotObserved;
  return is_time(quantity.unit) ? in_json(static_cast<double>(value.value), quantity.unit)
                                : Json(value.value);
}

Json in_json(double value, Quantity::Unit unit) {
  if (std::isinf(value)) return {};
  return is_time(unit) ? value / 1e6 : value;
}

Json in_json(const Interval& interval, Quantity::Unit unit) {
  return Json::array({in_json(interval.low, unit), in_json(interval.high, unit)});
}

Json mean_in_json(const Summary& summary) {
  if (!summary.mean) return {};
  return {{"value", in_json(summary.mean->value, summary.quantity.unit)},
          {"interval", in_json(summary.mean->interval, summary.quantity.unit)}};
}

Json share_in_json(const JudgedOverRuns& judged) {
  const auto& [value, interval] = judged.share_met;
  return {{"value", judged.is_known() ? Json(value) : Json()},
          {"interval", Json::array({interval.low, interval.high})}};
}

}  // namespace blackstart::drill
