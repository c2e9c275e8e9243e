#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "drill/read/problems.h"
#include "sim/world/ids.h"

namespace blackstart::drill {

// The names in a list of named things, by index.
template <class List>
std::vector<std::string> names_in(const List& list) {
  std::vector<std::string> names;
  for (const auto& each : list) names.emplace_back(each.name);
  return names;
}

// The index of a name in a list of named things, or kNone and a problem with the nearest known
// name.
template <class List>
std::uint32_t find_named(const List& list, const std::string& name, std::string_view what,
                         const Place& place, Problems& problems) {
  const auto is_it = [&name](const auto& each) { return each.name == name; };
  const auto found = std::ranges::find_if(list, is_it);
  if (found != list.end()) return static_cast<std::uint32_t>(found - list.begin());
  problems.add(place, unknown(what, name, names_in(list)));
  return sim::kNone;
}

}  // namespace blackstart::drill
