#include "sim/kubernetes/shift.h"

#include "sim/kubernetes/pods.h"
#include "sim/kubernetes/zones.h"

namespace blackstart::sim {
namespace {

// Those that do not fare well, or did not a moment ago. Somewhere must be left: where that would be
// all of them, one that fares well now will do.
ZoneSet zones_to_leave(const Stage& stage, SiteId site) {
  const SitePlatform& platform = stage.world.platform.sites[site];
  ZoneSet distrusted, ill;
  for (const std::uint32_t zone : platform.zones) {
    if (!zone_is_trusted(stage, site, zone)) distrusted.add(zone);
    if (!zone_is_well(stage.setup.world, stage.world, site, zone)) ill.add(zone);
  }
  if (distrusted != platform.zones) return distrusted;
  return ill == platform.zones ? ZoneSet{} : ill;
}

void end_shift(Stage& stage, SiteId site, std::uint32_t zone) {
  stage.world.platform.sites[site].by_zone[zone].is_shifted = false;
}

}  // namespace

bool is_shifted(const World& world, SiteId site, std::uint32_t zone) {
  return world.platform.sites[site].by_zone[zone].is_shifted;
}

void begin_shifts(Stage& stage, SiteId site) {
  SitePlatform& platform = stage.world.platform.sites[site];
  const Instant until = stage.now + stage.setup.world.platform.shift_lasts;
  for (const std::uint32_t zone : zones_to_leave(stage, site)) {
    platform.by_zone[zone].is_shifted = true;
    platform.by_zone[zone].shifted_until = until;
    stage.schedule(until, {.kind = EventKind::shift_ends, .a = site, .b = zone});
    stage.record(Happening::zone_shifted, site, zone);
    move_pods(stage, site, zone);
  }
}

void on_shift_over(Stage& stage, SiteId site, std::uint32_t zone) {
  const SiteZone& state = stage.world.platform.sites[site].by_zone[zone];
  if (state.is_shifted && stage.now >= state.shifted_until) end_shift(stage, site, zone);
}

void end_shifts_that_leave_nothing(Stage& stage, SiteId site) {
  const WorldSpec& spec = stage.setup.world;
  ZoneSet open, left;
  for (const std::uint32_t zone : stage.world.platform.sites[site].zones) {
    if (!zone_answers(spec, stage.world, site, zone)) continue;
    (is_shifted(stage.world, site, zone) ? left : open).add(zone);
  }
  if (!open.empty()) return;
  for (const std::uint32_t zone : left) {
    end_shift(stage, site, zone);
    stage.record(Happening::shift_ended, site, zone);
  }
}

}  // namespace blackstart::sim
