#pragma once

#include <string_view>
#include <vector>

#include "drill/read/problems.h"
#include "sim/world/spec.h"

namespace blackstart::drill {

// The assets of a world as its DAGs mention them, in whatever order. In the end each that a DAG
// waits for must be updated by some task.
class Assets {
 public:
  Assets(sim::WorldSpec& world, Problems& problems) : world_(world), problems_(problems) {}

  sim::AssetId updated(std::string_view name);
  sim::AssetId awaited(std::string_view name, const Place& place, sim::DagRef by);
  void finish();

 private:
  struct Wait {
    sim::AssetId asset = sim::kNone;
    Place place;
  };

  sim::AssetId named(std::string_view name);

  sim::WorldSpec& world_;
  Problems& problems_;
  std::vector<bool> is_updated_;  // by asset
  std::vector<Wait> waits_;
};

}  // namespace blackstart::drill
