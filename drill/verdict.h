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

// What was accepted, where it is a miss; nullptr: there is nothing to accept.
template <class Judged>
Judged* miss_of(const Accepted& accepted, std::vector<Judged>& objectives,
                std::vector<Judged>& expectations) {
  auto& list = accepted.list == Accepted::List::objective ? objectives : expectations;
  const bool is_missed =
      accepted.index < list.size() && list[accepted.index].verdict == Verdict::missed;
  return is_missed ? &list[accepted.index] : nullptr;
}

// The misses that somebody has accepted, until today or later.
template <class Judged>
void accept(const std::vector<Accepted>& misses, Instant today, std::vector<Judged>& objectives,
            std::vector<Judged>& expectations) {
  for (const Accepted& accepted : misses) {
    Judged* miss = miss_of(accepted, objectives, expectations);
    if (miss != nullptr && accepted.until >= today) miss->accepted = accepted;
  }
}

// After that, those that were accepted until a day that is over.
template <class Judged>
void expire(const std::vector<Accepted>& misses, Instant today, std::vector<Judged>& objectives,
            std::vector<Judged>& expectations) {
  for (const Accepted& accepted : misses) {
    Judged* miss = miss_of(accepted, objectives, expectations);
    if (miss != nullptr && accepted.until < today && !miss->accepted)
      miss->acceptance_expired = accepted;
  }
}

}  // namespace blackstart::drill
