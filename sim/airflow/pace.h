#pragma once

#include "sim/stage.h"

// Work under way in a zone that becomes slow, or well again, goes on at the new pace.
namespace blackstart::sim {

// The rest of the tasks at work takes as many times longer as their zone has become slower.
void change_pace(Stage& stage, InstanceId instance, const Footing& before, const Footing& after);
// A task begins in the zone: if the zone has become slow, this is when the fault hits the instance.
void meet_slowness(Stage& stage, InstanceId instance, std::uint32_t zone);
// Whether the end that comes now is not the task's any more: a change of pace has put it off.
bool is_put_off(Stage& stage, std::uint32_t task);

}  // namespace blackstart::sim
