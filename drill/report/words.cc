#include "drill/report/words.h"

#include <algorithm>
#include <array>

#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

std::string upper(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return result;
}

}  // namespace

Standing standing_of(const Judgement& judgement) {
  if (!judgement.not_evaluated.empty()) return Standing::not_evaluated;
  if (judgement.accepted) return Standing::accepted;
  if (judgement.verdict == Verdict::missed) return Standing::missed;
  return judgement.verdict == Verdict::unknown ? Standing::unknown : Standing::met;
}

std::string_view name_of(Standing standing) {
  constexpr std::array<std::string_view, kStandings> kNames = {"met", "accepted", "missed",
                                                               "unknown", "not evaluated"};
  return kNames[static_cast<std::size_t>(standing)];
}

const CriticalStep* limiting_step(const CriticalPath& path) {
  const auto length = [](const CriticalStep& step) { return step.finished - step.started; };
  const auto found = std::ranges::max_element(path.steps, {}, length);
  return found == path.steps.end() ? nullptr : &*found;
}

Duration printed(const CriticalStep& step, Instant from) {
  using std::chrono::floor, std::chrono::seconds;
  return floor<seconds>(step.finished - from) - floor<seconds>(step.started - from);
}

std::string verdict_in_words(const Outcome& outcome) {
  if (outcome.objectives.empty()) return "none set";
  const auto missed = std::ranges::count(outcome.objectives, Verdict::missed, &Judgement::verdict);
  const auto is_accepted = [](const Judgement& each) { return each.accepted.has_value(); };
  const auto accepted = std::ranges::count_if(outcome.objectives, is_accepted);
  const std::string verdict = upper(name_of(outcome.verdict()));
  if (accepted == 0) return verdict;
  return verdict +
         (accepted == missed
              ? ", and that is accepted"
              : ", " + in_words(accepted) + " of " +
                    counted(static_cast<std::size_t>(missed), "miss", "misses") + " accepted") +
         " (exit code " + std::to_string(outcome.exit_code()) + ")";
}

Instant first_fault(const Outcome& outcome) {
  std::optional<Instant> first;
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    if (deployment.outages.empty()) continue;
    const Instant began = deployment.outages.front().began;
    first = std::min(first.value_or(began), began);
  }
  return first.value_or(outcome.starts_at);
}

}  // namespace blackstart::drill
