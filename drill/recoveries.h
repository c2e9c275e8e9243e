#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drill/outcome.h"

namespace blackstart::drill {

// What somebody wants to know of recoveries: whose, from which disruption, from when to when.
struct RecoveryQuestion {
  const Selection& of;
  Milestone to, since;
  std::string_view disruption = {};  // empty: any

  bool is_about(const Outage& outage) const;
  // Whether it went down in such an outage.
  bool is_about(const DeploymentOutcome& deployment) const;
};

// The way back from one outage. Both ends may be missing: the run was too short, or it never came.
struct Recovery {
  const DeploymentOutcome* deployment;
  const Outage* outage;
  const DagOutcome* dag = nullptr;  // that alone is to succeed
  std::optional<Instant> from = {};
  std::optional<Duration> rta = {};
  // How long it took where it ended before its clock began: no clock begins before the fault.
  std::optional<Duration> at_most = {};
  std::string name() const {
    return dag == nullptr ? deployment->name : deployment->name + "/" + dag->name;
  }
};

// Those that tell of the question, outage by outage: every one is to reach its milestone. One that
// ended without it is left out, unless none that tells of it would be left.
std::vector<Recovery> recoveries_of(const Outcome& outcome, const RecoveryQuestion& question);

}  // namespace blackstart::drill
