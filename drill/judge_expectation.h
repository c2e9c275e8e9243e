#pragma once

#include "drill/outcome.h"

namespace blackstart::drill {

// Whether what its author believes holds of what was measured. A statistic over runs is not judged.
Judgement judge_expectation(const Expectation& expectation, const Outcome& outcome);

}  // namespace blackstart::drill
