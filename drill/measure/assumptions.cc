#include "drill/measure/assumptions.h"

#include <algorithm>
#include <array>
#include <map>

#include "drill/measure/healing.h"
#include "drill/measure/wait_links.h"
#include "drill/text/durations.h"
#include "sim/airflow/profile.h"
#include "sim/fault/health.h"
#include "sim/kubernetes/profile.h"

namespace blackstart::drill {
namespace {

using recovery::StepIndex;

// A stretch as its figures see it: what the person took to begin, and the work itself. What came
// before is waiting for something else, e.g. for a control plane to come back.
struct Shares {
  Duration response{}, work{};
  Instant waited_until{};
  sim::ServiceId refused_by = sim::kNone;
};

// That nobody works at: it is over when what was out is back, or the platform has done its part.
Shares shares_without_a_step(const CriticalStep& step) {
  const bool is_waiting = step.timing_key.empty();
  return {.work = step.finished - step.started,
          .waited_until = is_waiting ? step.finished : step.started};
}

// Of a plan that was carried out again, the latest time.
const StepTrace* trace_of(const CriticalStep& step, const sim::Simulation& simulation,
                          const Evidence& evidence) {
  const StepTrace* found = nullptr;
  for (recovery::MissionIndex m = 0; m < evidence.missions.size(); ++m) {
    const recovery::MissionPlan& mission = simulation.engine().mission(m);
    for (StepIndex i = 0; i < mission.step_count(); ++i) {
      const bool is_it = mission.step(i).name == step.step ||
                         (step.step == "declaration" && i == mission.declaration());
      const StepTrace& trace = evidence.missions[m].steps[i];
      if (is_it && trace.asked && *trace.asked <= step.finished) found = &trace;
    }
  }
  return found;
}

Shares shares_of(const CriticalStep& step, const sim::Simulation& simulation,
                 const Evidence& evidence) {
  const StepTrace* trace = trace_of(step, simulation, evidence);
  if (trace == nullptr) return shares_without_a_step(step);
  const Instant asked = std::clamp(*trace->taken_on, step.started, step.finished);
  const Instant begun = std::clamp(trace->begun.value_or(asked), asked, step.finished);
  return {.response = begun - asked,
          .work = step.finished - begun,
          .waited_until = asked,
          .refused_by = trace->refused_by};
}

class Assumptions {
 public:
  explicit Assumptions(const sim::Setup& setup) : setup_(setup) {}

  void draw_timing(const std::string& key, Duration share) {
    const auto timing = setup_.timings.find(key);
    if (timing != setup_.timings.end()) return draw(key, timing->second, share);
    const auto threshold = drawn_.find(key);
    if (threshold != drawn_.end()) threshold->second.on_critical_path += share;
  }
  // Of a platform or of an Airflow.
  void use_threshold(const std::string& figure, std::string_view assumption) {
    if (!assumption.empty()) note(figure, std::string(assumption), Duration{0});
  }
  void draw_person(const std::string& name, Duration share) {
    for (const sim::Person& person : setup_.people) {
      if (person.name == name) draw("people/" + name, person.responds, share);
    }
  }

  // That a fault lasts so long is supposed, whoever wrote the scenario.
  void suppose_length(const std::string& figure, Duration share) {
    note(figure, "the fault lasts as the scenario says", share);
  }

  void draw_copies(const sim::ClusterSpec& cluster) {
    for (const sim::CopySpec& copy : cluster.copies) {
      const std::string figure = "protection/" + cluster.name + "/" + copy.name;
      draw(figure + "/takes", copy.takes, Duration{0});
      draw(figure + "/lag", copy.lag, Duration{0});
    }
  }

  void assume_end(const AssumedEnd& end, Duration share) {
    note(figure_of(end), assumption_of(end), share);
  }

  std::vector<Assumption> sorted() const {
    std::vector<Assumption> list;
    for (const auto& [figure, assumption] : drawn_) list.push_back(assumption);
    std::ranges::stable_sort(list, std::greater{}, &Assumption::on_critical_path);
    return list;
  }

 private:
  void draw(const std::string& figure, const sim::Timing& timing, Duration share) {
    if (timing.is_assumption()) note(figure, timing.assumption, share);
  }

  void note(const std::string& figure, std::string says, Duration share) {
    Assumption& assumption = drawn_[figure];
    assumption.figure = figure;
    assumption.says = std::move(says);
    assumption.on_critical_path += share;
  }

  const sim::Setup& setup_;
  std::map<std::string, Assumption> drawn_;
};

// What says how long it took what the platform did by itself. For a standby nobody waits.
void use_timings(const Evidence& evidence, Assumptions& assumptions) {
  for (const WaitLink& link : wait_links()) {
    if (evidence.has(link.ended)) assumptions.draw_timing(std::string(link.figure), Duration{0});
  }
  if (evidence.has(sim::Happening::standby_ready))
    assumptions.draw_timing("standby.create", Duration{0});
}

// The thresholds by which the platform decided, and what shows that it had to.
struct PlatformDecision {
  std::string_view threshold;
  sim::Happening happening;
  bool is_of_lost_zones = false;
};
constexpr std::array kPlatformDecisions = {
    PlatformDecision{"launch_retry", sim::Happening::launch_refused},
    PlatformDecision{"launches_refused_percent", sim::Happening::launch_refused, true},
    PlatformDecision{"launches_refused_percent", sim::Happening::node_launched, true},
    PlatformDecision{"launch_slowdown", sim::Happening::node_launched, true},
    PlatformDecision{"pods_per_node", sim::Happening::pod_started, true},
    PlatformDecision{"schedulers_exit_on_failover", sim::Happening::database_promoted},
};

// Where a world says otherwise than the default, its author vouches for it.
template <class Profile, class Row>
bool is_default(const Row& row, const Profile& own) {
  const Profile usual;
  return (row.duration == nullptr || own.*row.duration == usual.*row.duration) &&
         (row.count == nullptr || own.*row.count == usual.*row.count);
}

void use_platform(const sim::Setup& setup, const Evidence& evidence, Assumptions& assumptions) {
  const bool is_zone_lost = std::ranges::any_of(
      setup.faults, [](const sim::FaultSpec& fault) { return fault.domain == sim::Domain::zone; });
  for (const PlatformDecision& decision : kPlatformDecisions) {
    if (!evidence.has(decision.happening)) continue;
    if (decision.is_of_lost_zones && !is_zone_lost) continue;
    const auto row = std::ranges::find(sim::platform_thresholds(), decision.threshold,
                                       &sim::PlatformThreshold::key);
    if (is_default(*row, setup.world.platform))
      assumptions.use_threshold("platform/" + std::string(row->key), row->assumption);
  }
}

// What an Airflow that was hit decides by while it comes back.
void use_airflow(const sim::Profile& profile, Assumptions& assumptions) {
  const bool has_pods = profile.executor == sim::Executor::kubernetes;
  for (const sim::ProfileRow& row : sim::profile_rows()) {
    const bool is_of_pods = row.name == "pod_start";
    const bool is_of_workers = row.name == "worker_start" || row.name == "autoscale_interval";
    const bool is_used = row.name == "scheduler_start" || (has_pods ? is_of_pods : is_of_workers);
    if (is_used && is_default(row, profile))
      assumptions.use_threshold("airflow/" + std::string(row.name), row.assumption);
  }
}

// The stretch that waited until the fault was over, as long as it did. Where it is told which fault
// was waited for, none that ended meanwhile was.
Duration waited_for(const sim::FaultSpec& fault, const sim::WorldSpec& world,
                    const CriticalStep& step, const Shares& shares) {
  if (step.timing_key == length_figure(fault)) return shares.work;
  if (fault.lasts == recovery::kForever) return Duration{0};
  if (shares.refused_by != sim::kNone && !sim::refuses_calls(world, fault, shares.refused_by))
    return Duration{0};
  const Instant ended = fault.begins + fault.lasts;
  const bool was_waiting = step.started < ended && ended <= shares.waited_until;
  return was_waiting ? ended - std::max(step.started, fault.begins) : Duration{0};
}

// It waited for a fault that the scenario's author gave an end.
bool waits_for_a_stated_end(const CriticalStep& step, const sim::Setup& setup,
                            std::span<const AssumedEnd> ends) {
  const auto is_stated = [&](const sim::FaultSpec& fault) {
    return length_figure(fault) == step.timing_key &&
           std::ranges::find(ends, fault.name, &AssumedEnd::fault) == ends.end();
  };
  return std::ranges::any_of(setup.faults, is_stated);
}

// What the critical path rests on, stretch by stretch.
void use_path(const CriticalPath& path, const sim::Simulation& simulation, const Evidence& evidence,
              std::span<const AssumedEnd> ends, Assumptions& assumptions) {
  for (const CriticalStep& step : path.steps) {
    const Shares shares = shares_of(step, simulation, evidence);
    assumptions.draw_person(step.owner, shares.response);
    assumptions.draw_timing(step.timing_key, shares.work);
    if (waits_for_a_stated_end(step, simulation.setup(), ends))
      assumptions.suppose_length(step.timing_key, shares.work);
    for (const AssumedEnd& end : ends) {
      const auto fault =
          std::ranges::find(simulation.setup().faults, end.fault, &sim::FaultSpec::name);
      assumptions.assume_end(end, waited_for(*fault, simulation.setup().world, step, shares));
    }
  }
}

}  // namespace

std::string figure_of(const AssumedEnd& end) { return "end of '" + end.fault + "'"; }

std::string assumption_of(const AssumedEnd& end) {
  return "nobody published when it ended: " + text_of(end.assumed) + " assumed";
}

std::vector<Assumption> measure_assumptions(const sim::Simulation& simulation,
                                            const Evidence& evidence, const CriticalPath& path,
                                            std::span<const AssumedEnd> ends) {
  Assumptions assumptions(simulation.setup());
  for (recovery::MissionIndex m = 0; m < evidence.missions.size(); ++m) {
    const recovery::MissionPlan& mission = simulation.engine().mission(m);
    for (StepIndex i = 0; i < mission.step_count(); ++i) {
      if (!evidence.missions[m].steps[i].asked) continue;
      assumptions.draw_timing(mission.step(i).operation, Duration{0});
      assumptions.draw_person(mission.step(i).owner, Duration{0});
    }
  }
  use_timings(evidence, assumptions);
  use_platform(simulation.setup(), evidence, assumptions);
  const sim::WorldSpec& world = simulation.setup().world;
  for (sim::DeploymentId id = 0; id < world.deployments.size(); ++id) {
    if (!evidence.deployments[id].was_hit()) continue;
    assumptions.draw_copies(world.clusters[world.deployments[id].cluster]);
    use_airflow(world.deployments[id].profile, assumptions);
  }
  for (const AssumedEnd& end : ends) assumptions.assume_end(end, Duration{0});
  use_path(path, simulation, evidence, ends, assumptions);
  return assumptions.sorted();
}

}  // namespace blackstart::drill
