#include "drill/suite/words.h"

#include <algorithm>
#include <array>

#include "drill/acceptance.h"
#include "drill/text/words.h"

namespace blackstart::drill {

How how(const Judgement& judgement) {
  if (!judgement.not_evaluated.empty()) return How::not_evaluated;
  if (judgement.accepted) return How::accepted;
  if (judgement.verdict == Verdict::missed) return How::missed;
  return judgement.verdict == Verdict::unknown ? How::unknown : How::met;
}

std::string_view name_of(How how) {
  constexpr std::array<std::string_view, kHows> kNames = {"met", "accepted", "missed", "unknown",
                                                          "not evaluated"};
  return kNames[static_cast<std::size_t>(how)];
}

std::string measured_in_words(const Judgement& judgement) {
  const std::string acceptance = acceptance_in_words(judgement);
  return judgement.measured + (acceptance.empty() ? "" : "; " + acceptance);
}

bool is_wrong(const Judgement& judgement) {
  return how(judgement) == How::missed || how(judgement) == How::unknown;
}

std::string longest_step(const Case& each) {
  if (!each.outcome || each.outcome->critical_path.steps.empty()) return "";
  const CriticalPath& path = each.outcome->critical_path;
  const auto& longest = *std::ranges::max_element(
      path.steps, {}, [](const CriticalStep& step) { return step.finished - step.started; });
  return longest.step + ", " + in_words(longest.finished - longest.started) +
         " of the recovery of " + path.deployment +
         (longest.owner.empty() ? "" : ", waiting for " + longest.owner) +
         (longest.why.empty() ? "" : " (" + longest.why + ")");
}

}  // namespace blackstart::drill
