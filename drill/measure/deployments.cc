#include "drill/measure/deployments.h"

#include <algorithm>

#include "drill/measure/obstacle.h"
#include "sim/airflow/needs.h"
#include "sim/fault/fault.h"

namespace blackstart::drill {
namespace {

// By whichever mission that recovers from there.
Times calls_about(const std::string& region, const Evidence& evidence, Times MissionTrace::*calls) {
  Times all;
  for (const MissionTrace& mission : evidence.missions) {
    if (mission.about == region)
      all.insert(all.end(), (mission.*calls).begin(), (mission.*calls).end());
  }
  std::ranges::sort(all);
  return all;
}

// The region it was built in.
const std::string& home_of(const sim::Simulation& simulation, sim::DeploymentId id) {
  const sim::WorldSpec& world = simulation.setup().world;
  return world.regions[world.clusters[world.deployments[id].cluster].region].name;
}

// The milestones of one outage: what was reached between its beginning and its end.
class OutageReader {
 public:
  OutageReader(const sim::Simulation& simulation, const Evidence& evidence,
               const OutageTrace& trace, const std::string& disruption, sim::DeploymentId id)
      : world_(simulation.world()),
        evidence_(evidence),
        trace_(trace),
        serving_(served_by(simulation, trace, id)),
        site_(world_.instances[serving_].site),
        is_zone_(disruption == "zone"),
        stood_in_(home_of(simulation, id)),
        home_(simulation.setup().world.clusters[world_.sites[site_].cluster].region) {}

  Milestones read() {
    found_[Milestone::fault] = trace_.began;
    found_[Milestone::detected] = called_for(&MissionTrace::detected);
    found_[Milestone::declared] = called_for(&MissionTrace::declared);
    found_[Milestone::started] = called_for(&MissionTrace::started);
    read_place();
    found_[Milestone::first_success] = trace_.ended;
    found_[Milestone::backlog_drained] = first_since(evidence_.drained[serving_]);
    return found_;
  }

 private:
  std::optional<Instant> first_since(const Times& times) const {
    const auto found = std::ranges::lower_bound(times, trace_.began);
    return found == times.end() ? std::nullopt : std::optional(*found);
  }

  bool is_within(Instant instant) const {
    return instant >= trace_.began && (!trace_.ended || instant <= *trace_.ended);
  }

  std::optional<Instant> last_within(const Times& times) const {
    const auto found = std::find_if(times.rbegin(), times.rend(),
                                    [this](Instant each) { return is_within(each); });
    return found == times.rend() ? std::nullopt : std::optional(*found);
  }

  // What a recovery takes down was called for before.
  std::optional<Instant> called_for(Times MissionTrace::*calls) const {
    const Times times = calls_about(stood_in_, evidence_, calls);
    const auto first = first_since(times);
    if (first && is_within(*first)) return first;
    const auto later = std::ranges::upper_bound(times, trace_.began);
    if (!trace_.is_by_recovery || later == times.begin()) return std::nullopt;
    return *std::prev(later);
  }

  // A place that stood before the outage is ready the moment the recovery turns to it, or when it
  // comes back.
  std::optional<Instant> ready(const std::optional<Instant>& built,
                               const std::optional<Instant>& returned,
                               const std::optional<Instant>& turned_to) const {
    if (built) return built;
    return returned ? returned : turned_to;
  }

  // What failed is ready when it is back, though it had failed before the outage began: as it
  // slept. What stood all the time was so before.
  std::optional<Instant> ready_again(const Times& failed, const Times& back,
                                     const std::optional<Instant>& before) const {
    const auto failure = last_within(failed);
    if (!failure) return before ? before : last_within(back);
    const auto return_of_it = std::ranges::lower_bound(back, *failure);
    return return_of_it == back.end() ? std::nullopt : std::optional(*return_of_it);
  }

  void read_in_place(const std::optional<Instant>& before) {
    found_[Milestone::database] = ready_again(evidence_.database_unreached[serving_],
                                              evidence_.database_reached[serving_], before);
    found_[Milestone::scheduler] =
        ready_again(evidence_.unhealthy[serving_], evidence_.healthy[serving_], before);
  }

  // What a zone's failure leaves standing never moved: its milestones are those of its own place.
  void read_place() {
    const bool is_still_down = !world_.site_is_up(site_) && !trace_.ended;
    if (is_still_down) return;
    const bool is_home = world_.sites[site_].region == home_;
    const auto returned = last_within(evidence_.returned[site_]);
    if (is_zone_ && is_home && !returned) {
      found_[Milestone::infrastructure] = trace_.began;
      return read_in_place(trace_.began);
    }
    const auto turned_to = is_home ? found_[Milestone::started] : std::nullopt;
    found_[Milestone::infrastructure] =
        ready(last_within(evidence_.infrastructure[site_]), returned, turned_to);
    if (evidence_.created[serving_].empty()) return read_in_place(turned_to);
    found_[Milestone::database] = last_within(evidence_.database[site_]);
    found_[Milestone::scheduler] = last_within(evidence_.healthy[serving_]);
  }

  const sim::World& world_;
  const Evidence& evidence_;
  const OutageTrace& trace_;
  sim::InstanceId serving_;
  sim::SiteId site_;
  bool is_zone_;
  const std::string& stood_in_;
  sim::RegionId home_;
  Milestones found_;
};

// Who watches has not had the time for all the probes it takes, or is itself cut off for a while.
bool may_be_detected(const sim::Simulation& simulation, const Evidence& evidence,
                     const DeploymentTrace& trace, const std::string& stood_in) {
  const Times started = calls_about(stood_in, evidence, &MissionTrace::started);
  if (!started.empty() && started.back() >= *trace.last_hit) return false;
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

Status status_of(const sim::Simulation& simulation, const Evidence& evidence,
                 const Pending& pending, const DeploymentTrace& trace, sim::InstanceId serving) {
  if (trace.latest_success && *trace.latest_success >= *trace.last_hit) return Status::recovered;
  // The horizon ended too early to tell: something that would bring it back had not ended yet.
  const bool place_returns = lacks_its_place(simulation, serving) && comes_back(simulation, trace);
  const std::string& home = home_of(simulation, simulation.world().instances[serving].deployment);
  const bool may_come = place_returns || may_be_detected(simulation, evidence, trace, home) ||
                        may_succeed(simulation, serving, pending);
  return may_come ? Status::not_observed : Status::not_recovered;
}

// What a recovery that nothing called for takes down is disrupted by nothing else.
std::string disruption_by(const sim::Simulation& simulation, std::uint32_t fault) {
  if (fault == sim::kNone) return std::string(kByRecovery);
  return std::string(sim::faults()[simulation.setup().faults[fault].kind].disruption);
}

void add_once(const std::string& disruption, std::vector<std::string>& disruptions) {
  if (std::ranges::find(disruptions, disruption) == disruptions.end())
    disruptions.push_back(disruption);
}

std::vector<Outage> outages_of(const sim::Simulation& simulation, const Evidence& evidence,
                               sim::DeploymentId id) {
  std::vector<Outage> outages;
  for (const OutageTrace& each : evidence.deployments[id].outages) {
    Outage& outage = outages.emplace_back();
    outage.began = each.began;
    outage.ended = each.ended;
    for (const std::uint32_t fault : each.faults)
      add_once(disruption_by(simulation, fault), outage.disruptions);
    if (each.faults.empty()) outage.disruptions.emplace_back(kByRecovery);
    outage.dag_success = each.dag_success;
    outage.at = OutageReader(simulation, evidence, each, outage.disruptions.front(), id).read();
  }
  return outages;
}

// One that has not ended is longer than any.
std::size_t longest_of(const std::vector<Outage>& outages) {
  const auto lasted = [](const Outage& outage) {
    return outage.rta().value_or(recovery::kForever);
  };
  return static_cast<std::size_t>(std::ranges::max_element(outages, {}, lasted) - outages.begin());
}

void tell_obstacle(DeploymentOutcome& outcome, const sim::Simulation& simulation,
                   const Pending& pending, sim::InstanceId serving, Instant since) {
  const Obstacle obstacle = obstacle_of(simulation, serving, since, pending);
  outcome.keeps = obstacle.what;
  outcome.kept_by = obstacle.who;
  outcome.is_useless = simulation.world().is_scheduling(serving);
}

// A DAG may be useless although others of its Deployment have succeeded.
void tell_obstacles_of_dags(DeploymentOutcome& outcome, const sim::Simulation& simulation,
                            sim::InstanceId serving) {
  if (!simulation.world().is_scheduling(serving)) return;
  const auto& dags =
      simulation.setup().world.deployments[simulation.world().instances[serving].deployment].dags;
  for (std::uint32_t i = 0; i < dags.size(); ++i) {
    if (outcome.outages.back().dag_success[i] || dags[i].paused) continue;
    if (auto obstacle = obstacle_of_dag(simulation, serving, i)) {
      outcome.dags[i].keeps = std::move(obstacle->what);
      outcome.dags[i].kept_by = std::move(obstacle->who);
    }
  }
}

DeploymentOutcome measure_one(const sim::Simulation& simulation, const Evidence& evidence,
                              const Pending& pending, sim::DeploymentId id) {
  const sim::WorldSpec& world = simulation.setup().world;
  const DeploymentTrace& trace = evidence.deployments[id];
  const sim::DeploymentSpec& spec = world.deployments[id];
  DeploymentOutcome outcome;
  outcome.name = spec.name;
  outcome.tier = world.tiers[spec.tier];
  outcome.cluster = world.clusters[spec.cluster].name;
  for (const sim::DagSpec& dag : spec.dags)
    outcome.dags.push_back({.name = dag.name, .tags = dag.tags});
  if (!trace.first_hit) return outcome;
  for (std::size_t i = 0; i < spec.dags.size(); ++i)
    outcome.dags[i].first_success = trace.outages.front().dag_success[i];
  const sim::InstanceId serving = simulation.world().primary_of[id];
  outcome.status = status_of(simulation, evidence, pending, trace, serving);
  outcome.disruption = disruption_by(simulation, trace.fault);
  outcome.outages = outages_of(simulation, evidence, id);
  outcome.longest = longest_of(outcome.outages);
  outcome.at = outcome.outages[outcome.longest].at;
  if (outcome.status != Status::recovered)
    tell_obstacle(outcome, simulation, pending, serving, *trace.last_hit);
  tell_obstacles_of_dags(outcome, simulation, serving);
  return outcome;
}

}  // namespace

std::vector<DeploymentOutcome> measure_deployments(const sim::Simulation& simulation,
                                                   const Evidence& evidence) {
  const Pending pending(simulation, evidence);
  std::vector<DeploymentOutcome> outcomes;
  for (sim::DeploymentId id = 0; id < evidence.deployments.size(); ++id) {
    outcomes.push_back(measure_one(simulation, evidence, pending, id));
  }
  return outcomes;
}

}  // namespace blackstart::drill
