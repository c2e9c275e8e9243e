#include "drill/text/durations.h"

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

// The part of one unit that decimals stand for: "5" of an hour is half an hour. Six decimals count.
Duration fraction_of(std::string_view decimals, Duration unit) {
  std::int64_t millionths = 0;
  for (std::size_t i = 0; i < 6; ++i)
    millionths = millionths * 10 + (i < decimals.size() ? decimals[i] - '0' : 0);
  return Duration(unit.count() / 1'000'000 * millionths +
                  unit.count() % 1'000'000 * millionths / 1'000'000);
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
  Duration total{};
  while (!rest.empty()) {
    const auto number = number_in(take_while(rest, is_digit));
    std::string_view decimals;
    if (!rest.empty() && rest.front() == '.') {
      rest.remove_prefix(1);
      decimals = take_while(rest, is_digit);
    }
    const std::string_view name = take_while(rest, [](char c) { return c >= 'a' && c <= 'z'; });
    const Unit* unit = nullptr;
    for (const Unit& each : kUnits) unit = each.name == name ? &each : unit;
    if (!number) return misread(text, "is not a duration");
    if (unit == nullptr) return misread(text, name.empty() ? "has no unit" : "has an unknown unit");
    if (*number > kLongest / unit->length) return misread(text, "is longer than ten years");
    total += *number * unit->length + fraction_of(decimals, unit->length);
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
    fraction = fraction_of(take_while(rest, is_digit), std::chrono::seconds(1));
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
  constexpr std::int64_t kSecond = 1'000'000;
  const std::int64_t micros = duration.count(), seconds = micros / kSecond;
  if (seconds == 0 && micros > 0) {
    return micros % 1000 == 0 ? std::to_string(micros / 1000) + "ms"
                              : std::to_string(micros) + "us";
  }
  const std::int64_t minutes = seconds / 60, hours = minutes / 60, days = hours / 24;
  if (days > 0) return std::to_string(days) + "d" + padded(hours % 24, 2) + "h";
  if (hours > 0) return std::to_string(hours) + "h" + padded(minutes % 60, 2) + "m";
  if (minutes > 0) return std::to_string(minutes) + "m" + padded(seconds % 60, 2) + "s";
  return std::to_string(seconds) + "s";
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
