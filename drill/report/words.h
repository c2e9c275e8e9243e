#pragma once

#include "drill/outcome.h"

namespace blackstart::drill {

// How long a stretch of the path that begins at `from` took: both ends are rounded down to the
// second before they are subtracted, so that the printed durations add up too.
Duration printed(const CriticalStep& step, Instant from);
// The first fault that hit a Deployment; the start of the run where none was hit.
Instant first_fault(const Outcome& outcome);

}  // namespace blackstart::drill
