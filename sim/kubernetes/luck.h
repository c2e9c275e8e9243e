#pragma once

#include <string_view>

#include "sim/kubernetes/profile.h"
#include "sim/random.h"
#include "sim/stage.h"

// The platform's draws: each keyed by what it is for and whose it is.
namespace blackstart::sim {

inline double chance(const Stage& stage, std::string_view purpose, std::uint64_t entity,
                     std::uint32_t attempt) {
  return uniform({.seed = stage.seed,
                  .purpose = hash_name(purpose),
                  .entity = entity,
                  .attempt = attempt});
}

// A duration of platform_timings() or of the scenario's own.
inline Duration draw(const Stage& stage, std::string_view figure, std::uint64_t entity,
                     std::uint32_t attempt) {
  const Distribution distribution = platform_figure(stage.setup, figure);
  if (distribution.is_constant()) return distribution.median();
  return distribution.draw(chance(stage, figure, entity, attempt));
}

inline std::uint64_t site_name(const Stage& stage, SiteId id) {
  const Site& site = stage.world.sites[id];
  return hash_name(stage.setup.world.clusters[site.cluster].name) ^
         hash_name(stage.setup.world.regions[site.region].name);
}

}  // namespace blackstart::sim
