#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "drill/outcome.h"

namespace blackstart::drill {

// Where an objective turns: a value of a figure that meets it, and the nearest that was tried and
// does not.
struct Turn {
  Duration met{}, not_met{};
  Verdict verdict = Verdict::missed;  // of the latter
  // No more precise than it was searched, in units that people count in: where the objective holds
  // for sure, and where it does not any more.
  Duration rounded_met() const;
  Duration rounded_not_met() const;
};

// How long a figure may take for an objective to hold. It is tried at a few values; where it turns
// between two of them, that is searched to a second, or to 1 %. What turns twice between two of
// them is not seen.
struct BreakEven {
  // What the stretch that is told is like: it reaches from no time to the longest value tried,
  // begins or ends at a turn, or both. Or there is none: missed at every value, or too many runs
  // cannot tell.
  enum class Kind : std::uint8_t { always, below, above, between, never, unknown };

  std::string objective;  // in words
  std::string figure;
  Kind kind = Kind::unknown;
  std::optional<Turn> least, most;  // where the stretch begins and ends
  bool holds_elsewhere = false;     // in another stretch too
  std::size_t tried = 0;            // values
  Duration up_to{};                 // the longest of them
};

using VerdictsAt = std::function<std::vector<Verdict>(std::span<const Duration>)>;

// `values` rise. Where the objective holds in several stretches, the one nearest to `as_is` is
// told.
BreakEven find_break_even(std::span<const Duration> values, Duration as_is,
                          const VerdictsAt& verdicts_at);

}  // namespace blackstart::drill
