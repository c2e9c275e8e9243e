#include "drill/campaign/words.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "drill/report/words.h"

namespace blackstart::drill {
namespace {

using Json = nlohmann::ordered_json;

bool is_time(Quantity::Unit unit) { return unit == Quantity::Unit::duration; }

std::string with_one_decimal(double value) {
  std::array<char, 400> text{};
  std::snprintf(text.data(), text.size(), "%.1f", value);
  return text.data();
}

}  // namespace

std::string in_words(Measured value, Quantity::Unit unit) {
  if (value.is_nothing()) return "-";
  if (value.is_never()) return "never";
  return is_time(unit) ? in_words(Duration(value.value)) : in_words(value.value);
}

std::string in_words(double value, Quantity::Unit unit) {
  if (std::isinf(value)) return "unknown";
  if (!is_time(unit)) return with_one_decimal(value);
  return in_words(Duration(static_cast<std::int64_t>(value)));
}

std::string in_words(const Interval& interval, Quantity::Unit unit) {
  if (std::isinf(interval.low) || std::isinf(interval.high)) return "unknown";
  return in_words(interval.low, unit) + (interval.low < 0 ? " to " : "-") +
         in_words(interval.high, unit);
}

std::string share_in_words(double share) { return with_one_decimal(share * 100) + " %"; }

std::string share_in_words(const Interval& interval) {
  return with_one_decimal(interval.low * 100) + "-" + share_in_words(interval.high);
}

Cell verdict_cell(const JudgedOverRuns& judged) {
  if (judged.accepted) return {"accepted", Colour::doubtful};
  return {std::string(name_of(judged.verdict)), colour_of(judged.verdict)};
}

Json in_json(Measured value, Quantity::Unit unit) {
  if (value.is_nothing()) return {};
  if (value.is_never()) return "never";
  return is_time(unit) ? in_json(static_cast<double>(value.value), unit) : Json(value.value);
}

Json in_json(double value, Quantity::Unit unit) {
  if (std::isinf(value)) return {};
  return is_time(unit) ? value / 1e6 : value;
}

Json in_json(const Interval& interval, Quantity::Unit unit) {
  return Json::array({in_json(interval.low, unit), in_json(interval.high, unit)});
}

std::string text_of_json(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace blackstart::drill
