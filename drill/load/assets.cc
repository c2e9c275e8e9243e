#include "drill/load/assets.h"

#include <algorithm>

namespace blackstart::drill {

sim::AssetId Assets::named(std::string_view name) {
  const auto found = std::ranges::find(world_.assets, name, &sim::AssetSpec::name);
  if (found != world_.assets.end()) return static_cast<sim::AssetId>(found - world_.assets.begin());
  world_.assets.push_back({.name = std::string(name)});
  is_updated_.push_back(false);
  return static_cast<sim::AssetId>(world_.assets.size() - 1);
}

sim::AssetId Assets::updated(std::string_view name) {
  const sim::AssetId id = named(name);
  is_updated_[id] = true;
  return id;
}

sim::AssetId Assets::awaited(std::string_view name, const Place& place, sim::DagRef by) {
  const sim::AssetId id = named(name);
  world_.assets[id].consumers.push_back(by);
  waits_.push_back({id, place});
  return id;
}

void Assets::finish() {
  std::vector<std::string> updated;
  for (std::size_t id = 0; id < is_updated_.size(); ++id) {
    if (is_updated_[id]) updated.push_back(world_.assets[id].name);
  }
  for (const Wait& wait : waits_) {
    if (is_updated_[wait.asset]) continue;
    const std::string& name = world_.assets[wait.asset].name;
    problems_.add(wait.place, "no task updates asset '" + name + "'" + suggestion(name, updated));
  }
}

}  // namespace blackstart::drill
