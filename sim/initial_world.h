#pragma once

#include "sim/setup.h"
#include "sim/world/world.h"

namespace blackstart::sim {

// The world as it stands when the scenario begins: every cluster up, the past filled in.
World initial_world(const Setup& setup);

}  // namespace blackstart::sim
