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
// Some DAG of it lacks nothing but that a task becomes due.
bool can_succeed(const sim::Simulation& simulation, sim::InstanceId instance);

}  // namespace blackstart::drill
