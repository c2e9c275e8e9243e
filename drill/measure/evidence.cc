#include "drill/measure/evidence.h"

#include <algorithm>
#include <array>
#include <utility>

#include "drill/measure/roles.h"
#include "drill/measure/wait_links.h"
#include "sim/world/hibernation.h"

namespace blackstart::drill {
namespace {

using recovery::NoteKind;
using sim::Happening;
using sim::Record;

class Reader {
 public:
  explicit Reader(const sim::Simulation& simulation) : simulation_(simulation), roles_(simulation) {
    const auto& setup = simulation.setup();
    const recovery::Engine& engine = simulation.engine();
    for (recovery::MissionIndex i = 0; i < engine.mission_count(); ++i) {
      MissionTrace& trace = evidence_.missions.emplace_back();
      trace.about = engine.mission(i).brief().move.from;
      trace.steps.resize(engine.mission(i).step_count());
    }
    suspected_.resize(engine.mission_count());
    evidence_.deployments.resize(setup.world.deployments.size());
    for (const sim::DeploymentSpec& spec : setup.world.deployments) {
      Times& asleep_since = evidence_.asleep_since.emplace_back();
      if (sim::sleeps_at_start(spec, setup.starts_at)) asleep_since.push_back(setup.starts_at);
    }
    for (auto* by_site : {&evidence_.infrastructure, &evidence_.database, &evidence_.returned})
      by_site->resize(simulation.world().sites.size());
    for (auto* by_instance :
         {&evidence_.healthy, &evidence_.unhealthy, &evidence_.created, &evidence_.drained,
          &evidence_.database_unreached, &evidence_.database_reached})
      by_instance->resize(simulation.world().instances.size());
  }

  Evidence read() {
    simulation_.history().for_each([this](const Record& record) {
      see(record);
      roles_.see(record);
    });
    return std::move(evidence_);
  }

 private:
  void see(const Record& record) {
    evidence_.happenings.set(static_cast<std::size_t>(record.what));
    if (is_of_no_account(record)) return;
    if (may_end_a_wait(record)) evidence_.waits.push_back(record);
    if (Times* times = times_of(record)) return times->push_back(record.at);
    switch (record.what) {
      case Happening::deployment_hit:
        return see_hit(record);
      case Happening::also_hit:
        return see_also_hit(record);
      case Happening::mission_note:
        return see_note(record);
      case Happening::call_refused:
        return see_refusal(record);
      case Happening::person_engaged:
        step(record).begun = record.at + Duration(record.value);
        step(record).is_at_work = true;
        return;
      case Happening::instance_fenced:
        if (roles_.is_primary(record.a)) see_taken_down(roles_.deployment_of(record.a), record.at);
        return;
      case Happening::primary_changed:
        return see_taken_down(record.a, record.at);
      case Happening::taken_down:
        return see_taken_down(roles_.deployment_of(record.a), record.at);
      case Happening::dag_succeeded:
        return see_success(record);
      default:
        return;
    }
  }

  // A fenced Airflow may feel well, and one that goes to sleep is not hurt.
  bool is_of_no_account(const Record& record) const {
    if (record.what == Happening::instance_healthy) return roles_.is_fenced(record.a);
    return record.what == Happening::instance_unhealthy &&
           roles_.is_asleep(roles_.deployment_of(record.a));
  }

  // A step of the recovery that is done may have ended one too; probes do nothing.
  bool may_end_a_wait(const Record& record) {
    if (record.what != Happening::mission_note) return tells_of_a_wait(record.what);
    const bool is_heard =
        static_cast<NoteKind>(record.code) == NoteKind::step_done && is_of_plan(record);
    return is_heard || is_done_unheard(record);
  }

  // Of what is told by its times alone, by site or by instance.
  Times* times_of(const Record& record) {
    static constexpr std::array kTold = {
        std::pair{Happening::infrastructure_ready, &Evidence::infrastructure},
        std::pair{Happening::database_ready, &Evidence::database},
        std::pair{Happening::site_returned, &Evidence::returned},
        std::pair{Happening::instance_created, &Evidence::created},
        std::pair{Happening::instance_healthy, &Evidence::healthy},
        std::pair{Happening::instance_unhealthy, &Evidence::unhealthy},
        std::pair{Happening::database_unreached, &Evidence::database_unreached},
        std::pair{Happening::database_reached, &Evidence::database_reached},
        std::pair{Happening::backlog_drained, &Evidence::drained},
        std::pair{Happening::deployment_sleeps, &Evidence::asleep_since},
    };
    const auto* const found =
        std::ranges::find(kTold, record.what, [](const auto& row) { return row.first; });
    return found == kTold.end() ? nullptr : &(evidence_.*found->second)[record.a];
  }

  StepTrace& step(const Record& record) { return evidence_.missions[record.a].steps[record.b]; }

  void see_hit(const Record& record) {
    DeploymentTrace& trace = evidence_.deployments[record.a];
    if (!trace.was_hit()) trace.fault = record.b;
    trace.last_hit = record.at;
    if (trace.outages.empty() || trace.outages.back().ended)
      begin_outage(record.a, {.began = record.at});
    trace.outages.back().hits.push_back({.fault = record.b, .at = record.at});
  }

  void begin_outage(sim::DeploymentId deployment, OutageTrace outage) {
    outage.lost = roles_.primary_of(deployment);
    outage.dag_success.resize(simulation_.setup().world.deployments[deployment].dags.size());
    evidence_.deployments[deployment].outages.push_back(std::move(outage));
  }

  void see_also_hit(const Record& record) {
    std::vector<OutageTrace>& outages = evidence_.deployments[record.a].outages;
    if (!outages.empty() && !outages.back().ended)
      outages.back().hits.push_back({.fault = record.b, .at = record.at});
  }

  // What calls for a recovery while an outage lasts calls for it on account of that outage's
  // faults.
  bool was_called_for_in(const OutageTrace& outage, sim::DeploymentId deployment) const {
    const Whereabouts place = whereabouts_of(simulation_, roles_.primary_of(deployment));
    const std::string& name = place.world.regions[place.region].name;
    return std::ranges::none_of(evidence_.alarms, [&](const Alarm& alarm) {
      return evidence_.missions[alarm.mission].about == name && alarm.detected > *outage.ended;
    });
  }

  // A recovery that goes on although its Deployment is back takes it down again, for the sake of
  // the faults it is about; one that no fault called for takes it down for the sake of none.
  void see_taken_down(sim::DeploymentId deployment, Instant at) {
    if (roles_.is_asleep(deployment)) return;
    DeploymentTrace& trace = evidence_.deployments[deployment];
    OutageTrace outage{.began = at};
    if (!trace.outages.empty()) {
      const OutageTrace& last = trace.outages.back();
      if (!last.ended) return;
      if (was_called_for_in(last, deployment)) outage.hits = last.hits;
    }
    trace.last_hit = at;
    begin_outage(deployment, std::move(outage));
  }

  void see_success(const Record& record) {
    DeploymentTrace& trace = evidence_.deployments[roles_.deployment_of(record.a)];
    if (!trace.was_hit() || !roles_.is_primary(record.a)) return;
    trace.latest_success = record.at;
    if (OutageTrace& outage = trace.outages.back(); !outage.ended) {
      outage.ended = record.at;
      outage.served_by = record.a;
    }
    for (OutageTrace& outage : trace.outages) {
      if (!outage.dag_success[record.b]) outage.dag_success[record.b] = record.at;
    }
  }

  void see_refusal(const Record& record) {
    StepTrace& trace = step(record);
    trace.refused_by = record.c;
    trace.refused = record.at;
    trace.refused_because = reason_of(simulation_.world(), record);
  }

  bool is_of_plan(const Record& record) const {
    return record.b < simulation_.engine().mission(record.a).first_probe();
  }

  // It was given up on, and was done all the same.
  bool is_done_unheard(const Record& record) {
    const sim::Job& job = simulation_.world().jobs[record.a][record.b];
    return static_cast<NoteKind>(record.code) == NoteKind::answer_ignored && is_of_plan(record) &&
           step(record).failed && job.state == sim::Job::State::done;
  }

  // A time-out ends no work: its owner does not hear of it.
  void end_work(const Record& record) {
    StepTrace& trace = step(record);
    if (std::exchange(trace.is_at_work, false)) trace.worked += record.at - *trace.begun;
  }

  // Whoever declares is asked anew each time.
  void see_attempt(const Record& record) {
    StepTrace& its = step(record);
    if (!its.asked) its.asked = record.at;
    if (its.taken_on && !is_of_plan(record)) ++its.attempts_in_vain;
    if (!its.taken_on || its.is_waiting || !is_of_plan(record)) its.taken_on = record.at;
    its.is_waiting = false;
  }

  Alarm& latest_alarm(recovery::MissionIndex mission) {
    return *std::ranges::find(evidence_.alarms.rbegin(), evidence_.alarms.rend(), mission,
                              &Alarm::mission);
  }

  void see_note(const Record& record) {
    switch (static_cast<NoteKind>(record.code)) {
      case NoteKind::suspected:
        suspected_[record.a] = record.at;
        return;
      case NoteKind::detected:
        evidence_.alarms.push_back({.mission = record.a,
                                    .suspected = suspected_[record.a].value_or(record.at),
                                    .detected = record.at});
        suspected_[record.a].reset();
        return;
      case NoteKind::declared:
        latest_alarm(record.a).declared = record.at;
        return;
      case NoteKind::started:
        latest_alarm(record.a).started = record.at;
        return;
      case NoteKind::stood_down:
      case NoteKind::completed:
      case NoteKind::given_up:
      case NoteKind::superseded:
        latest_alarm(record.a).over = record.at;
        return;
      case NoteKind::step_started:
        return see_attempt(record);
      case NoteKind::step_waits:
        step(record).is_waiting = true;
        step(record).is_refused = step(record).refused == record.at;
        ++step(record).attempts_in_vain;
        return end_work(record);
      case NoteKind::step_timed_out:
        step(record).timed_out = record.at;
        return;
      case NoteKind::step_done:
        step(record).done = record.at;
        return end_work(record);
      case NoteKind::step_failed:
        step(record).failed = record.at;
        if (record.b == simulation_.engine().mission(record.a).declaration())
          latest_alarm(record.a).over = record.at;
        if (step(record).timed_out != record.at) end_work(record);
        return;
      case NoteKind::step_skipped:
        step(record).skipped = record.at;
        return;
      case NoteKind::answer_ignored:
        if (is_done_unheard(record)) step(record).done_unheard = record.at;
        return end_work(record);
      default:
        return;
    }
  }

  const sim::Simulation& simulation_;
  Roles roles_;                                    // before the record that is being read
  std::vector<std::optional<Instant>> suspected_;  // by mission: since its latest detection
  Evidence evidence_;
};

}  // namespace

Evidence gather(const sim::Simulation& simulation) { return Reader(simulation).read(); }

const std::string& reason_of(const sim::World& world, const sim::Record& refusal) {
  return world.reasons[static_cast<std::size_t>(refusal.value)];
}

const Alarm* answered_by(const Evidence& evidence, recovery::MissionIndex mission) {
  const auto found = std::ranges::find_if(evidence.alarms, [mission](const Alarm& alarm) {
    return alarm.mission == mission && alarm.started;
  });
  return found == evidence.alarms.end() ? nullptr : &*found;
}

std::optional<std::size_t> outage_at(const DeploymentTrace& deployment, Instant instant) {
  const auto later = std::ranges::upper_bound(deployment.outages, instant, {}, &OutageTrace::began);
  const auto begun = later - deployment.outages.begin();
  return begun == 0 ? std::nullopt : std::optional(static_cast<std::size_t>(begun - 1));
}

sim::InstanceId served_by(const sim::Simulation& simulation, const OutageTrace& outage,
                          sim::DeploymentId id) {
  return outage.served_by != sim::kNone ? outage.served_by : simulation.world().primary_of[id];
}

}  // namespace blackstart::drill
