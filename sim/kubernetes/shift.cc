#include "sim/kubernetes/shift.h"

#include "sim/kubernetes/pods.h"
#include "sim/kubernetes/zones.h"

namespace blackstart::sim {
namespace {

// Those that do not fare well, or did not a moment ago. Somewhere must be left: where that would be
// all of them, one that fares well now will do.
std::uint32_t zones_to_leave(const Stage& stage, SiteId site) {
  const SitePlatform& platform = stage.world.platform.sites[site];
  std::uint32_t distrusted = 0, ill = 0;
  for_each_zone(platform.zones, [&](std::uint32_t zone) {
    if (!zone_is_trusted(stage, site, zone)) distrusted |= 1U << zone;
    if (!zone_is_well(stage.setup.world, stage.world, site, zone)) ill |= 1U << zone;
  });
  if (distrusted != platform.zones) return distrusted;
  return ill == platform.zones ? 0 : ill;
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
  for_each_zone(zones_to_leave(stage, site), [&](std::uint32_t zone) {
    platform.by_zone[zone].is_shifted = true;
    platform.by_zone[zone].shifted_until = until;
    stage.schedule(until, {.kind = EventKind::shift_ends, .a = site, .b = zone});
    stage.record(Happening::zone_shifted, site, zone);
    move_pods(stage, site, zone);
  });
}

void on_shift_over(Stage& stage, SiteId site, std::uint32_t zone) {
  const SiteZone& state = stage.world.platform.sites[site].by_zone[zone];
  if (state.is_shifted && stage.now >= state.shifted_until) end_shift(stage, site, zone);
}

void end_shifts_that_leave_nothing(Stage& stage, SiteId site) {
  const WorldSpec& spec = stage.setup.world;
  std::uint32_t open = 0, left = 0;
  for_each_zone(stage.world.platform.sites[site].zones, [&](std::uint32_t zone) {
    if (!zone_answers(spec, stage.world, site, zone)) return;
    (is_shifted(stage.world, site, zone) ? left : open) |= 1U << zone;
  });
  if (open != 0) return;
  for_each_zone(left, [&](std::uint32_t zone) {
    end_shift(stage, site, zone);
    stage.record(Happening::shift_ended, site, zone);
  });
}

}  // namespace blackstart::sim
