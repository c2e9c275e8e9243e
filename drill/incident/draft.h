#pragma once

#include "drill/incident/convert.h"
#include "drill/incident/map.h"
#include "drill/incident/stretches.h"

namespace blackstart::drill {

// How long after the last that was published of it what has no published end is taken to end. No
// source says how long such tails are; the published ends of other outages lie between two hours
// and four days.
inline constexpr Duration kAssumedTail = std::chrono::hours(24);

// Makes the scenario of them: faults, ends to try, dates, how to recover, what to expect.
void draft(const std::vector<Stretch>& stretches, const sim::WorldSpec& world,
           const PlaceMap& places, Conversion& result);

}  // namespace blackstart::drill
