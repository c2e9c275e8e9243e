#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "recovery/time.h"

namespace blackstart::sim {

using recovery::Duration;
using recovery::Instant;

// Why a text is no cron expression, and what would be right.
struct CronMistake {
  std::string what;
};

// A cron expression in UTC: the instants at which it ticks, as one bit per minute, hour, day, month
// and weekday. A plain value that answers in a few steps, however rare its ticks are; it knows
// nothing of time zones, seconds and start dates.
class Cron {
 public:
  // Five fields with lists, ranges, steps and names, or a preset such as "@daily". What never comes
  // (the 30th of February) is a mistake.
  static std::variant<Cron, CronMistake> parse(std::string_view text);

  Instant next_after(Instant at) const;  // the first tick later than `at`
  Instant latest_at(Instant at) const;   // the last tick at or before `at`
  // Ticks later than `after`, up to and including `until`; in steps per month.
  std::int64_t count(Instant after, Instant until) const;
  // Five fields without names and steps: alike where the ticks are, however they were written.
  std::string text() const;

  friend bool operator==(const Cron&, const Cron&) = default;

 private:
  using Days = std::chrono::sys_days;
  using Minutes = std::chrono::minutes;  // since midnight

  // One set of bits per field, in the order of the text.
  explicit Cron(const std::array<std::uint64_t, 5>& fields);
  void leave_out_empty_months();

  std::uint32_t days_of(std::chrono::year_month month) const;
  bool comes_on(Days day) const;
  Days day_from(Days day) const;           // the first at or after
  Days day_until(Days day) const;          // the last at or before
  Minutes time_from(Minutes time) const;   // negative: none left on that day
  Minutes time_until(Minutes time) const;  // negative: none yet on that day
  std::int64_t ticks_before(Days from, Instant until) const;
  std::int64_t count_days(Days from, Days to) const;
  bool ever_comes() const { return months_ != 0; }

  std::uint64_t minutes_ = 0;
  std::uint32_t hours_ = 0;
  std::uint32_t days_ = 0;     // of the month; bit 0 is the first
  std::uint16_t months_ = 0;   // bit 0 is January
  std::uint8_t weekdays_ = 0;  // bit 0 is Sunday
};

}  // namespace blackstart::sim
