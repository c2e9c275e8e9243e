#pragma once

#include <optional>

#include "sim/simulation.h"

namespace blackstart::drill {

// The logs of tries at work, which are on their workers alone until the try ends. What was begun,
// lost and uploaded is what the instance's work log says; what is being written is asked of the
// world at the end.
struct LogTails {
  std::int64_t begun = 0, being_written = 0, lost = 0, uploaded = 0;
  std::int64_t at_fault = 0;  // being written when its Deployment was first hit
};

// `hit`: nullopt: it never was, and the end counts instead.
LogTails log_tails_of(const sim::Simulation& simulation, sim::InstanceId id,
                      std::optional<recovery::Instant> hit);

}  // namespace blackstart::drill
