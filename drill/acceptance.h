#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "drill/scenario.h"
#include "drill/verdict.h"

// Misses that somebody has accepted, of one run as of many: a `Judged` has a verdict, may be
// accepted, and says whether it counts.
namespace blackstart::drill {

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

// As every command's exit code: 0, 1 missed or failed, 3 unknown; what is accepted does not count.
template <class Judged>
int exit_code_of(const std::vector<Judged>& objectives, const std::vector<Judged>& expectations) {
  Verdict gravest = Verdict::met;
  for (const auto* list : {&objectives, &expectations}) {
    for (const Judged& judged : *list)
      if (judged.counts()) gravest = worse(gravest, judged.verdict);
  }
  return exit_code_of(gravest);
}

// "accepted by data-team until 2026-12-31: no budget", or that this day is over; empty: by nobody.
std::string acceptance_in_words(const std::optional<Accepted>& accepted,
                                const std::optional<Accepted>& expired);
template <class Judged>
std::string acceptance_in_words(const Judged& judged) {
  return acceptance_in_words(judged.accepted, judged.acceptance_expired);
}

// null: nobody accepted it.
nlohmann::ordered_json in_json(const std::optional<Accepted>& accepted);

}  // namespace blackstart::drill
