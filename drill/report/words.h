#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "drill/outcome.h"

namespace blackstart::drill {

// What became of a judgement, as every report tells it.
enum class Standing : std::uint8_t { met, accepted, missed, unknown, not_evaluated };
inline constexpr std::size_t kStandings = 5;
Standing standing_of(const Judgement& judgement);
std::string_view name_of(Standing standing);

// What the recovery was held up by longest; nullptr: there was none.
const CriticalStep* limiting_step(const CriticalPath& path);
// How long a stretch of the path that begins at `from` took: both ends are rounded down to the
// second before they are subtracted, so that the printed durations add up too.
Duration printed(const CriticalStep& step, Instant from);
// "MISSED, 1 of 2 misses accepted (exit code 1)": of the objectives. A miss that was accepted
// stays a miss, and does not fail the suite.
std::string verdict_in_words(const Outcome& outcome);
// The first fault that hit a Deployment; the start of the run where none was hit.
Instant first_fault(const Outcome& outcome);

}  // namespace blackstart::drill
