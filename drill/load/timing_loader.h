#pragma once

#include <map>
#include <string>
#include <vector>

#include "drill/read/fields.h"
#include "sim/setup.h"

namespace blackstart::drill {

using Timings = std::map<std::string, sim::Timing, std::less<>>;

// "10m", {"p50": …, "p95": …}, {"range": […]}, {"samples": […]} or {"constant": …}, with a source
// or an assumption.
std::optional<sim::Timing> load_timing(const Node& node, Problems& problems);

// One for every operation: the built-in figures.
Timings default_timings();
void load_timings(const Node& node, Timings& timings, Problems& problems);

}  // namespace blackstart::drill
