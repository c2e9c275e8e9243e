#pragma once

#include <span>

#include "sim/stage.h"

// What copies are worth when an instance is lost, and bringing it back from them.
namespace blackstart::sim {

enum class Asked : std::uint8_t {
  exists,  // somewhere, though nobody may reach it now
  opens,   // it can be reached, and so can the key that opens it
};

// The newest copy of this part that the remains have at `now`; of those that were cut at once, one
// that holds all.
Found newest_copy(const Stage& stage, const Remains& remains, Part part, Asked asked);
// The newest of the Deployment's losses whose copies hold this part and were not restored; nullptr:
// none.
const Remains* remains_of(const World& world, DeploymentId deployment, Part part);

// These parts of what only this instance held are left to its copies: what none of them has is
// lost. With the metadata go all things that it held; they are lost first, or together with the
// rest.
void leave_to_copies(Stage& stage, InstanceId instance, std::span<const Part> parts);
// Some region was destroyed, and with it the copies it kept and those that only its key opened.
void lose_copies(Stage& stage);
// Brings one part of the Deployment's remains to its primary from the newest copy that opens; what
// only a newer one had is lost. There must be one (checked).
void restore_part(Stage& stage, DeploymentId deployment, Part part);

// The part that rows of this class belong to.
Part part_of(DataClass rows);

}  // namespace blackstart::sim
