#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "recovery/time.h"

namespace blackstart::drill {

using recovery::Duration;
using recovery::Instant;

// "9m34s", "1h10m05s", "2d03h"; whole seconds, rounded towards none.
std::string in_words(Duration duration);
// "+1h10m05s", "-5m".
std::string offset_in_words(Duration offset);
// "2026-03-02" and "2026-03-02 06:00:00", UTC.
std::string day_in_utc(Instant instant);
std::string in_utc(Instant instant);
// "1,234,567".
std::string in_words(std::int64_t count);
// "00c0ffee00c0ffee": a digest; with at least so many digits.
std::string hexadecimal(std::uint64_t number, int digits = 16);
// "1 thing", "2 things"; `things` where the plural is not an s.
std::string counted(std::size_t count, const std::string& thing, const std::string& things = {});
std::string joined(std::span<const std::string> parts, const std::string& separator = ", ");
// Adds a name that is not there yet; an empty one is left out.
void add_once(std::vector<std::string>& names, const std::string& name);

// What each part is of the whole, in tenths of a percent. Largest remainder: they add up to exactly
// 1000, unless all parts are zero.
std::vector<int> per_mille(std::span<const Duration> parts);
// "12.3 %".
std::string percent(int per_mille);

}  // namespace blackstart::drill
