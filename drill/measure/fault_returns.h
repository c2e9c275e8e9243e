#pragma once

#include <string_view>

#include "drill/measure/wait_links.h"
#include "drill/scenario.h"
#include "sim/fault/fault.h"

namespace blackstart::drill {

// What comes back when a fault ends, by the first thing that it impairs.
struct FaultReturn {
  sim::Facet facet;
  sim::Domain domain;
  std::string_view step;
  bool leaves_nothing = false;  // why nothing else helped goes without saying
  bool is_of_nodes = false;     // of a share of them
  bool takes_nothing_down = false;
};

// The fault's row. The rows' order breaks ties: when several faults end at one instant, the first
// row is the one waited for. nullptr: nobody waits for its end, e.g. for slow disks.
const FaultReturn* what_returns(const sim::FaultSpec& fault);

// Whether the fault silences nodes.
bool silences(const sim::FaultSpec& fault);

bool befalls(const sim::FaultSpec& fault, const Whereabouts& place);

// The first fault there that slows work at some time between two instants, or does so until its
// symptoms have passed. nullptr: none.
const sim::FaultSpec* what_slows(const sim::Setup& setup, const Whereabouts& place, Instant from,
                                 Instant until);

}  // namespace blackstart::drill
