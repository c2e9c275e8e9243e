#pragma once

#include <set>
#include <vector>

#include "sim/simulation.h"

namespace blackstart::drill {

// Who is whose primary, who is fenced and who hibernates, as of the last record that was seen.
class Roles {
 public:
  explicit Roles(const sim::Simulation& simulation);

  void see(const sim::Record& record);

  sim::InstanceId primary_of(sim::DeploymentId id) const { return primary_of_[id]; }
  bool is_primary(sim::InstanceId id) const { return primary_of_[deployment_of(id)] == id; }
  bool is_fenced(sim::InstanceId id) const { return fenced_.contains(id); }
  bool is_asleep(sim::DeploymentId id) const { return asleep_.contains(id); }
  sim::DeploymentId deployment_of(sim::InstanceId id) const { return instances_[id].deployment; }

 private:
  const std::vector<sim::Instance>& instances_;
  std::vector<sim::InstanceId> primary_of_;  // by Deployment
  std::set<sim::InstanceId> fenced_;
  std::set<sim::DeploymentId> asleep_;
};

}  // namespace blackstart::drill
