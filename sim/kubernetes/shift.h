#pragma once

#include "sim/stage.h"

// A zonal shift: while it lasts nothing is started in the zone, and what can still move has left.
namespace blackstart::sim {

bool is_shifted(const World& world, SiteId site, std::uint32_t zone);
// Shifts away from every zone of the site that does not fare well, or has not for long enough. The
// last zone is never left.
void begin_shifts(Stage& stage, SiteId site);
// The shift's time is over, unless it was begun anew.
void on_shift_over(Stage& stage, SiteId site, std::uint32_t zone);
// A shift does not outlast what it was for: where no other zone is left, pods may go back.
void end_shifts_that_leave_nothing(Stage& stage, SiteId site);

}  // namespace blackstart::sim
