#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <optional>
#include <span>
#include <vector>

#include "sim/airflow/cron.h"

namespace blackstart::sim {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> kWeekdays = {"sun", "mon", "tue", "wed",
                                                       "thu", "fri", "sat"};

struct Field {
  std::string_view name;
  unsigned least, most;
  std::span<const std::string_view> names;  // the first one means `least`
};
constexpr std::array<Field, 5> kFields = {{{"a minute", 0, 59, {}},
                                           {"an hour", 0, 23, {}},
                                           {"a day of month", 1, 31, {}},
                                           {"a month", 1, 12, kMonths},
                                           {"a day of week", 0, 7, kWeekdays}}};
constexpr std::size_t kWeekdayField = 4;

// Source: apache/airflow airflow/utils/dates.py, cron_presets; @annually and @midnight are
// croniter's.
constexpr std::pair<std::string_view, std::string_view> kPresets[] = {
    {"@hourly", "0 * * * *"}, {"@daily", "0 0 * * *"},   {"@midnight", "0 0 * * *"},
    {"@weekly", "0 0 * * 0"}, {"@monthly", "0 0 1 * *"}, {"@quarterly", "0 0 1 */3 *"},
    {"@yearly", "0 0 1 1 *"}, {"@annually", "0 0 1 1 *"}};

constexpr std::uint64_t kEveryMinute = 0xfffffffffffffff;
constexpr std::uint64_t kEveryHour = 0xffffff;
constexpr std::uint64_t kEveryDay = 0x7fffffff;
constexpr std::uint64_t kEveryMonth = 0xfff;
constexpr std::uint64_t kEveryWeekday = 0x7f;

std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find_first_of(separators, at), text.size());
    parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

std::optional<unsigned> number_in(std::string_view text) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_whole = error == std::errc() && end == text.data() + text.size();
  return is_whole ? std::optional(number) : std::nullopt;
}

// One field: "*", or its numbers, of which bit 0 is `first`: "0,15,30,45", "9-17".
std::string text_of(std::uint64_t bits, int first, std::uint64_t every) {
  if (bits == every) return "*";
  std::string text;
  while (bits != 0) {
    const int from = std::countr_zero(bits);
    const int to = from + std::countr_one(bits >> from) - 1;
    text += (text.empty() ? "" : ",") + std::to_string(first + from);
    if (to > from) text += "-" + std::to_string(first + to);
    bits &= ~std::uint64_t{0} << (to + 1);
  }
  return text;
}

// Reads one field into a set of bits; the first mistake is kept.
class FieldReader {
 public:
  explicit FieldReader(const Field& field) : field_(field) {}

  std::uint64_t read(std::string_view text) {
    for (const std::string_view part : split(text, ",")) read_part(part);
    return bits_;
  }
  const std::string& mistake() const { return mistake_; }

 private:
  void read_part(std::string_view part) {
    const std::size_t slash = part.find('/');
    const std::string_view range = part.substr(0, slash);
    unsigned step = 1;
    if (slash != std::string_view::npos) {
      step = number_in(part.substr(slash + 1)).value_or(0);
      if (step == 0)
        return complain(quoted(part) + " does not step; a step is 1 or more, as in */5");
    }
    const std::size_t dash = range.find('-');
    unsigned first = field_.least, last = field_.most;
    if (range != "*") {
      first = value(range.substr(0, dash));
      if (dash != std::string_view::npos)
        last = value(range.substr(dash + 1));
      else if (slash == std::string_view::npos)
        last = first;
    }
    if (last == 0 && first > 0 && is_weekday()) last = 7;
    if (first > last) return complain_of_backwards(range, first, last);
    for (unsigned i = first; i <= last && mistake_.empty(); i += step)
      bits_ |= std::uint64_t{1} << (i == 7 && is_weekday() ? 0 : i);
  }

  bool is_weekday() const { return &field_ == &kFields[kWeekdayField]; }

  unsigned value(std::string_view word) {
    const auto is_word = [&](std::string_view name) {
      return std::ranges::equal(name, word, {}, {}, [](char c) { return c | 0x20; });
    };
    const auto named = std::ranges::find_if(field_.names, is_word);
    if (named != field_.names.end())
      return field_.least + static_cast<unsigned>(named - field_.names.begin());
    const auto number = number_in(word);
    if (number && *number >= field_.least && *number <= field_.most) return *number;
    complain(quoted(word) + " is not " + std::string(field_.name) + "; it is a number from " +
             std::to_string(field_.least) + " to " + std::to_string(field_.most) +
             (field_.names.empty() ? "" : " or a name such as " + std::string(field_.names[1])));
    return field_.least;
  }

  void complain_of_backwards(std::string_view range, unsigned first, unsigned last) {
    complain(quoted(range) + " runs backwards; write " + std::to_string(first) + "-" +
             std::to_string(field_.most) + "," + std::to_string(field_.least) + "-" +
             std::to_string(last));
  }

  void complain(std::string what) {
    if (mistake_.empty()) mistake_ = std::move(what);
  }

  const Field& field_;
  std::uint64_t bits_ = 0;
  std::string mistake_;
};

std::string wrong_number_of_fields(std::string_view text, std::size_t found) {
  std::string what = quoted(text) + " has " + std::to_string(found) +
                     (found == 1 ? " field" : " fields") +
                     "; a cron expression has five: minute, hour, day of month, month, day of week";
  return found == 6 ? what + " (seconds are not modelled)" : what;
}

std::string unknown_preset(std::string_view text) {
  std::string what = quoted(text) + " is not a preset; known:";
  for (const auto& [name, expression] : kPresets) what += " " + std::string(name);
  return what;
}

// Words apart from one another; the text without any.
std::vector<std::string_view> words_of(std::string_view text) {
  auto words = split(text, " \t\n");
  std::erase(words, std::string_view());
  return words;
}

std::string_view expression_of(std::string_view text) {
  const auto found = std::ranges::find(kPresets, text, [](const auto& row) { return row.first; });
  return found == std::end(kPresets) ? text : found->second;
}

}  // namespace

std::variant<Cron, CronMistake> Cron::parse(std::string_view text) {
  const auto words = words_of(expression_of(text));
  if (text.starts_with("@") && words.size() == 1) return CronMistake{unknown_preset(text)};
  if (words.size() != kFields.size())
    return CronMistake{wrong_number_of_fields(text, words.size())};
  std::array<std::uint64_t, kFields.size()> bits{};
  for (std::size_t i = 0; i < kFields.size(); ++i) {
    FieldReader reader(kFields[i]);
    bits[i] = reader.read(words[i]);
    if (!reader.mistake().empty()) return CronMistake{reader.mistake()};
  }
  const Cron cron(bits);
  if (cron.ever_comes()) return cron;
  return CronMistake{quoted(text) + " never comes: none of its months has such a day"};
}

// A day of the month and a day of the week are alternatives where both are given; where one is left
// open, the other decides alone.
Cron::Cron(const std::array<std::uint64_t, 5>& fields)
    : minutes_(fields[0]),
      hours_(static_cast<std::uint32_t>(fields[1])),
      days_(static_cast<std::uint32_t>(fields[2] >> 1)),
      months_(static_cast<std::uint16_t>(fields[3] >> 1)),
      weekdays_(static_cast<std::uint8_t>(fields[4])) {
  if (weekdays_ == kEveryWeekday)
    weekdays_ = 0;
  else if (days_ == kEveryDay)
    days_ = 0;
  leave_out_empty_months();
}

// What the other of the two day fields decides alone is left open.
std::string Cron::text() const {
  const std::uint64_t days = days_ == 0 ? kEveryDay : days_;
  const std::uint64_t weekdays = weekdays_ == 0 ? kEveryWeekday : weekdays_;
  return text_of(minutes_, 0, kEveryMinute) + " " + text_of(hours_, 0, kEveryHour) + " " +
         text_of(days, 1, kEveryDay) + " " + text_of(months_, 1, kEveryMonth) + " " +
         text_of(weekdays, 0, kEveryWeekday);
}

}  // namespace blackstart::sim
