#include "drill/measure/deployments.h"

#include <algorithm>

#include "drill/measure/obstacle.h"
#include "sim/airflow/needs.h"
#include "sim/fault/fault.h"

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

// In its own place a thing is ready from the fault on, unless it failed; then when it is back.
std::optional<Instant> ready_in_place(const std::optional<Instant>& failed,
                                      const std::optional<Instant>& back, Instant fault) {
  if (!failed || *failed < fault) return fault;
  return back && *back >= *failed ? back : std::nullopt;
}

// What a zone's failure leaves standing never moved: its milestones are those of its own place.
void measure_place_in_region(DeploymentOutcome& outcome, const Evidence& evidence,
                             const DeploymentTrace& trace, sim::SiteId site,
                             sim::InstanceId serving) {
  at(outcome, Milestone::database) =
      ready_in_place(evidence.database_failed[site], evidence.database[site], *trace.first_hit);
  at(outcome, Milestone::scheduler) =
      ready_in_place(evidence.unhealthy[serving], evidence.healthy[serving], *trace.first_hit);
}

void measure_place(DeploymentOutcome& outcome, const sim::Simulation& simulation,
                   const Evidence& evidence, const DeploymentTrace& trace,
                   sim::InstanceId serving) {
  const sim::World& world = simulation.world();
  const sim::SiteId site = world.instances[serving].site;
  const sim::ClusterSpec& cluster = simulation.setup().world.clusters[world.sites[site].cluster];
  if (outcome.disruption == "zone" && world.sites[site].region == cluster.region)
    return measure_place_in_region(outcome, evidence, trace, site, serving);
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

bool has_its_end_ahead(const sim::FaultSpec& fault, Instant now) {
  return fault.begins <= now && fault.lasts != recovery::kForever &&
         fault.begins + fault.lasts > now;
}

// Who watches has not had the time for all the probes it takes, or is itself cut off for a while.
bool may_be_detected(const sim::Simulation& simulation, const DeploymentTrace& trace) {
  for (recovery::MissionIndex i = 0; i < simulation.engine().mission_count(); ++i) {
    const recovery::Detection& detection = simulation.engine().mission(i).brief().detection;
    const bool watches = simulation.engine().phase(i) == recovery::Phase::watching;
    if (!watches || detection.from.empty()) continue;
    const Duration it_takes = detection.of * detection.probe_every + detection.probe_timeout;
    if (simulation.now() < *trace.last_hit + it_takes) return true;
    for (const sim::FaultSpec& fault : simulation.setup().faults) {
      if (fault.domain != sim::Domain::region || !has_its_end_ahead(fault, simulation.now()))
        continue;
      const std::string& region = simulation.setup().world.regions[fault.target].name;
      if (std::ranges::find(detection.from, region) != detection.from.end()) return true;
    }
  }
  return false;
}

// A fault that keeps it down has an end that lies beyond the run's.
bool comes_back(const sim::Simulation& simulation, const DeploymentTrace& trace) {
  const std::vector<sim::FaultSpec>& faults = simulation.setup().faults;
  // Of overlapping faults only the first hits; the others prolong what it began.
  const auto keeps_it_down = [&](std::uint32_t hit) {
    return std::ranges::any_of(faults, [&](const sim::FaultSpec& fault) {
      return fault.kind == faults[hit].kind && fault.domain == faults[hit].domain &&
             fault.target == faults[hit].target && has_its_end_ahead(fault, simulation.now());
    });
  };
  return std::ranges::any_of(trace.outages.back().faults, keeps_it_down);
}

Status status_of(const sim::Simulation& simulation, const DeploymentTrace& trace,
                 sim::InstanceId serving) {
  if (!trace.first_hit) return Status::unaffected;
  if (trace.latest_success && *trace.latest_success >= *trace.last_hit) return Status::recovered;
  // The horizon ended too early to tell: something that would bring it back had not ended yet.
  const bool may_come = is_under_way(simulation) || may_be_detected(simulation, trace) ||
                        comes_back(simulation, trace) || can_succeed(simulation, serving);
  return may_come ? Status::not_observed : Status::not_recovered;
}

// What a recovery that nothing called for takes down is disrupted by nothing else.
std::string disruption_by(const sim::Simulation& simulation, std::uint32_t fault) {
  if (fault == sim::kNone) return std::string(kByRecovery);
  return std::string(sim::faults()[simulation.setup().faults[fault].kind].disruption);
}

std::vector<Outage> outages_of(const sim::Simulation& simulation, const DeploymentTrace& trace) {
  std::vector<Outage> outages;
  for (const OutageTrace& each : trace.outages) {
    Outage& outage = outages.emplace_back();
    outage.began = each.began;
    outage.ended = each.ended;
    for (const std::uint32_t fault : each.faults)
      outage.disruptions.push_back(disruption_by(simulation, fault));
    if (each.faults.empty()) outage.disruptions.emplace_back(kByRecovery);
  }
  return outages;
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
  outcome.disruption = disruption_by(simulation, trace.fault);
  outcome.outages = outages_of(simulation, trace);
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
