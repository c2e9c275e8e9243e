#pragma once

#include "drill/outcome.h"

namespace blackstart::drill {

// Whether every recovery was in time, and nothing older than its RPO was lost.
Judgement judge_objective(const Objective& objective, const Outcome& outcome);

}  // namespace blackstart::drill
