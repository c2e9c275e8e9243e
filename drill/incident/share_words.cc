#include "drill/incident/share_words.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "drill/incident/words.h"

namespace blackstart::drill {
namespace {

constexpr std::array<std::string_view, 3> kPercents = {"pct", "percent", "percentage"};

struct NumberWord {
  std::string_view word;
  double number;
};

constexpr std::array kNumbers = {
    NumberWord{"a", 1},     NumberWord{"one", 1},  NumberWord{"two", 2}, NumberWord{"three", 3},
    NumberWord{"four", 4},  NumberWord{"five", 5}, NumberWord{"six", 6}, NumberWord{"seven", 7},
    NumberWord{"eight", 8}, NumberWord{"nine", 9}, NumberWord{"ten", 10}};

// One of so many parts.
constexpr std::array kFractions = {
    NumberWord{"half", 2},   NumberWord{"halves", 2},  NumberWord{"third", 3},
    NumberWord{"thirds", 3}, NumberWord{"quarter", 4}, NumberWord{"quarters", 4},
    NumberWord{"fourth", 4}, NumberWord{"fourths", 4}, NumberWord{"fifth", 5},
    NumberWord{"fifths", 5}, NumberWord{"sixth", 6},   NumberWord{"sixths", 6},
    NumberWord{"eighth", 8}, NumberWord{"eighths", 8}, NumberWord{"tenth", 10},
    NumberWord{"tenths", 10}};

constexpr std::array<std::string_view, 2> kOutOf = {"in", "of"};
constexpr std::array<std::string_view, 2> kUpTo = {"and", "to"};  // between the ends of a range
// With one of these behind it "third" says which one, and not how much.
constexpr std::array<std::string_view, 6> kCounted = {"party", "parties",    "time",
                                                      "wave",  "generation", "attempt"};

std::string_view part_at(const std::vector<std::string>& parts, std::size_t i) {
  return i < parts.size() ? std::string_view(parts[i]) : std::string_view();
}

template <class Table>
std::optional<double> number_of(const Table& table, std::string_view word) {
  const auto* row = std::ranges::find(table, word, &NumberWord::word);
  return row == table.end() ? std::nullopt : std::optional(row->number);
}

struct Read {
  double number = 0;
  std::string_view rest;
};

// "13" and "pct" of "13pct".
std::optional<Read> leading_number(std::string_view part) {
  Read read;
  const char* end = part.data() + part.size();
  const auto [stop, error] = std::from_chars(part.data(), end, read.number);
  if (error != std::errc{}) return std::nullopt;
  read.rest = {stop, static_cast<std::size_t>(end - stop)};
  return read;
}

// "two" or "2", and nothing else.
std::optional<double> whole_number(std::string_view part) {
  if (const auto named = number_of(kNumbers, part)) return named;
  const auto read = leading_number(part);
  return read && read->rest.empty() ? std::optional(read->number) : std::nullopt;
}

std::optional<double> ratio_of(std::optional<double> some, std::optional<double> all) {
  return some && all && *all > 0 ? std::optional(*some / *all) : std::nullopt;
}

std::optional<Share> share_of(std::optional<double> share, std::size_t parts) {
  if (!share || *share < 0 || *share > 1) return std::nullopt;
  return Share{.least = *share, .most = *share, .parts = parts};
}

std::optional<Share> percents_at(const std::vector<std::string>& parts, std::size_t i) {
  const auto read = leading_number(parts[i]);
  if (!read) return std::nullopt;
  const bool is_alone = !read->rest.empty();
  const std::string_view unit = is_alone ? read->rest : part_at(parts, i + 1);
  if (!contains(kPercents, unit)) return std::nullopt;
  return share_of(read->number / 100, is_alone ? 1 : 2);
}

// "1/3".
std::optional<Share> stroke_at(const std::vector<std::string>& parts, std::size_t i) {
  const std::string_view part = parts[i];
  const auto stroke = part.find('/');
  if (stroke == std::string_view::npos) return std::nullopt;
  return share_of(
      ratio_of(whole_number(part.substr(0, stroke)), whole_number(part.substr(stroke + 1))), 1);
}

// "1_in_3" and "two_of_three".
std::optional<Share> out_of_at(const std::vector<std::string>& parts, std::size_t i) {
  if (!contains(kOutOf, part_at(parts, i + 1))) return std::nullopt;
  return share_of(ratio_of(whole_number(parts[i]), whole_number(part_at(parts, i + 2))), 3);
}

std::optional<double> one_of_at(const std::vector<std::string>& parts, std::size_t i) {
  if (contains(kCounted, part_at(parts, i + 1))) return std::nullopt;
  const auto of = number_of(kFractions, part_at(parts, i));
  return of ? std::optional(1 / *of) : std::nullopt;
}

// "two_thirds", and "third" by itself.
std::optional<Share> fraction_at(const std::vector<std::string>& parts, std::size_t i) {
  if (const auto alone = one_of_at(parts, i)) return share_of(alone, 1);
  const auto some = whole_number(parts[i]);
  const auto each = one_of_at(parts, i + 1);
  return some && each ? share_of(*some * *each, 2) : std::nullopt;
}

std::optional<Share> one_share_at(const std::vector<std::string>& parts, std::size_t i) {
  if (i >= parts.size()) return std::nullopt;
  for (const auto share_in : {percents_at, stroke_at, out_of_at, fraction_at}) {
    if (const auto share = share_in(parts, i)) return share;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Share> share_at(const std::vector<std::string>& parts, std::size_t i) {
  auto share = one_share_at(parts, i);
  if (!share) return std::nullopt;
  const std::size_t behind = i + share->parts;
  const std::size_t joining = contains(kUpTo, part_at(parts, behind)) ? 1 : 0;
  const auto end = one_share_at(parts, behind + joining);
  if (!end) return share;
  const bool is_now_the_end = i > 0 && parts[i - 1] == "from";
  return Share{.least = is_now_the_end ? end->least : std::min(share->least, end->least),
               .most = is_now_the_end ? end->most : std::max(share->most, end->most),
               .parts = share->parts + joining + end->parts};
}

}  // namespace blackstart::drill
