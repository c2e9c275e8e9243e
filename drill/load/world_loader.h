#pragma once

#include "drill/load/fields.h"
#include "sim/setup.h"

namespace blackstart::drill {

// The world, and who brings what back. Names that are wrong are problems; the world then lacks
// them.
sim::WorldSpec load_world(const Node& node, Instant starts_at, std::vector<sim::Person>& people,
                          Problems& problems);

// The index of a name in a list of named things, or kNone and a problem with the nearest known
// name.
template <class List>
std::uint32_t find_named(const List& list, const std::string& name, std::string_view what,
                         const Place& place, Problems& problems) {
  std::vector<std::string> known;
  for (std::uint32_t i = 0; i < list.size(); ++i) {
    if (list[i].name == name) return i;
    known.emplace_back(list[i].name);
  }
  problems.add(place, "unknown " + std::string(what) + " '" + name + "'" + suggestion(name, known));
  return sim::kNone;
}

}  // namespace blackstart::drill
