#include "sim/airflow/cron.h"

#include <bit>

namespace blackstart::sim {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year_month;
using std::chrono::year_month_day;
using std::chrono::year_month_day_last;

constexpr std::chrono::minutes kNoTime{-1};

unsigned day_of(sys_days day) { return unsigned(year_month_day(day).day()); }
year_month month_of(sys_days day) {
  const year_month_day date(day);
  return date.year() / date.month();
}
sys_days first_of(year_month month) { return month / 1; }
unsigned length_of(year_month month) {
  return unsigned(year_month_day_last(month.year(), month.month() / std::chrono::last).day());
}

// Bits 0 to `bit`.
std::uint64_t up_to(unsigned bit) { return (std::uint64_t{2} << bit) - 1; }
std::uint64_t below(unsigned bit) { return (std::uint64_t{1} << bit) - 1; }
unsigned lowest(std::uint64_t bits) { return static_cast<unsigned>(std::countr_zero(bits)); }
unsigned highest(std::uint64_t bits) { return static_cast<unsigned>(std::bit_width(bits)) - 1; }

// The week's pattern laid out over a month that begins on `first`: a product with bits 0, 7, 14, 21
// and 28 repeats it five times.
std::uint32_t laid_out(std::uint8_t weekdays, std::chrono::weekday first) {
  const std::uint64_t two_weeks = std::uint64_t{weekdays} | std::uint64_t{weekdays} << 7;
  const std::uint64_t week = two_weeks >> first.c_encoding() & 0x7f;
  return static_cast<std::uint32_t>(week * 0x10204081 & 0x7fffffff);
}

}  // namespace

std::uint32_t Cron::days_of(year_month month) const {
  if ((months_ >> (unsigned(month.month()) - 1) & 1) == 0) return 0;
  const auto pattern = laid_out(weekdays_, std::chrono::weekday(first_of(month)));
  return static_cast<std::uint32_t>((days_ | pattern) & up_to(length_of(month) - 1));
}

bool Cron::comes_on(Days day) const {
  return (days_of(month_of(day)) >> (day_of(day) - 1) & 1) != 0;
}

Cron::Days Cron::day_from(Days day) const {
  year_month month = month_of(day);
  std::uint64_t left = days_of(month) & ~below(day_of(day) - 1);
  while (left == 0) {
    const unsigned here = unsigned(month.month());
    const unsigned later = months_ >> here;
    month += months(later != 0 ? lowest(later) + 1 : 12 - here + lowest(months_) + 1);
    left = days_of(month);
  }
  return first_of(month) + days(lowest(left));
}

Cron::Days Cron::day_until(Days day) const {
  year_month month = month_of(day);
  std::uint64_t left = days_of(month) & up_to(day_of(day) - 1);
  while (left == 0) {
    const unsigned here = unsigned(month.month());
    const std::uint64_t earlier = months_ & below(here - 1);
    month -= months(earlier != 0 ? here - 1 - highest(earlier) : 11 + here - highest(months_));
    left = days_of(month);
  }
  return first_of(month) + days(highest(left));
}

Cron::Minutes Cron::time_from(Minutes time) const {
  const auto hour = static_cast<unsigned>(time.count() / 60);
  const auto minute = static_cast<unsigned>(time.count() % 60);
  if ((hours_ >> hour & 1) != 0 && minutes_ >> minute != 0)
    return time + Minutes(lowest(minutes_ >> minute));
  const std::uint32_t later = hours_ >> hour >> 1;
  return later == 0 ? kNoTime : hours(hour + 1 + lowest(later)) + Minutes(lowest(minutes_));
}

Cron::Minutes Cron::time_until(Minutes time) const {
  const auto hour = static_cast<unsigned>(time.count() / 60);
  const auto minute = static_cast<unsigned>(time.count() % 60);
  const std::uint64_t reached = minutes_ & up_to(minute);
  if ((hours_ >> hour & 1) != 0 && reached != 0) return hours(hour) + Minutes(highest(reached));
  const std::uint64_t earlier = hours_ & below(hour);
  return earlier == 0 ? kNoTime : hours(highest(earlier)) + Minutes(highest(minutes_));
}

Instant Cron::next_after(Instant at) const {
  const auto from = floor<Minutes>(at) + Minutes(1);
  const Days today = floor<days>(from);
  const Minutes time = comes_on(today) ? time_from(from - today) : kNoTime;
  if (time != kNoTime) return today + time;
  return day_from(today + days(1)) + time_from(Minutes(0));
}

Instant Cron::latest_at(Instant at) const {
  const auto until = floor<Minutes>(at);
  const Days today = floor<days>(until);
  const Minutes time = comes_on(today) ? time_until(until - today) : kNoTime;
  if (time != kNoTime) return today + time;
  return day_until(today - days(1)) + time_until(hours(24) - Minutes(1));
}

std::int64_t Cron::count_days(Days from, Days to) const {
  std::int64_t count = 0;
  for (year_month month = month_of(from); first_of(month) < to; month += months(1)) {
    std::uint64_t set = days_of(month);
    if (month == month_of(from)) set &= ~below(day_of(from) - 1);
    if (month == month_of(to)) set &= below(day_of(to) - 1);
    count += std::popcount(set);
  }
  return count;
}

// From the midnight that begins `from`, up to and including `until`.
std::int64_t Cron::ticks_before(Days from, Instant until) const {
  const Days today = floor<days>(until);
  std::int64_t ticks = count_days(from, today) * std::popcount(hours_) * std::popcount(minutes_);
  if (!comes_on(today)) return ticks;
  const Minutes time = floor<Minutes>(until - today);
  const auto hour = static_cast<unsigned>(time.count() / 60);
  ticks += std::popcount(hours_ & below(hour)) * std::popcount(minutes_);
  if ((hours_ >> hour & 1) != 0)
    ticks += std::popcount(minutes_ & up_to(static_cast<unsigned>(time.count() % 60)));
  return ticks;
}

std::int64_t Cron::count(Instant after, Instant until) const {
  if (until <= after) return 0;
  const Days origin = floor<days>(after);
  return ticks_before(origin, until) - ticks_before(origin, after);
}

// The 30th of February: a leap year has every date there is.
void Cron::leave_out_empty_months() {
  for (unsigned month = 1; month <= 12; ++month) {
    if (days_of(std::chrono::year(2024) / static_cast<int>(month)) == 0)
      months_ = static_cast<std::uint16_t>(months_ & ~(1u << (month - 1)));
  }
}

}  // namespace blackstart::sim
