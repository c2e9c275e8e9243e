#pragma once

#include <string_view>

#include "drill/outcome.h"

namespace blackstart::drill {

// '*' in a pattern stands for any characters.
bool matches(std::string_view pattern, std::string_view text);
// The empty pattern is matched by everything.
bool matches_or_any(std::string_view pattern, std::string_view text);

// Whether it is one of those selected.
bool matches(const Selection& selection, const DeploymentOutcome& deployment);
bool matches(const Selection& selection, const DagOutcome& dag);
bool matches(const Selection& selection, const LedgerRow& row);

// The same, of a class alone: "connection", or with where it comes from "connection:ui"; both parts
// are patterns.
Selection of_class(Selection selection, std::string_view text);

}  // namespace blackstart::drill
