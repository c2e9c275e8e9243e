#include "drill/load/names.h"

namespace blackstart::drill {

void add_once(std::vector<std::string>& names, const std::string& name) {
  const bool is_there = std::ranges::find(names, name) != names.end();
  if (!name.empty() && !is_there) names.push_back(name);
}

}  // namespace blackstart::drill
