#pragma once

#include "drill/incident/convert.h"
#include "drill/incident/course.h"
#include "drill/incident/map.h"

namespace blackstart::drill {

// Reads the phases of the incident in turn: which thing each word is, where it was hit and how
// badly. The course takes what they say, the conversion what had to be assumed or left out. A word
// that nobody knows is taken for the worst of where it happened if the phase names nothing that is
// modelled, whatever else it names; otherwise it is left out.
void translate(const sim::WorldSpec& world, PlaceMap& places, Course& course, Conversion& result);

}  // namespace blackstart::drill
