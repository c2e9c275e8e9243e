#pragma once

#include "drill/outcome.h"

namespace blackstart::drill {

// How long a stretch of the path that begins at `from` took: both ends are rounded down to the
// second before they are subtracted, so that the printed durations add up too.
Duration printed(const CriticalStep& step, Instant from);
// "MISSED, 1 of 2 misses accepted (exit code 1)": of the objectives. A miss that was accepted
// stays a miss, and does not fail the suite.
std::string verdict_in_words(const Outcome& outcome);
// The first fault that hit a Deployment; the start of the run where none was hit.
Instant first_fault(const Outcome& outcome);

}  // namespace blackstart::drill
