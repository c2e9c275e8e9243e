#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "drill/campaign/sample.h"
#include "drill/report/page.h"

// How the numbers of a campaign are written, for people and for programs.
namespace blackstart::drill {

// What files say where a run was too short to see a value.
inline constexpr std::string_view kNotObserved = "not_observed";

// The number as printf writes it; `format` is for one number.
std::string printed(const char* format, double value);
// "9h12m", "5,533", "never", "not seen", "-".
std::string in_words(Measured value, const Quantity& quantity);
// A mean in words; counts that are not whole get one decimal place.
std::string in_words(double value, Quantity::Unit unit);
// "9h05m-9h20m", "-12m to -3m", "at least 9h05m".
std::string in_words(const Interval& interval, Quantity::Unit unit);
// "9h12m", "never in 3 of 200", "unknown: 3 of 200 not seen", "-" where nothing was measured.
std::string mean_in_words(const Summary& summary);
// The interval of the mean; "-" where there is no mean.
std::string interval_in_words(const Summary& summary);
// The 95th of 100 runs.
std::string p95_in_words(const Summary& summary);
// "98.2 %", "unknown"; "98.2 %, 3 unknown". With more decimals where fewer would put it on the
// other side of what is demanded: 94.97 % is no 95 %.
std::string share_in_words(const JudgedOverRuns& judged, double demand = 1);
// "98.2", "unknown"; "98.2, 3 unknown": under a title that says %, which a narrow table would else
// put on a line of its own.
std::string percent_in_words(const JudgedOverRuns& judged);
// "98.2 %", "0.01 %".
std::string share_in_words(double share, double demand = 1);
std::string share_in_words(const Interval& interval, double demand = 1);
// "flips: met in 12, missed in 8 of 20", "do not flip it"; "-" where none were looked at.
std::string inputs_in_words(const JudgedOverRuns& judged, const Sample& sample);
Cell verdict_cell(const JudgedOverRuns& judged);
// An input in words: "commander responding" for "people/commander", "the end of 'outage'"; others
// keep their names.
std::string figure_in_words(const std::string& figure);

// "seconds" or "count".
std::string_view name_of(Quantity::Unit unit);
// Seconds or a count; null where there was nothing to measure; "never" or "for ever" where it has
// no end, "not_observed" where the run was too short.
nlohmann::ordered_json in_json(Measured value, const Quantity& quantity);
nlohmann::ordered_json in_json(double value, Quantity::Unit unit);
nlohmann::ordered_json in_json(const Interval& interval, Quantity::Unit unit);
// {"value", "interval"}; null where there is no mean.
nlohmann::ordered_json mean_in_json(const Summary& summary);
// {"value", "interval"}; the value is null where no run can tell.
nlohmann::ordered_json share_in_json(const JudgedOverRuns& judged);

}  // namespace blackstart::drill
