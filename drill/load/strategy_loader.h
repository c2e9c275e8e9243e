#pragma once

#include <optional>

#include "drill/read/fields.h"
#include "drill/read/includes.h"
#include "recovery/mission.h"
#include "sim/setup.h"

namespace blackstart::drill {

// A scenario's "strategy" with its "detection"; nullopt: nobody recovers. What the strategy does in
// peace time is set up.
std::optional<recovery::Brief> load_strategy(Fields& scenario, Includes& includes,
                                             sim::Setup& setup, Problems& problems);

}  // namespace blackstart::drill
