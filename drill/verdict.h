#pragma once

#include <vector>

#include "drill/bound.h"

// What one run and many runs have in common once they are judged. A `Judged` has a verdict and may
// be accepted.
namespace blackstart::drill {

// The exit code of every command: 1 where the verdict is missed, 3 where it is unknown, else 0.
int exit_code_of(Verdict verdict);

template <class Judged>
Verdict worst_of(const std::vector<Judged>& list) {
  Verdict worst = list.empty() ? Verdict::none : Verdict::met;
  for (const Judged& judged : list) worst = worse(worst, judged.verdict);
  return worst;
}

// The misses that somebody has accepted, until today or later.
template <class Judged>
void accept(const std::vector<Accepted>& misses, Instant today, std::vector<Judged>& objectives,
            std::vector<Judged>& expectations) {
  for (const Accepted& miss : misses) {
    auto& list = miss.list == Accepted::List::objective ? objectives : expectations;
    const bool is_valid = miss.index < list.size() && miss.until >= today;
    if (is_valid && list[miss.index].verdict == Verdict::missed) list[miss.index].accepted = miss;
  }
}

}  // namespace blackstart::drill
