#pragma once

#include <string>

#include "drill/scenario.h"

namespace blackstart::drill {

// What is wanted or believed, in the words of its judgement.
std::string says_of(const Objective& objective);
std::string says_of(const Expectation& expectation);

}  // namespace blackstart::drill
