#include "drill/measure/deployments.h"

#include <algorithm>

#include "drill/measure/obstacle.h"
#include "sim/airflow/needs.h"
#include "sim/fault.h"

namespace blackstart::drill {
namespace {

using Times = std::vector<Instant>;

std::optional<Instant> first_since(const Times& times, Instant since) {
  const auto found = std::ranges::find_if(times, [since](Instant at) { return at >= since; });
  return found == times.end() ? std::nullopt : std::optional(*found);
}

std::optional<Instant>& at(DeploymentOutcome& outcome, Milestone milestone) {
  return outcome.at[static_cast<std::size_t>(milestone)];
}

void keep_earlier(std::optional<Instant>& kept, const std::optional<Instant>& other) {
  if (other && (!kept || *other < *kept)) kept = other;
}

// A place that stood before the fault is ready the moment the recovery turns to it, or when it
// comes back.
std::optional<Instant> ready(const std::optional<Instant>& built,
                             const std::optional<Instant>& returned,
                             const std::optional<Instant>& started, Instant fault) {
  if (built && *built >= fault) return built;
  if (returned && *returned >= fault) return returned;
  return started;
}

void measure_place(DeploymentOutcome& outcome, const sim::Simulation& simulation,
                   const Evidence& evidence, const DeploymentTrace& trace,
                   sim::InstanceId serving) {
  const sim::World& world = simulation.world();
  const sim::SiteId site = world.instances[serving].site;
  const sim::ClusterSpec& cluster = simulation.setup().world.clusters[world.sites[site].cluster];
  const bool is_still_down = !world.site_is_up(site) && !trace.first_success;
  if (is_still_down) return;
  const auto& started = at(outcome, Milestone::started);
  const bool was_built = world.sites[site].region != cluster.region;
  const auto turned_to = was_built ? std::nullopt : started;
  at(outcome, Milestone::infrastructure) =
      ready(evidence.infrastructure[site], evidence.returned[site], turned_to, *trace.first_hit);
  at(outcome, Milestone::database) =
      ready(evidence.database[site], evidence.returned[site], turned_to, *trace.first_hit);
  const auto scheduler_turned_to = evidence.created[serving] ? std::nullopt : turned_to;
  at(outcome, Milestone::scheduler) =
      ready(evidence.healthy[serving], std::nullopt, scheduler_turned_to, *trace.first_hit);
}

bool is_under_way(const sim::Simulation& simulation) {
  for (recovery::MissionIndex i = 0; i < simulation.engine().mission_count(); ++i) {
    const recovery::Phase phase = simulation.engine().phase(i);
    if (phase == recovery::Phase::declaring || phase == recovery::Phase::recovering) return true;
  }
  return false;
}

bool comes_back(const sim::Simulation& simulation, const DeploymentTrace& trace) {
  const sim::FaultSpec& fault = simulation.setup().faults[trace.fault];
  return fault.lasts != recovery::kForever && fault.begins + fault.lasts > simulation.now();
}

Status status_of(const sim::Simulation& simulation, const DeploymentTrace& trace,
                 sim::InstanceId serving) {
  if (!trace.first_hit) return Status::unaffected;
  if (trace.latest_success && *trace.latest_success >= *trace.last_hit) return Status::recovered;
  // The horizon ended too early to tell: something that would bring it back had not ended yet.
  const bool may_come =
      is_under_way(simulation) || comes_back(simulation, trace) || can_succeed(simulation, serving);
  return may_come ? Status::not_observed : Status::not_recovered;
}

void tell_obstacle(DeploymentOutcome& outcome, const sim::Simulation& simulation,
                   sim::InstanceId serving) {
  const Obstacle obstacle = obstacle_of(simulation, serving);
  outcome.keeps = obstacle.what;
  outcome.kept_by = obstacle.who;
  outcome.is_useless = simulation.world().is_scheduling(serving);
}

DeploymentOutcome measure_one(const sim::Simulation& simulation, const Evidence& evidence,
                              sim::DeploymentId id) {
  const sim::WorldSpec& world = simulation.setup().world;
  const DeploymentTrace& trace = evidence.deployments[id];
  const sim::DeploymentSpec& spec = world.deployments[id];
  DeploymentOutcome outcome;
  outcome.name = spec.name;
  outcome.tier = world.tiers[spec.tier];
  outcome.cluster = world.clusters[spec.cluster].name;
  for (std::size_t i = 0; i < spec.dags.size(); ++i) {
    outcome.dags.push_back({spec.dags[i].name, spec.dags[i].tags, trace.dag_success[i]});
  }
  const sim::InstanceId serving =
      trace.served_by != sim::kNone ? trace.served_by : simulation.world().primary_of[id];
  outcome.status = status_of(simulation, trace, serving);
  if (!trace.first_hit) return outcome;
  outcome.disruption = sim::faults()[simulation.setup().faults[trace.fault].kind].disruption;
  at(outcome, Milestone::fault) = trace.first_hit;
  for (const MissionTrace& mission : evidence.missions) {
    keep_earlier(at(outcome, Milestone::detected), first_since(mission.detected, *trace.first_hit));
    keep_earlier(at(outcome, Milestone::declared), first_since(mission.declared, *trace.first_hit));
    keep_earlier(at(outcome, Milestone::started), first_since(mission.started, *trace.first_hit));
  }
  measure_place(outcome, simulation, evidence, trace, serving);
  at(outcome, Milestone::first_success) = trace.first_success;
  at(outcome, Milestone::backlog_drained) = first_since(evidence.drained[serving], *trace.last_hit);
  if (outcome.status != Status::recovered) tell_obstacle(outcome, simulation, serving);
  return outcome;
}

}  // namespace

std::vector<DeploymentOutcome> measure_deployments(const sim::Simulation& simulation,
                                                   const Evidence& evidence) {
  std::vector<DeploymentOutcome> outcomes;
  for (sim::DeploymentId id = 0; id < evidence.deployments.size(); ++id) {
    outcomes.push_back(measure_one(simulation, evidence, id));
  }
  return outcomes;
}

}  // namespace blackstart::drill
