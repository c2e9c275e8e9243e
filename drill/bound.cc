#include "drill/bound.h"

#include <algorithm>

namespace blackstart::drill {
namespace {

// Of a count it is none, of a time that it does not come.
Verdict hold_against_never(Unit unit, const Interval& interval) {
  if (unit == Unit::count) return certainly(interval.high <= 0, interval.low > 0);
  return certainly(interval.low == kInfinity, interval.high < kInfinity);
}

Verdict opposite(Verdict verdict) {
  if (verdict == Verdict::unknown) return verdict;
  return verdict == Verdict::met ? Verdict::missed : Verdict::met;
}

bool asks_how_long(const Bound& bound) {
  return bound.kind != Bound::Kind::never && bound.kind != Bound::Kind::eventually;
}

Interval interval_of(const Reading& reading, bool is_told) {
  if (reading.number && is_told) {
    const auto number = static_cast<double>(*reading.number);
    return {number, std::max(number, static_cast<double>(reading.at_most))};
  }
  const bool never = !reading.number && reading.is_final && is_told;
  return {never ? kInfinity : static_cast<double>(reading.at_least), kInfinity};
}

Verdict hold_word_against(const Bound& bound, const Reading& reading) {
  const bool was_seen =
      std::ranges::find(reading.words_seen, bound.word) != reading.words_seen.end();
  // "never" is said of what was seen, and of nothing after it.
  if (bound.kind == Bound::Kind::never) return certainly(!was_seen, was_seen);
  const bool may_come =
      std::ranges::find(reading.may_yet_be, bound.word) != reading.may_yet_be.end();
  const bool holds = bound.kind == Bound::Kind::eventually ? was_seen : reading.word == bound.word;
  return certainly(holds, !holds && !may_come);
}

}  // namespace

Verdict hold_against(const Bound& bound, Unit unit, const Interval& interval) {
  const auto wanted = static_cast<double>(bound.number);
  switch (bound.kind) {
    case Bound::Kind::at_most:
      return certainly(interval.high <= wanted, interval.low > wanted);
    case Bound::Kind::at_least:
      return certainly(interval.low >= wanted, interval.high < wanted);
    case Bound::Kind::equals:
      return certainly(interval.low == wanted && interval.high == wanted, !interval.holds(wanted));
    case Bound::Kind::never:
      return hold_against_never(unit, interval);
    case Bound::Kind::eventually:
      return opposite(hold_against_never(unit, interval));
  }
  return Verdict::unknown;
}

bool asks_for_all_of_nothing(const Bound& bound, const Reading& reading) {
  return bound.value == Bound::Value::all && reading.all == 0;
}

Verdict hold_against(const Bound& bound, const Reading& reading) {
  if (reading.unit == Unit::word) return hold_word_against(bound, reading);
  if (asks_for_all_of_nothing(bound, reading)) return Verdict::unknown;
  Bound asked = bound;
  if (bound.value == Bound::Value::all) asked.number = reading.all;
  // Whether it came is known of an outage that ended without it, how long it would have taken not.
  return hold_against(asked, reading.unit,
                      interval_of(reading, reading.is_told || !asks_how_long(bound)));
}

}  // namespace blackstart::drill
