#include "sim/simulation.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "recovery/check.h"
#include "recovery/hash.h"
#include "sim/airflow/airflow.h"
#include "sim/airflow/fetch.h"
#include "sim/fault/fault.h"
#include "sim/initial_world.h"
#include "sim/kubernetes/kubernetes.h"
#include "sim/protection/edits.h"
#include "sim/random.h"
#include "sim/world/hibernation.h"

namespace blackstart::sim {
namespace {

std::uint64_t folded(std::uint64_t digest, std::uint64_t value) {
  return std::rotl((digest ^ value) * recovery::kGoldenGamma, 29);
}

std::uint64_t digest_after(std::uint64_t digest, Instant at, const Event& event) {
  digest = folded(digest, static_cast<std::uint64_t>(at.time_since_epoch().count()));
  digest = folded(digest, static_cast<std::uint64_t>(event.kind) << 32 | event.a);
  return folded(digest, static_cast<std::uint64_t>(event.b) << 32 | event.c);
}

}  // namespace

Simulation::Simulation(std::shared_ptr<const Binding> binding)
    : binding_(std::move(binding)),
      now_(setup().starts_at),
      world_(initial_world(setup())),
      engine_(setup().limits) {
  hold_callers();
  schedule_scenario();
}

Simulation::Simulation(std::shared_ptr<const Binding> binding, std::uint64_t seed)
    : Simulation(std::move(binding)) {
  begin(seed);
}

void Simulation::begin(std::uint64_t seed) {
  recovery::check(engine_.mission_count() == 0, "a run begins once");
  seed_ = seed;
  Stage on = stage();
  reconcile(on);
  begin_missions(on);
}

// Whoever calls from outside keeps to the place they know until a step leads them elsewhere; where
// no plan has such a step, they are taken to find the new place by themselves.
void Simulation::hold_callers() {
  for (const BoundStep& step : binding_->steps()) {
    if (binding_->operation(step).leads_callers)
      world_.callers_reach[step.cluster] = world_.site_of[step.cluster];
  }
}

// Faults are scheduled first: at equal times the world breaks before anybody looks at it.
void Simulation::schedule_scenario() {
  Stage on = stage();
  const auto index = [](std::size_t i) { return static_cast<std::uint32_t>(i); };
  for (std::size_t i = 0; i < setup().faults.size(); ++i) {
    const FaultSpec& fault = setup().faults[i];
    on.schedule(fault.begins, {.kind = EventKind::fault_begins, .a = index(i)});
    if (fault.lasts != recovery::kForever) {
      on.schedule(fault.begins + fault.lasts, {.kind = EventKind::fault_ends, .a = index(i)});
    }
  }
  for (std::size_t i = 0; i < setup().deploys.size(); ++i) {
    on.schedule(setup().deploys[i].at, {.kind = EventKind::change_deploys, .a = index(i)});
  }
  for (std::size_t i = 0; i < setup().edits.size(); ++i) {
    on.schedule(setup().edits[i].at, {.kind = EventKind::edit_is_made, .a = index(i)});
  }
  for (InstanceId instance = 0; instance < world_.instances.size(); ++instance) go_on(on, instance);
  for (DeploymentId id = 0; id < setup().world.deployments.size(); ++id) {
    plan_requests(on, id);
    plan_hibernation(on, id);
  }
}

void Simulation::begin_missions(Stage& on) {
  for (std::size_t i = 0; i < setup().missions.size(); ++i) {
    const std::uint64_t jitter = folded(folded(seed_, hash_name("retry jitter")), i);
    tell(on, recovery::Begin{.mission = setup().missions[i], .jitter_seed = jitter});
    deliver_immediate(on);
  }
  keep_wake();
}

void Simulation::run_until(Instant end) {
  while (next_at() <= end) happen_next();
  now_ = std::max(now_, end);
}

std::optional<Calendar<Event>::Due> Simulation::step_until(Instant end) {
  if (next_at() <= end) return happen_next();
  now_ = std::max(now_, end);
  return std::nullopt;
}

Instant Simulation::next_at() const {
  return calendar_.empty() ? world_.woken_at : std::min(calendar_.next_at(), world_.woken_at);
}

// The engine is woken when everything else of that instant has happened. That is no event of the
// calendar: it keeps putting it off.
Calendar<Event>::Due Simulation::take_next() {
  if (calendar_.empty() || world_.woken_at < calendar_.next_at())
    return {.at = world_.woken_at, .event = {.kind = EventKind::engine_wakes}};
  const auto due = calendar_.pop();
  fetch_ahead(world_, calendar_);
  return due;
}

Calendar<Event>::Due Simulation::happen_next() {
  const auto due = take_next();
  now_ = due.at;
  ++events_;
  digest_ = digest_after(digest_, due.at, due.event);
  happen(due.event);
  return due;
}

void Simulation::happen(const Event& event) {
  Stage on = stage();
  switch (event.kind) {
    case EventKind::fault_begins:
      on.record(Happening::fault_began, event.a);
      faults()[setup().faults[event.a].kind].begin(on, event.a);
      return;
    case EventKind::fault_ends:
      on.record(Happening::fault_ended, event.a);
      faults()[setup().faults[event.a].kind].end(on, event.a);
      return;
    case EventKind::fault_turns:
      faults()[setup().faults[event.a].kind].turn(on, event.a);
      return;
    case EventKind::change_deploys:
      return make_deploy(on, event.a);
    case EventKind::node_missed:
    case EventKind::eviction_turn:
    case EventKind::toleration_over:
    case EventKind::node_joined:
    case EventKind::pod_started:
    case EventKind::database_promoted:
    case EventKind::database_settled:
    case EventKind::standby_created:
    case EventKind::autoscaler_looks:
    case EventKind::shift_ends:
      on_platform_event(on, event);
      return;
    case EventKind::hibernation_turns:
      return on_hibernation_turn(on, event.a);
    case EventKind::edit_is_made:
      make_edit(on, event.a);
      return;
    case EventKind::engine_wakes:
      tell(on, recovery::Woken{});
      break;
    case EventKind::call_ends:
      tell(on, end_call(on, attempt_at({.mission = event.a, .step = event.b, .attempt = event.c})));
      break;
    case EventKind::scheduler_starts:
    case EventKind::scheduler_loops:
    case EventKind::dag_due:
    case EventKind::dag_triggered:
    case EventKind::task_ends:
    case EventKind::task_retries:
    case EventKind::task_lapses:
    case EventKind::task_stops:
    case EventKind::worker_starts:
    case EventKind::workers_scale:
    case EventKind::queue_checked:
      return on_airflow_event(on, event);
  }
  deliver_immediate(on);
  keep_wake();
}

void Simulation::tell(Stage& on, const recovery::Input& input) {
  commands_.clear();
  engine_.handle(now_, input, commands_);
  while (world_.jobs.size() < engine_.mission_count())
    add_jobs(engine_.mission(static_cast<recovery::MissionIndex>(world_.jobs.size())));
  for (const recovery::Command& command : commands_) obey(on, command);
}

// Outside the loop over the commands, which the engine's reaction would overwrite.
void Simulation::deliver_immediate(Stage& on) {
  while (!immediate_.empty()) {
    const std::vector<recovery::Answered> answers = std::exchange(immediate_, {});
    for (const recovery::Answered& answer : answers) tell(on, answer);
  }
}

void Simulation::obey(Stage& on, const recovery::Command& command) {
  if (const auto* call = std::get_if<recovery::Call>(&command)) {
    if (auto answer = take_call(on, attempt_at(call->id))) immediate_.push_back(*std::move(answer));
    return;
  }
  const auto& note = std::get<recovery::Note>(command);
  // What is started by the thousand and says nothing: a probe that is answered.
  const bool is_probe = note.kind == recovery::NoteKind::step_started &&
                        engine_.mission(note.about.mission).is_probe(note.about.step);
  if (is_probe) return;
  on.record(Happening::mission_note, note.about.mission, note.about.step, note.about.attempt, 0,
            static_cast<std::uint16_t>(note.kind));
}

void Simulation::add_jobs(const recovery::MissionPlan& mission) {
  std::vector<Job>& jobs = world_.jobs.emplace_back();
  const std::uint32_t first = binding_->first_step(mission);
  for (recovery::StepIndex i = 0; i < mission.step_count(); ++i)
    jobs.push_back({.step = first + i});
}

Attempt Simulation::attempt_at(const recovery::CallId& call) {
  Job& job = world_.jobs[call.mission][call.step];
  const BoundStep& step = binding_->steps()[job.step];
  return {.id = call,
          .job = job,
          .step = step,
          .operation = binding_->operation(step),
          .global_service = binding_->global_service(step),
          .luck = luck_of(call.mission, step),
          .is_done_once = call.step < engine_.mission(call.mission).first_probe()};
}

// A plan that is carried out again has new luck.
std::uint64_t Simulation::luck_of(recovery::MissionIndex mission, const BoundStep& step) const {
  const std::uint32_t repetition = engine_.repetition(mission);
  return repetition == 0 ? step.name_hash : folded(step.name_hash, repetition);
}

void Simulation::keep_wake() {
  const auto wanted = engine_.next_wake();
  world_.woken_at = wanted ? std::max(*wanted, now_) : Instant::max();
}

}  // namespace blackstart::sim
