#pragma once

#include "drill/read/fields.h"
#include "drill/scenario.h"

namespace blackstart::drill {

// What an objective or an expectation is about: its "of", "tier" and "class". Whatever is named
// must exist in the world, and a pattern must match something.
Selection load_selection(Fields& fields, const sim::WorldSpec& world, Problems& problems);
// A class of the loss ledger, with or without where it comes from: "connection", "connection:ui",
// "*:ui".
void must_be_a_class(const Node& node, const std::string& text, const sim::WorldSpec& world,
                     Problems& problems);

}  // namespace blackstart::drill
