#pragma once

#include <array>
#include <string_view>

#include "drill/interval.h"
#include "drill/reading.h"
#include "drill/scenario.h"
#include "drill/verdict.h"

namespace blackstart::drill {

// What a file calls a bound, and what it says in words.
struct BoundRow {
  Bound::Kind kind;
  std::string_view name, says;
};
inline constexpr std::array kBounds = {
    BoundRow{Bound::Kind::at_most, "at_most", "at most"},
    BoundRow{Bound::Kind::at_least, "at_least", "at least"},
    BoundRow{Bound::Kind::equals, "equals", "equals"},
    BoundRow{Bound::Kind::never, "never", "never"},
    BoundRow{Bound::Kind::eventually, "eventually", "eventually"},
};

// Met or missed where that is so anywhere in the interval, else unknown. A time that never comes is
// longer than any: "at_least" is met by it and "at_most" missed, in one run as over many.
Verdict hold_against(const Bound& bound, Unit unit, const Interval& interval);
Verdict hold_against(const Bound& bound, const Reading& reading);
// Whether "all" is asked of what there was none of: that is unknown.
bool asks_for_all_of_nothing(const Bound& bound, const Reading& reading);

}  // namespace blackstart::drill
