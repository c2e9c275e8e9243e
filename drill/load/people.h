#pragma once

#include <optional>
#include <vector>

#include "drill/read/fields.h"
#include "recovery/mission.h"
#include "sim/setup.h"

namespace blackstart::drill {

std::vector<sim::Person> default_people();
// Adds or replaces people: {"name": {"responds": timing}}.
void load_people(const std::vector<Node::Member>& members, std::vector<sim::Person>& people,
                 Problems& problems);

// A person of the scenario, as far as it was loaded, whom nobody asks for anything is misspelt.
// `world_people`: those whom the world names; they and the default ones may be idle.
void must_be_asked_for(const std::vector<Node::Member>& people,
                       const std::vector<Node::Member>& world_people, const sim::Setup& setup,
                       const std::optional<recovery::Brief>& brief, Problems& problems);

}  // namespace blackstart::drill
