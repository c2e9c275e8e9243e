#include "drill/suite/words.h"

#include "drill/acceptance.h"
#include "drill/report/words.h"
#include "drill/text/words.h"

namespace blackstart::drill {

std::string measured_in_words(const Judgement& judgement) {
  const std::string acceptance = acceptance_in_words(judgement);
  return judgement.measured + (acceptance.empty() ? "" : "; " + acceptance);
}

bool is_wrong(const Judgement& judgement) {
  const Standing standing = standing_of(judgement);
  return standing == Standing::missed || standing == Standing::unknown;
}

std::string longest_step(const Case& each) {
  if (!each.outcome) return "";
  const CriticalPath& path = each.outcome->critical_path;
  const CriticalStep* longest = limiting_step(path);
  if (longest == nullptr) return "";
  return longest->step + ", " + in_words(printed(*longest, path.steps.front().started)) +
         " of the recovery of " + path.deployment +
         (longest->owner.empty() ? "" : ", waiting for " + longest->owner) +
         (longest->why.empty() ? "" : " (" + longest->why + ")");
}

}  // namespace blackstart::drill
