#include "drill/text/words.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <numeric>

#include "drill/text/durations.h"

namespace blackstart::drill {
namespace {

std::string two_digits(std::int64_t number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

}  // namespace

std::string in_words(Duration duration) {
  if (duration == recovery::kForever) return "forever";
  return text_in_seconds(duration);
}

std::string offset_in_words(Duration offset) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(offset);
  return seconds < Duration{0} ? in_words(Duration(seconds)) : "+" + in_words(Duration(seconds));
}

std::string day_in_utc(Instant instant) {
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(instant));
  return std::to_string(static_cast<int>(date.year())) + "-" +
         two_digits(static_cast<unsigned>(date.month())) + "-" +
         two_digits(static_cast<unsigned>(date.day()));
}

std::string in_utc(Instant instant) {
  const auto since_midnight = instant - std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(since_midnight));
  return day_in_utc(instant) + " " + two_digits(time.hours().count()) + ":" +
         two_digits(time.minutes().count()) + ":" + two_digits(time.seconds().count());
}

std::string in_words(std::int64_t count) {
  std::string text = std::to_string(count);
  const std::ptrdiff_t first = count < 0 ? 1 : 0;
  for (auto at = std::ssize(text) - 3; at > first; at -= 3)
    text.insert(static_cast<std::size_t>(at), 1, ',');
  return text;
}

std::string hexadecimal(std::uint64_t number, int digits) {
  std::array<char, 17> text{};
  std::snprintf(text.data(), text.size(), "%0*llx", digits,
                static_cast<unsigned long long>(number));
  return text.data();
}

std::string counted(std::size_t count, const std::string& thing, const std::string& things) {
  const std::string many = things.empty() ? thing + "s" : things;
  return in_words(static_cast<std::int64_t>(count)) + " " + (count == 1 ? thing : many);
}

std::string joined(std::span<const std::string> parts, const std::string& separator) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : separator) + part;
  return text;
}

void add_once(std::vector<std::string>& names, const std::string& name) {
  const bool is_there = std::ranges::find(names, name) != names.end();
  if (!name.empty() && !is_there) names.push_back(name);
}

std::vector<int> per_mille(std::span<const Duration> parts) {
  const std::int64_t whole = std::accumulate(parts.begin(), parts.end(), Duration{0}).count();
  std::vector<int> shares(parts.size(), 0);
  if (whole == 0) return shares;
  std::vector<std::size_t> by_remainder(parts.size());
  std::iota(by_remainder.begin(), by_remainder.end(), 0U);
  for (std::size_t i = 0; i < parts.size(); ++i)
    shares[i] = static_cast<int>(parts[i].count() * 1000 / whole);
  std::ranges::stable_sort(by_remainder, std::ranges::greater{},
                           [&](std::size_t i) { return parts[i].count() * 1000 % whole; });
  const int missing = 1000 - std::accumulate(shares.begin(), shares.end(), 0);
  for (int i = 0; i < missing; ++i) ++shares[by_remainder[static_cast<std::size_t>(i)]];
  return shares;
}

std::string percent(int per_mille) {
  return std::to_string(per_mille / 10) + "." + std::to_string(per_mille % 10) + " %";
}

}  // namespace blackstart::drill
