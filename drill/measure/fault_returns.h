#pragma once

#include <string_view>

#include "drill/measure/wait_links.h"
#include "sim/fault/fault.h"

namespace blackstart::drill {

// What comes back when a fault ends, by the first thing that it impairs.
struct FaultReturn {
  sim::Facet facet;
  sim::Domain domain;
  std::string_view step;
  bool leaves_nothing = false;  // why nothing else helped goes without saying
  bool is_of_nodes = false;     // of a share of them
};

// Of its table, whose order is that in which they are waited for where several end in one instant.
// nullptr: nobody waits for its end, e.g. for disks that are slow.
const FaultReturn* what_returns(const sim::FaultSpec& fault);

// Whether nodes go silent by it.
bool silences(const sim::FaultSpec& fault);

// Whether calls to that service fail by it.
bool refuses_calls(const sim::FaultSpec& fault, const sim::WorldSpec& world,
                   sim::ServiceId service);

bool befalls(const sim::FaultSpec& fault, const Whereabouts& place);

}  // namespace blackstart::drill
