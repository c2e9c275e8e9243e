#pragma once

#include <string>

#include "sim/simulation.h"

namespace blackstart::drill {

// What keeps a Deployment from its first success, and the person who has to act; nobody where all
// that one can do is wait.
struct Obstacle {
  std::string what, who;
};

// The first in the way of this instance now.
Obstacle obstacle_of(const sim::Simulation& simulation, sim::InstanceId instance);

}  // namespace blackstart::drill
