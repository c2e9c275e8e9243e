#pragma once

#include <vector>

#include "drill/incident/convert.h"
#include "drill/incident/stretches.h"

namespace blackstart::drill {

// What follows for any world from what was published, and a run can judge. Where nothing became a
// fault there is nothing to judge: what is expected then can only turn out unknown.
std::vector<Belief> beliefs_of(const Incident& incident, const std::vector<Stretch>& stretches);

}  // namespace blackstart::drill
