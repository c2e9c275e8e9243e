#include "drill/verdict.h"

#include "drill/text/durations.h"

namespace blackstart::drill {

int exit_code_of(Verdict verdict) {
  if (verdict == Verdict::missed) return 1;
  return verdict == Verdict::unknown ? 3 : 0;
}

std::string acceptance_in_words(const std::optional<Accepted>& accepted,
                                const std::optional<Accepted>& expired) {
  const auto& given = accepted ? accepted : expired;
  if (!given) return "";
  return "accepted by " + given->owner + " until " + text_of(given->until).substr(0, 10) +
         (accepted ? "" : ", which is over") + ": " + given->reason;
}

}  // namespace blackstart::drill
