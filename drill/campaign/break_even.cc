#include "drill/campaign/break_even.h"

#include <algorithm>
#include <array>

namespace blackstart::drill {
namespace {

using std::chrono::hours, std::chrono::minutes, std::chrono::seconds;

// What people count in.
constexpr std::array<Duration, 15> kUnits = {seconds(1),  seconds(2),  seconds(5),  seconds(10),
                                             seconds(15), seconds(30), minutes(1),  minutes(2),
                                             minutes(5),  minutes(10), minutes(15), minutes(30),
                                             hours(1),    hours(6),    hours(24)};

Duration width(const Turn& turn) {
  return std::max(turn.met, turn.not_met) - std::min(turn.met, turn.not_met);
}

// To a second, or to 1 % where that is coarser.
Duration tolerance(const Turn& turn) { return std::max<Duration>(seconds(1), turn.met / 100); }

// In whole units where one lies between: those can be told as they are.
Duration middle(const Turn& turn) {
  const Duration least = std::min(turn.met, turn.not_met), exact = least + width(turn) / 2;
  const auto unit = std::ranges::upper_bound(kUnits, tolerance(turn)) - 1;
  const Duration whole = exact - exact % *unit;
  return whole > least ? whole : exact;
}

Turn narrowed(Turn turn, const VerdictsAt& verdicts_at) {
  while (width(turn) > tolerance(turn)) {
    const Duration here = middle(turn);
    const Verdict verdict = verdicts_at({&here, 1}).front();
    (verdict == Verdict::met ? turn.met : turn.not_met) = here;
    if (verdict != Verdict::met) turn.verdict = verdict;
  }
  return turn;
}

Duration resolution(const Turn& turn) {
  const auto* unit =
      std::ranges::find_if(kUnits, [&](Duration each) { return each >= width(turn); });
  return unit == kUnits.end() ? kUnits.back() : *unit;
}

Duration rounded_down(Duration duration, Duration step) { return duration - duration % step; }
Duration rounded_up(Duration duration, Duration step) {
  const Duration down = rounded_down(duration, step);
  return down < duration ? down + step : down;
}

// Values of which every one is met, by their places: first to last.
struct Stretch {
  std::size_t first, last;
};

std::vector<Stretch> stretches_in(const std::vector<Verdict>& verdicts) {
  std::vector<Stretch> stretches;
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    if (verdicts[i] != Verdict::met) continue;
    if (i > 0 && verdicts[i - 1] == Verdict::met)
      stretches.back().last = i;
    else
      stretches.push_back({i, i});
  }
  return stretches;
}

BreakEven::Kind kind_of(const BreakEven& found) {
  if (found.least) return found.most ? BreakEven::Kind::between : BreakEven::Kind::above;
  return found.most ? BreakEven::Kind::below : BreakEven::Kind::always;
}

}  // namespace

Duration Turn::rounded_met() const {
  const Duration step = resolution(*this);
  if (met > not_met) return rounded_up(met, step);
  const Duration rounded = rounded_down(met, step);
  return rounded > Duration{0} ? rounded : met;
}

Duration Turn::rounded_not_met() const {
  const Duration step = resolution(*this);
  return met > not_met ? rounded_down(not_met, step) : rounded_up(not_met, step);
}

BreakEven find_break_even(std::span<const Duration> values, Duration as_is,
                          const VerdictsAt& verdicts_at) {
  BreakEven found{.tried = values.size(), .up_to = values.back()};
  const std::vector<Verdict> verdicts = verdicts_at(values);
  const std::vector<Stretch> stretches = stretches_in(verdicts);
  if (stretches.empty()) {
    const bool is_told = std::ranges::count(verdicts, Verdict::unknown) == 0;
    found.kind = is_told ? BreakEven::Kind::never : BreakEven::Kind::unknown;
    return found;
  }
  const auto distance = [&](const Stretch& stretch) {
    return std::max({Duration{0}, values[stretch.first] - as_is, as_is - values[stretch.last]});
  };
  const Stretch told = *std::ranges::min_element(stretches, {}, distance);
  const auto turn = [&](std::size_t met, std::size_t not_met) {
    return narrowed({values[met], values[not_met], verdicts[not_met]}, verdicts_at);
  };
  if (told.first > 0) found.least = turn(told.first, told.first - 1);
  if (told.last + 1 < values.size()) found.most = turn(told.last, told.last + 1);
  found.holds_elsewhere = stretches.size() > 1;
  found.kind = kind_of(found);
  return found;
}

}  // namespace blackstart::drill
