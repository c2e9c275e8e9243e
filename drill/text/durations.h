#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "recovery/time.h"

namespace blackstart::drill {

using recovery::Duration;
using recovery::Instant;

// What is wrong with a text, and what would be right.
struct Misread {
  std::string what;
};

// "90s", "4h", "9m34s", "1.5h", "7d", "500ms": exactly that, or misread. Misread are what is
// negative, longer than ten years or finer than a microsecond, unknown units and "34s9m".
std::variant<Duration, Misread> read_duration(std::string_view text);
// "2026-03-14T22:00:00Z", with an optional fraction; dates that do not exist are misread.
std::variant<Instant, Misread> read_instant(std::string_view text);
// "2026-09-30": the end of that day.
std::variant<Instant, Misread> read_last_day(std::string_view text);

// Exactly, and read back as the same: "9m34s", "1h10m", "2d04h30m", "0s", "500ms", "1.5s". Of the
// units between the longest and the shortest none is left out: "2h00m46s".
std::string text_of(Duration duration);
// The duration in whole seconds, rounded towards zero.
std::string text_in_seconds(Duration duration);
// "2026-03-14T22:00:00Z", with a fraction where there is one.
std::string text_of(Instant instant);

}  // namespace blackstart::drill
