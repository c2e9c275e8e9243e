#pragma once

#include <string>
#include <string_view>

#include "drill/suite/suite.h"

namespace blackstart::drill {

// What was measured, and who has accepted it until when.
std::string measured_in_words(const Judgement& judgement);
// Whether the judgement keeps its scenario from passing.
bool is_wrong(const Judgement& judgement);

// What is said of a Deployment that may yet come back.
inline constexpr std::string_view kNotSeenBack = "is not seen to come back within the horizon";

// The longest stretch of the slowest recovery, whose it is and what it waited for; empty where
// there was no recovery.
std::string longest_step(const Case& each);

}  // namespace blackstart::drill
