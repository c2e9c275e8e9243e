#pragma once

#include "sim/calendar.h"
#include "sim/event.h"
#include "sim/world/world.h"

// A fleet does not fit in the processor's cache. What the next events will ask for is fetched while
// others happen, one link of the chain at a time: a task's row, then its run, then its Airflow.
// Changes nothing but the time it takes.
namespace blackstart::sim {

void fetch_ahead(const World& world, const Calendar<Event>& calendar);

}  // namespace blackstart::sim
