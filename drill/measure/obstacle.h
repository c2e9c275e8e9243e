#pragma once

#include <optional>
#include <string>

#include "drill/measure/pending.h"
#include "sim/simulation.h"

namespace blackstart::drill {

using sim::Lack;

// What keeps a Deployment, or one of its DAGs, from its first success.
struct Obstacle {
  std::string what;
  std::string who;           // has to act; empty: all that one can do is wait
  std::optional<Lack> lack;  // nullopt: no step of a recovery gives back what it lacks
  bool is_of_place = false;  // what it runs on is out of order
};

// The first obstacle of this instance now, and which step is refused that would lead to what it
// lacks. `since`: when its Deployment was last hit.
Obstacle obstacle_of(const sim::Simulation& simulation, sim::InstanceId instance, Instant since,
                     const Pending& pending);
// The first obstacle of that DAG alone; nullopt: nothing is missing but that a task becomes due.
std::optional<Obstacle> obstacle_of_dag(const sim::Simulation& simulation, sim::InstanceId instance,
                                        std::uint32_t dag);
// Whether what it runs on is out of order, so that only the end of a fault brings it back.
bool lacks_its_place(const sim::Simulation& simulation, sim::InstanceId instance);
// Whether all the obstacles of some DAG of it may yet go, by themselves or by a pending step.
bool may_succeed(const sim::Simulation& simulation, sim::InstanceId instance,
                 const Pending& pending);

}  // namespace blackstart::drill
