#pragma once

#include <vector>

#include "drill/measure/evidence.h"

namespace blackstart::drill {

// The logs of tries at work, which are on their workers alone until the try ends. What was begun,
// lost and uploaded is what the instance's work log says; what is being written is asked of the
// world at the end.
struct LogTails {
  std::int64_t begun = 0, being_written = 0, lost = 0, uploaded = 0;
  struct OfOutage {
    std::int64_t there = 0;  // being written when it began, with what it killed at once
    std::int64_t lost = 0;   // from then to the next
  };
  std::vector<OfOutage> outages;  // of the instance's Deployment
};

LogTails log_tails_of(const sim::Simulation& simulation, sim::InstanceId id,
                      const DeploymentTrace& deployment);

}  // namespace blackstart::drill
