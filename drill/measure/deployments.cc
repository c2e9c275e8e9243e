#include "drill/measure/deployments.h"

#include <algorithm>

#include "drill/measure/alarm.h"
#include "drill/measure/obstacle.h"
#include "drill/text/words.h"
#include "sim/airflow/needs.h"
#include "sim/fault/fault.h"

namespace blackstart::drill {
namespace {

// The region it was built in.
const std::string& home_of(const sim::Simulation& simulation, sim::DeploymentId id) {
  const sim::WorldSpec& world = simulation.setup().world;
  return world.regions[world.clusters[world.deployments[id].cluster].region].name;
}

// Something that fails and comes back, each at its times.
struct Interruptions {
  const Times& failed;
  const Times& back;
  std::optional<Instant> out_since;  // as of the outage's beginning; nullopt: it was in order
};

// The milestones of one outage: what was reached by its end, be it before its beginning.
class OutageReader {
 public:
  OutageReader(const sim::Simulation& simulation, const Evidence& evidence, sim::DeploymentId id,
               std::size_t outage, const std::string& disruption)
      : world_(simulation.world()),
        evidence_(evidence),
        trace_(evidence.deployments[id].outages[outage]),
        alarm_(alarm_for(simulation, evidence, id, outage)),
        id_(id),
        serving_(served_by(simulation, trace_, id)),
        site_(world_.instances[serving_].site),
        is_zone_(disruption == "zone"),
        stood_before_(simulation.setup().world.clusters[world_.sites[site_].cluster].region ==
                      world_.sites[site_].region) {}

  Milestones read() {
    found_[Milestone::fault] = trace_.began;
    if (alarm_ != nullptr) {
      found_[Milestone::detected] = by_the_end(alarm_->detected);
      found_[Milestone::declared] = by_the_end(alarm_->declared);
      found_[Milestone::started] = by_the_end(alarm_->started);
    }
    read_place();
    found_[Milestone::first_success] = trace_.ended;
    found_[Milestone::backlog_drained] = first_since(evidence_.drained[serving_], trace_.began);
    return found_;
  }

 private:
  static std::optional<Instant> first_since(const Times& times, Instant from) {
    const auto found = std::ranges::lower_bound(times, from);
    return found == times.end() ? std::nullopt : std::optional(*found);
  }

  static std::optional<Instant> last_before(const Times& times, Instant until) {
    const auto later = std::ranges::lower_bound(times, until);
    return later == times.begin() ? std::nullopt : std::optional(*std::prev(later));
  }

  std::optional<Instant> by_the_end(std::optional<Instant> instant) const {
    return instant && trace_.ended && *instant > *trace_.ended ? std::nullopt : instant;
  }

  std::optional<Instant> last_since(const Times& times, Instant from) const {
    const auto found = std::find_if(times.rbegin(), times.rend(),
                                    [this](Instant each) { return by_the_end(each).has_value(); });
    return found == times.rend() || *found < from ? std::nullopt : std::optional(*found);
  }

  // When what serves was first needed: a place that stood before is so the moment the recovery
  // turns to it.
  std::optional<Instant> turned_to() const {
    return stood_before_ ? found_[Milestone::started] : std::nullopt;
  }

  // The recovery may have been at it before the outage began.
  Instant built_from() const {
    return std::min(trace_.began, found_[Milestone::started].value_or(trace_.began));
  }

  static std::optional<Instant> out_since(const std::optional<Instant>& failed,
                                          const std::optional<Instant>& back) {
    return failed && (!back || *back < *failed) ? failed : std::nullopt;
  }

  Interruptions of_database() const {
    const Times &failed = evidence_.database_unreached[serving_],
                &back = evidence_.database_reached[serving_];
    return {failed, back,
            out_since(last_before(failed, trace_.began), last_before(back, trace_.began))};
  }

  // One that sleeps has no scheduler that could fail, and none that runs.
  Interruptions of_scheduler() const {
    const Times &failed = evidence_.unhealthy[serving_], &back = evidence_.healthy[serving_];
    const auto out = std::max(last_before(failed, trace_.began),
                              last_before(evidence_.asleep_since[id_], trace_.began));
    return {failed, back, out_since(out, last_before(back, trace_.began))};
  }

  // What failed is ready when it is back, though it had failed before the outage began. What stood
  // all the time was so when it was first needed.
  std::optional<Instant> ready_again(const Interruptions& its,
                                     const std::optional<Instant>& needed) const {
    const auto failure = last_since(its.failed, trace_.began);
    if (failure) return first_since(its.back, *failure);
    if (its.out_since) return first_since(its.back, trace_.began);
    return needed ? needed : last_since(its.back, trace_.began);
  }

  void read_in_place(const std::optional<Instant>& needed) {
    found_[Milestone::database] = ready_again(of_database(), needed);
    found_[Milestone::scheduler] = ready_again(of_scheduler(), needed);
  }

  // What a zone's failure leaves standing never moved: its milestones are those of its own place.
  void read_place() {
    const bool is_still_down = !world_.site_is_up(site_) && !trace_.ended;
    if (is_still_down) return;
    const auto returned = last_since(evidence_.returned[site_], trace_.began);
    if (is_zone_ && serving_ == trace_.lost && !returned) {
      found_[Milestone::infrastructure] = trace_.began;
      return read_in_place(trace_.began);
    }
    const auto built = last_since(evidence_.infrastructure[site_], built_from());
    found_[Milestone::infrastructure] = built ? built : returned ? returned : turned_to();
    if (evidence_.created[serving_].empty()) return read_in_place(turned_to());
    found_[Milestone::database] = last_since(evidence_.database[site_], built_from());
    found_[Milestone::scheduler] = first_healthy_for_good();
  }

  // Of one that is built: it may be hurt again before its first success, and may go to sleep.
  std::optional<Instant> first_healthy_for_good() const {
    const auto failure = last_since(evidence_.unhealthy[serving_], built_from());
    return by_the_end(first_since(evidence_.healthy[serving_], failure.value_or(built_from())));
  }

  const sim::World& world_;
  const Evidence& evidence_;
  const OutageTrace& trace_;
  const Alarm* alarm_;
  sim::DeploymentId id_;
  sim::InstanceId serving_;
  sim::SiteId site_;
  bool is_zone_;
  bool stood_before_;  // what serves: it was not built by the recovery
  Milestones found_;
};

// Whether a recovery of its region has begun since.
bool is_answered(const sim::Simulation& simulation, const Evidence& evidence, sim::DeploymentId id,
                 Instant since) {
  return std::ranges::any_of(evidence.alarms, [&](const Alarm& alarm) {
    return alarm.started && *alarm.started >= since &&
           evidence.missions[alarm.mission].about == home_of(simulation, id);
  });
}

// Who watches has not had the time for all the probes it takes, or is itself cut off for a while.
bool may_be_detected(const sim::Simulation& simulation, const Evidence& evidence,
                     const DeploymentTrace& trace, sim::DeploymentId id) {
  if (is_answered(simulation, evidence, id, *trace.last_hit)) return false;
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
  const auto keeps_it_down = [&](const Hit& hit) {
    const sim::FaultSpec& its = faults[hit.fault];
    return std::ranges::any_of(faults, [&](const sim::FaultSpec& fault) {
      return fault.kind == its.kind && fault.domain == its.domain && fault.target == its.target &&
             has_its_end_ahead(fault, simulation.now());
    });
  };
  return std::ranges::any_of(trace.outages.back().hits, keeps_it_down);
}

Status status_of(const sim::Simulation& simulation, const Evidence& evidence,
                 const Pending& pending, const DeploymentTrace& trace, sim::InstanceId serving) {
  if (trace.latest_success && *trace.latest_success >= *trace.last_hit) return Status::recovered;
  // The horizon ended too early to tell: something that would bring it back had not ended yet.
  const bool place_returns = lacks_its_place(simulation, serving) && comes_back(simulation, trace);
  const sim::DeploymentId id = simulation.world().instances[serving].deployment;
  const bool may_come = place_returns || may_be_detected(simulation, evidence, trace, id) ||
                        may_succeed(simulation, serving, pending);
  return may_come ? Status::not_observed : Status::not_recovered;
}

// What a recovery that nothing called for takes down is disrupted by nothing else.
std::string disruption_by(const sim::Simulation& simulation, std::uint32_t fault) {
  if (fault == sim::kNone) return std::string(kByRecovery);
  return std::string(sim::faults()[simulation.setup().faults[fault].kind].disruption);
}

std::vector<Outage> outages_of(const sim::Simulation& simulation, const Evidence& evidence,
                               sim::DeploymentId id) {
  std::vector<Outage> outages;
  for (std::size_t i = 0; i < evidence.deployments[id].outages.size(); ++i) {
    const OutageTrace& each = evidence.deployments[id].outages[i];
    Outage& outage = outages.emplace_back();
    outage.began = each.began;
    outage.ended = each.ended;
    for (const Hit& hit : each.hits)
      add_once(outage.disruptions, disruption_by(simulation, hit.fault));
    if (each.hits.empty()) outage.disruptions.emplace_back(kByRecovery);
    outage.dag_success = each.dag_success;
    outage.at = OutageReader(simulation, evidence, id, i, outage.disruptions.front()).read();
  }
  return outages;
}

void tell_obstacle(DeploymentOutcome& outcome, const sim::Simulation& simulation,
                   const Pending& pending, sim::InstanceId serving, Instant since) {
  const Obstacle obstacle = obstacle_of(simulation, serving, since, pending);
  outcome.keeps = obstacle.what;
  outcome.kept_by = obstacle.who;
  outcome.is_useless = outcome.is_ever_due && simulation.world().is_scheduling(serving);
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
    outcome.dags.push_back({.name = dag.name, .tags = dag.tags, .is_paused = dag.paused});
  outcome.is_ever_due = std::ranges::any_of(spec.dags, &sim::DagSpec::is_ever_due);
  if (!trace.was_hit()) return outcome;
  for (std::size_t i = 0; i < spec.dags.size(); ++i)
    outcome.dags[i].first_success = trace.outages.front().dag_success[i];
  const sim::InstanceId serving = simulation.world().primary_of[id];
  outcome.status = status_of(simulation, evidence, pending, trace, serving);
  outcome.disruption = disruption_by(simulation, trace.fault);
  outcome.outages = outages_of(simulation, evidence, id);
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
