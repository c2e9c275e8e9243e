#include "drill/report/words.h"

#include <algorithm>

namespace blackstart::drill {

Duration printed(const CriticalStep& step, Instant from) {
  using std::chrono::floor, std::chrono::seconds;
  return floor<seconds>(step.finished - from) - floor<seconds>(step.started - from);
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
