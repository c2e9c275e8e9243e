#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
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

// The misses that somebody has accepted until today or later, and those whose acceptance is over.
template <class Judged>
void accept(const std::vector<Accepted>& misses, Instant today, std::vector<Judged>& objectives,
            std::vector<Judged>& expectations) {
  for (const Accepted& accepted : misses) {
    Judged* miss = miss_of(accepted, objectives, expectations);
    if (miss == nullptr) continue;
    if (accepted.until >= today)
      miss->accepted = accepted;
    else
      miss->acceptance_expired = accepted;
    if (miss->accepted) miss->acceptance_expired.reset();
  }
}

// "accepted by data-team until 2026-12-31: no budget", or that this day is over; empty: by nobody.
std::string acceptance_in_words(const std::optional<Accepted>& accepted,
                                const std::optional<Accepted>& expired);

// null: nobody accepted it.
nlohmann::ordered_json in_json(const std::optional<Accepted>& accepted);

template <class Judged>
std::string acceptance_in_words(const Judged& judged) {
  return acceptance_in_words(judged.accepted, judged.acceptance_expired);
}

}  // namespace blackstart::drill
