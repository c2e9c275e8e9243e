#include "drill/measure/critical_path.h"

#include <algorithm>

#include "drill/measure/alarm.h"
#include "drill/measure/first_success.h"
#include "drill/measure/healing.h"
#include "drill/measure/people.h"
#include "drill/text/durations.h"

namespace blackstart::drill {
namespace {

using recovery::MissionIndex;
using recovery::StepIndex;

std::size_t slowest(const std::vector<DeploymentOutcome>& deployments) {
  std::size_t found = deployments.size();
  for (std::size_t i = 0; i < deployments.size(); ++i) {
    const auto rta = deployments[i].rta(Milestone::first_success);
    if (deployments[i].status == Status::unaffected) continue;
    if (!rta) return i;
    if (found == deployments.size() || *rta > *deployments[found].rta(Milestone::first_success))
      found = i;
  }
  return found;
}

class Way {
 public:
  Way(const sim::Simulation& simulation, const Evidence& evidence, sim::DeploymentId id,
      const DeploymentOutcome& outcome)
      : simulation_(simulation),
        evidence_(evidence),
        id_(id),
        outcome_(outcome),
        milestones_(outcome.milestones()),
        here_(*milestones_[Milestone::fault]) {}

  CriticalPath walk() {
    const auto success = milestones_[Milestone::first_success];
    const Instant end = success.value_or(simulation_.now());
    const Healing healed = healing_in_place(end);
    if (!healed.waits.empty()) {
      walk_healing(healed);
    } else {
      walk_to_start(end);
      walk_plans(end);
      if (!is_in_place()) walk_healing(healing(end));
    }
    walk_to_unpausing(end);
    if (success) walk_to_success(end);
    go("first task success", success ? "" : outcome_.keeps, end);
    return {.deployment = outcome_.name,
            .is_complete = success.has_value(),
            .steps = std::move(steps_)};
  }

 private:
  void go(std::string step, std::string why, Instant until, std::string owner = {},
          std::string timing_key = {}) {
    if (until <= here_) return;
    const bool goes_on = !steps_.empty() && steps_.back().step == step;
    if (goes_on)
      steps_.back().finished = until;
    else
      steps_.push_back({.step = std::move(step),
                        .owner = std::move(owner),
                        .why = std::move(why),
                        .timing_key = std::move(timing_key),
                        .started = here_,
                        .finished = until});
    here_ = until;
  }

  void walk_to_start(Instant end) {
    const Alarm* alarm = alarm_for(simulation_, evidence_, id_, outcome_.longest());
    if (alarm != nullptr) {
      mission_ = alarm->mission;
      const recovery::Detection& detection = mission().brief().detection;
      walk_to_loss(*alarm, end);
      go("detection",
         std::to_string(detection.misses) + " missed probes, one every " +
             text_of(detection.probe_every),
         std::min(end, *milestones_[Milestone::detected]), "", "region.probe");
    }
    if (milestones_[Milestone::declared]) {
      const std::string& declares = mission().brief().declared_by;
      go("declaration", declares.empty() ? "" : what_it_waited_for(mission().declaration()),
         std::min(end, *milestones_[Milestone::declared]), declares, "disaster.declare");
    }
  }

  void walk_to_step(const DoneStep& done) {
    walk_to_start(done.at);
    mission_ = done.mission;
    walk_to_plan(done.at);
    walk_steps(chain_to(mission().plan(), done.step), done.at);
  }

  // It came back where it stood; of the recovery counts what set that off.
  void walk_healing(const Healing& healing) {
    if (healing.set_off_by) walk_to_step(*healing.set_off_by);
    for (const Wait& wait : healing.waits) go(wait.step, wait.why, wait.until, "", wait.timing_key);
  }

  // What was moved in its sleep may wake before its recovery has unpaused it.
  void walk_to_unpausing(Instant end) {
    if (!is_unpaused_between(here_, end)) return;
    for (mission_ = 0; mission_ < evidence_.missions.size(); ++mission_) {
      const recovery::Plan& plan = mission().plan();
      walk_steps(chain_to(plan, last_enabling_step(plan, end)), end);
    }
  }

  bool is_unpaused_between(Instant from, Instant until) const {
    bool is_unpaused = false;
    simulation_.history().for_each([&](const sim::Record& record) {
      is_unpaused =
          is_unpaused || (record.what == sim::Happening::dags_unpaused && record.a == serving() &&
                          record.at > from && record.at <= until);
    });
    return is_unpaused;
  }

  void walk_to_success(Instant success) {
    const auto waits = read_first_success(simulation_, serving(), here_, success);
    for (const Wait& wait : waits) go(wait.step, wait.why, wait.until);
  }

  const OutageTrace& outage() const {
    return evidence_.deployments[id_].outages[outcome_.longest()];
  }

  sim::InstanceId serving() const { return served_by(simulation_, outage(), id_); }
  bool is_in_place() const { return serving() == outage().lost; }

  Healing healing_in_place(Instant end) const { return is_in_place() ? healing(end) : Healing{}; }

  // How what serves came back after the way that is told already.
  Healing healing(Instant end) const {
    const bool is_back = milestones_[Milestone::first_success].has_value() ||
                         simulation_.world().is_scheduling(serving());
    if (!is_back) return {};
    return read_healing(simulation_, evidence_, serving(), outage(), {here_, end});
  }

  // It may have been down before what the first missed probe saw.
  void walk_to_loss(const Alarm& alarm, Instant end) {
    for (const Hit& hit : outage().hits) {
      if (hit.at <= std::min(end, alarm.suspected))
        go("it is hit again before it is back", simulation_.setup().faults[hit.fault].name, hit.at);
    }
  }

  // What was lost while a plan was under way may have led to another one.
  void walk_plans(Instant end) {
    for (; mission_ < evidence_.missions.size(); ++mission_) {
      if (!walk_to_plan(end)) return;
      const recovery::Plan& plan = mission().plan();
      const auto held_up = step_held_up(plan);
      walk_steps(chain_to(plan, held_up ? held_up : last_enabling_step(plan, end)), end);
    }
  }

  // Whether it was carried out before the end.
  bool walk_to_plan(Instant end) {
    if (!milestones_[Milestone::started]) return false;
    const Alarm* its = answered_by(evidence_, mission_);
    const bool is_carried_out =
        its != nullptr && *its->started <= end && *its->started >= *milestones_[Milestone::started];
    if (!is_carried_out) return false;
    const bool is_first = its->started == milestones_[Milestone::started];
    go(is_first ? "start" : "the next loss is detected", "", *its->started);
    return true;
  }

  void walk_steps(const std::vector<StepIndex>& chain, Instant end) {
    for (const StepIndex step : chain) {
      const recovery::Step& its = mission().step(step);
      const Instant done = trace(step).done_at().value_or(end);
      go(its.name, what_it_waited_for(step), std::min(end, done), its.owner, its.operation);
    }
  }

  const StepTrace& trace(StepIndex step) const { return evidence_.missions[mission_].steps[step]; }

  bool is_done_by(StepIndex step, Instant end) const {
    return trace(step).done_at() && *trace(step).done_at() <= end;
  }

  // Whoever requests its runs from outside is led to it by a step for its whole cluster.
  bool is_for_it(const recovery::Plan& plan, StepIndex step, Instant end) const {
    if (plan.steps()[step].target == "deployment:" + outcome_.name) return true;
    return leads_callers(simulation_, mission(), step, id_) &&
           milestones_[Milestone::first_success] && was_requested(simulation_, serving(), end);
  }

  // The steps for this Deployment, and those that they need; the last comes first.
  std::vector<StepIndex> enabling_steps(const recovery::Plan& plan, Instant end) const {
    std::vector<bool> enables(plan.steps().size(), false);
    std::vector<StepIndex> found;
    for (auto step = plan.order().rbegin(); step != plan.order().rend(); ++step) {
      if (is_for_it(plan, *step, end)) enables[*step] = true;
      if (!enables[*step]) continue;
      for (const StepIndex need : plan.needs(*step)) enables[need] = true;
      found.push_back(*step);
    }
    return found;
  }

  // Of those the one that was done last before the end.
  std::optional<StepIndex> last_enabling_step(const recovery::Plan& plan, Instant end) const {
    std::optional<StepIndex> last;
    for (const StepIndex step : enabling_steps(plan, end)) {
      if (is_done_by(step, end) && (!last || *trace(step).done_at() > *trace(*last).done_at()))
        last = step;
    }
    return last;
  }

  // Of those, where there is no success yet, the one that has been refused for longest and still
  // is.
  std::optional<StepIndex> step_held_up(const recovery::Plan& plan) const {
    std::optional<StepIndex> longest;
    if (milestones_[Milestone::first_success] || is_over(mission_)) return longest;
    for (const StepIndex step : enabling_steps(plan, simulation_.now())) {
      const bool is_held_up = trace(step).is_waiting && trace(step).is_refused;
      if (is_held_up && (!longest || *trace(step).asked < *trace(*longest).asked)) longest = step;
    }
    return longest;
  }

  bool is_over(MissionIndex mission) const {
    return simulation_.engine().phase(mission) != recovery::Phase::recovering;
  }

  // From the first step to the given one, each the need that was done last.
  std::vector<StepIndex> chain_to(const recovery::Plan& plan, std::optional<StepIndex> step) const {
    std::vector<StepIndex> chain;
    while (step) {
      chain.insert(chain.begin(), *step);
      std::optional<StepIndex> before;
      for (const StepIndex need : plan.needs(*step)) {
        if (!before || *trace(need).done > *trace(*before).done) before = need;
      }
      step = before;
    }
    return chain;
  }

  // Everything between the last of its needs and its own work, in the order it was waited for.
  std::string what_it_waited_for(StepIndex step) const {
    const StepTrace& its = trace(step);
    std::string text;
    Instant here = here_;
    const auto waited = [&](Instant until, const std::string& what) {
      if (until <= here) return;
      const Duration whole = std::chrono::floor<std::chrono::seconds>(until - here);
      text += (text.empty() ? "waited " : ", ") + text_of(whole) + " for " + what;
      here = until;
    };
    waited(*its.asked, what_let_it_start(mission().step(step)));
    waited(its.taken_on.value_or(simulation_.now()), what_refused(step));
    if (its.begun) waited(*its.begun, what_held_up_its_owner(step));
    return text;
  }

  std::string what_let_it_start(const recovery::Step& step) const {
    const auto& limited = simulation_.setup().limits.apis;
    return limited.contains(step.api) ? "the rate limit of " + step.api : "a free call";
  }

  std::string what_refused(StepIndex step) const {
    const StepTrace& its = trace(step);
    if (!its.refused)
      return its.attempts_in_vain == 1
                 ? "an attempt that came to nothing"
                 : std::to_string(its.attempts_in_vain) + " attempts that came to nothing";
    const sim::WorldSpec& world = simulation_.setup().world;
    if (its.refused_by == sim::kNone) return "a call that is taken: " + its.refused_because;
    const sim::ServiceSpec& service = world.services[its.refused_by];
    return service.name +
           (service.region == sim::kNone ? "" : " in " + world.regions[service.region].name);
  }

  // Busy: what they finished in the instant they began this.
  std::string what_held_up_its_owner(StepIndex step) const {
    const std::string& owner = mission().step(step).owner;
    for (StepIndex other = 0; other < mission().step_count(); ++other) {
      const bool is_theirs = other != step && mission().step(other).owner == owner;
      if (is_theirs && trace(other).begun && trace(other).done == trace(step).begun)
        return "them, busy with " + mission().step(other).name;
    }
    return "their response";
  }

  const recovery::MissionPlan& mission() const { return simulation_.engine().mission(mission_); }

  const sim::Simulation& simulation_;
  const Evidence& evidence_;
  sim::DeploymentId id_;
  const DeploymentOutcome& outcome_;
  const Milestones& milestones_;
  MissionIndex mission_ = 0;  // whose steps are being told
  Instant here_;
  std::vector<CriticalStep> steps_;
};

}  // namespace

CriticalPath measure_critical_path(const sim::Simulation& simulation, const Evidence& evidence,
                                   const std::vector<DeploymentOutcome>& deployments) {
  const std::size_t which = slowest(deployments);
  if (which == deployments.size()) return {};
  return Way(simulation, evidence, static_cast<sim::DeploymentId>(which), deployments[which])
      .walk();
}

}  // namespace blackstart::drill
