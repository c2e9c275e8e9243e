#include "drill/text/durations.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>

namespace blackstart::drill {
namespace {

using Days = std::chrono::duration<std::int64_t, std::ratio<86400>>;
using Weeks = std::chrono::duration<std::int64_t, std::ratio<604800>>;
constexpr Duration kLongest = Days(3653);  // ten years: longer is a slip of the pen

struct Unit {
  std::string_view name;
  Duration length;
};

constexpr std::array<Unit, 7> kUnits = {{{"us", Duration(1)},
                                         {"ms", std::chrono::milliseconds(1)},
                                         {"s", std::chrono::seconds(1)},
                                         {"m", std::chrono::minutes(1)},
                                         {"h", std::chrono::hours(1)},
                                         {"d", Days(1)},
                                         {"w", Weeks(1)}}};

constexpr std::string_view kExample = "; write it such as \"90s\", \"9m34s\", \"4h\" or \"7d\"";

Misread misread(std::string_view text, std::string_view why) {
  return {"'" + std::string(text) + "' " + std::string(why) + std::string(kExample)};
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view take_while(std::string_view& text, auto&& wanted) {
  std::size_t length = 0;
  while (length < text.size() && wanted(text[length])) ++length;
  const std::string_view taken = text.substr(0, length);
  text.remove_prefix(length);
  return taken;
}

std::optional<std::int64_t> number_in(std::string_view digits) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

constexpr std::size_t kDecimals = 6;

// The part of one unit that decimals stand for: "5" of an hour is half an hour. nullopt where that
// is no whole number of microseconds: a duration is what the file says, never a rounding of it.
std::optional<Duration> fraction_of(std::string_view decimals, Duration unit) {
  while (decimals.ends_with('0')) decimals.remove_suffix(1);
  if (decimals.size() > kDecimals) return std::nullopt;
  std::int64_t millionths = 0;
  for (std::size_t i = 0; i < kDecimals; ++i)
    millionths = millionths * 10 + (i < decimals.size() ? decimals[i] - '0' : 0);
  if (unit.count() * millionths % 1'000'000 != 0) return std::nullopt;
  return Duration(unit.count() * millionths / 1'000'000);
}

// One number with its unit: "9m" of "9m34s".
struct Part {
  std::int64_t number = 0;
  std::string_view decimals;
  Unit unit;
};

std::variant<Part, std::string_view> take_part(std::string_view& rest) {
  const std::string_view digits = take_while(rest, is_digit);
  if (digits.empty()) return "is not a duration";
  Part part;
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    part.decimals = take_while(rest, is_digit);
    if (part.decimals.empty()) return "is not a duration";
  }
  const std::string_view name = take_while(rest, [](char c) { return !is_digit(c) && c != '.'; });
  const auto* unit = std::ranges::find(kUnits, name, &Unit::name);
  if (name.empty()) return "has no unit";
  if (unit == kUnits.end()) return "has an unknown unit";
  part.unit = *unit;
  const auto number = number_in(digits);
  if (!number || *number > kLongest / unit->length) return "is longer than ten years";
  part.number = *number;
  return part;
}

std::optional<int> digits_at(std::string_view text, std::size_t from, std::size_t length) {
  if (text.size() < from + length) return std::nullopt;
  const auto number = number_in(text.substr(from, length));
  if (!number || *number < 0) return std::nullopt;
  return static_cast<int>(*number);
}

std::optional<std::chrono::sys_days> date_in(std::string_view text) {
  const auto year = digits_at(text, 0, 4), month = digits_at(text, 5, 2),
             day = digits_at(text, 8, 2);
  if (!year || !month || !day || text.size() != 10 || text[4] != '-' || text[7] != '-')
    return std::nullopt;
  const auto date = std::chrono::year(*year) / *month / *day;
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date);
}

std::string padded(std::int64_t number, std::size_t width) {
  std::string text = std::to_string(number);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

std::string trimmed_fraction(std::int64_t micros) {
  if (micros == 0) return "";
  std::string text = "." + padded(micros, 6);
  return text.substr(0, text.find_last_not_of('0') + 1);
}

}  // namespace

std::variant<Duration, Misread> read_duration(std::string_view text) {
  std::string_view rest = text;
  if (rest.empty()) return misread(text, "is not a duration");
  if (rest.front() == '-') return misread(text, "is negative");
  Duration total{}, last_unit = Duration::max();
  while (!rest.empty()) {
    const auto taken = take_part(rest);
    if (const auto* why = std::get_if<std::string_view>(&taken)) return misread(text, *why);
    const Part& part = std::get<Part>(taken);
    if (part.unit.length >= last_unit) return misread(text, "does not name longer units first");
    last_unit = part.unit.length;
    const auto fraction = fraction_of(part.decimals, part.unit.length);
    if (!fraction) return misread(text, "is no whole number of microseconds");
    total += part.number * part.unit.length + *fraction;
    if (total > kLongest) return misread(text, "is longer than ten years");
  }
  return total;
}

std::variant<Instant, Misread> read_instant(std::string_view text) {
  const Misread wrong{"'" + std::string(text) +
                      "' is not an instant; write it such as \"2026-03-14T22:00:00Z\""};
  const auto date = date_in(text.substr(0, 10));
  const auto hour = digits_at(text, 11, 2), minute = digits_at(text, 14, 2),
             second = digits_at(text, 17, 2);
  if (!date || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59)
    return wrong;
  if (text[10] != 'T' || text[13] != ':' || text[16] != ':') return wrong;
  std::string_view rest = text.substr(19);
  Duration fraction{};
  if (!rest.empty() && rest.front() == '.') {
    rest.remove_prefix(1);
    const std::string_view decimals = take_while(rest, is_digit);
    const auto read = fraction_of(decimals, std::chrono::seconds(1));
    if (decimals.empty() || !read) return wrong;
    fraction = *read;
  }
  if (rest != "Z") return wrong;
  return Instant(*date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         std::chrono::seconds(*second) + fraction;
}

std::variant<Instant, Misread> read_last_day(std::string_view text) {
  const auto date = date_in(text);
  if (!date)
    return Misread{"'" + std::string(text) + "' is not a date; write it such as \"2026-09-30\""};
  return Instant(*date) + Days(1) - Duration(1);
}

std::string text_of(Duration duration) {
  if (duration < Duration{0}) return "-" + text_of(-duration);
  const std::int64_t micros = duration.count() % 1'000'000, seconds = duration.count() / 1'000'000;
  if (seconds == 0 && micros > 0) {
    return micros % 1000 == 0 ? std::to_string(micros / 1000) + "ms"
                              : std::to_string(micros) + "us";
  }
  std::string text, between;  // zeros that stay out where nothing shorter follows
  const auto append = [&](std::int64_t number, const std::string& unit) {
    const bool is_zero = number == 0 && unit.size() == 1;
    if (is_zero && text.empty()) return;
    between += padded(number, text.empty() ? 1 : 2) + unit;
    if (!is_zero) text += std::exchange(between, {});
  };
  append(seconds / 86400, "d");
  append(seconds / 3600 % 24, "h");
  append(seconds / 60 % 60, "m");
  append(seconds % 60, trimmed_fraction(micros) + "s");
  return text.empty() ? "0s" : text;
}

std::string text_in_seconds(Duration duration) {
  return text_of(Duration(std::chrono::duration_cast<std::chrono::seconds>(duration)));
}

std::string text_of(Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const std::int64_t micros = (instant - Instant(day)).count(), seconds = micros / 1'000'000;
  return padded(static_cast<int>(date.year()), 4) + "-" +
         padded(static_cast<unsigned>(date.month()), 2) + "-" +
         padded(static_cast<unsigned>(date.day()), 2) + "T" + padded(seconds / 3600, 2) + ":" +
         padded(seconds / 60 % 60, 2) + ":" + padded(seconds % 60, 2) +
         trimmed_fraction(micros % 1'000'000) + "Z";
}

}  // namespace blackstart::drill
