#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "drill/measure/evidence.h"
#include "sim/simulation.h"
#include "sim/world/lack.h"

namespace blackstart::drill {

// Whether the fault is on, and has an end that is still to come; one that flaps ends each cycle.
bool has_its_end_ahead(const sim::FaultSpec& fault, Instant now);

// The steps that recoveries had still to do when the run ended, without those that are refused over
// and over by what nothing will change: they would be tried for ever.
class Pending {
 public:
  Pending(const sim::Simulation& simulation, const Evidence& evidence);

  // Whether a step that gives back what it lacks may yet be done for the Deployment or its cluster.
  bool may_undo(sim::Lack lack, sim::DeploymentId deployment) const;
  // Which step is refused, and why, before one can be done that gives back what it lacks; empty:
  // none is.
  std::string what_holds_up(sim::Lack lack, sim::DeploymentId deployment) const;

 private:
  struct Step {
    sim::Lacks undoes;
    std::string_view target;
    std::string held_up_by;
  };

  bool is_undone_by(const Step& step, sim::Lack lack, sim::DeploymentId deployment) const;

  const sim::WorldSpec& world_;
  std::vector<Step> steps_;  // that may yet be done
  std::vector<Step> held_up_;
};

}  // namespace blackstart::drill
