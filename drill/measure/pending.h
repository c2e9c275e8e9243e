#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "drill/measure/evidence.h"
#include "sim/simulation.h"

namespace blackstart::drill {

// It is on, and has an end that lies beyond the run's.
bool has_its_end_ahead(const sim::FaultSpec& fault, Instant now);

// The steps that recoveries had still to do when the run ended, without those that are refused over
// and over by what nothing will change: they would be tried for ever.
class Pending {
 public:
  Pending(const sim::Simulation& simulation, const Evidence& evidence);

  // One of these operations may yet be done for the Deployment, or for the cluster it is in.
  bool may_do(std::span<const std::string_view> operations, sim::DeploymentId deployment) const;

 private:
  struct Step {
    std::string_view operation, target;
  };

  const sim::WorldSpec& world_;
  std::vector<Step> steps_;
};

}  // namespace blackstart::drill
