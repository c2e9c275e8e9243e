#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "drill/campaign/sample.h"
#include "drill/report/page.h"

// How the numbers of a campaign are written, for people and for programs.
namespace blackstart::drill {

// "9h12m", "5,533", "never", "-".
std::string in_words(Measured value, Quantity::Unit unit);
// Of a mean; counts get one decimal place.
std::string in_words(double value, Quantity::Unit unit);
// "9h05m-9h20m", "-12m to -3m".
std::string in_words(const Interval& interval, Quantity::Unit unit);
// "98.2 %"
std::string share_in_words(double share);
std::string share_in_words(const Interval& interval);
Cell verdict_cell(const JudgedOverRuns& judged);

// Seconds or a count; null where it is neither, "never" where it never came.
nlohmann::ordered_json in_json(Measured value, Quantity::Unit unit);
nlohmann::ordered_json in_json(double value, Quantity::Unit unit);
nlohmann::ordered_json in_json(const Interval& interval, Quantity::Unit unit);
// With a line end; what is not UTF-8 is replaced.
std::string text_of_json(const nlohmann::ordered_json& json);

}  // namespace blackstart::drill
