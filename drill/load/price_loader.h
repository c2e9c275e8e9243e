#pragma once

#include "drill/prices.h"
#include "drill/read/fields.h"

namespace blackstart::drill {

// The built-in figures: assumptions, all of them.
Prices default_prices();
// 0.1, or {"dollars": 0.1} with a "source" or an "assumption", by name of what is billed.
void load_prices(const Node& node, Prices& prices, Problems& problems);

}  // namespace blackstart::drill
