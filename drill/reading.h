#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace blackstart::drill {

// What a measure is told in.
enum class Unit : std::uint8_t { count, duration, word };

// What a measure found. `matched` counts what it looked at: a target that matched nothing is
// unknown, never met.
struct Reading {
  Unit unit = Unit::count;
  std::size_t matched = 0;
  std::optional<std::int64_t> number;  // a count, or microseconds; nullopt: it never came
  std::int64_t at_least = 0;  // microseconds: where it is no number, what it is no less than
  // What it may be as well: of a time, what an outage may have taken whose clock never began; of a
  // count, what it may have become after the end of the run.
  std::int64_t at_most = 0;
  std::int64_t all = 0;                      // what "all" would be, of a count
  std::string word;                          // a state: the latest
  std::vector<std::string> words_seen;       // and all it ever was
  std::vector<std::string_view> may_yet_be;  // and what it may become after the end of the run
  bool is_final = true;                      // false: the run ended too early to tell
  bool is_told = true;  // false: an outage ended without it: how long it would take nobody knows
  bool is_exact() const { return is_told && number.value_or(0) >= at_most; }
};

}  // namespace blackstart::drill
