#include "sim/simulation.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "recovery/check.h"
#include "sim/airflow/airflow.h"
#include "sim/airflow/fetch.h"
#include "sim/fault/fault.h"
#include "sim/fault/health.h"
#include "sim/initial_world.h"
#include "sim/kubernetes/kubernetes.h"
#include "sim/protection/edits.h"
#include "sim/random.h"
#include "sim/world/hibernation.h"

namespace blackstart::sim {
namespace {

std::uint64_t mixed(std::uint64_t digest, std::uint64_t value) {
  return std::rotl((digest ^ value) * 0x9e3779b97f4a7c15ULL, 29);
}

std::uint64_t digest_after(std::uint64_t digest, Instant at, const Event& event) {
  digest = mixed(digest, static_cast<std::uint64_t>(at.time_since_epoch().count()));
  digest = mixed(digest, static_cast<std::uint64_t>(event.kind) << 32 | event.a);
  return mixed(digest, static_cast<std::uint64_t>(event.b) << 32 | event.c);
}

Admission unavailable(const Setup& setup, ServiceId service) {
  const ServiceSpec& spec = setup.world.services[service];
  const bool has_home = spec.region != kNone && !spec.is_regional;
  const std::string where = has_home ? " (" + setup.world.regions[spec.region].name + ")" : "";
  return {.kind = Admission::Kind::transient,
          .reason = spec.name + where + " is unavailable",
          .service = service};
}

ClusterId cluster_of(const WorldSpec& spec, const BoundStep& step) {
  return step.deployment == kNone ? step.cluster : spec.deployments[step.deployment].cluster;
}

// The site that a step is about, where it stands in the step's region: its cluster's or the twin's.
SiteId site_of(const Stage& stage, const BoundStep& step) {
  const ClusterId cluster = cluster_of(stage.setup.world, step);
  if (cluster == kNone) return kNone;
  for (const ClusterId each : {cluster, stage.setup.world.clusters[cluster].twin}) {
    if (each == kNone) continue;
    const SiteId site = stage.world.site_of[each];
    if (stage.world.sites[site].region == step.region) return site;
  }
  return kNone;
}

// Of what must be up where a step acts, what is not; empty: all is up.
std::string what_is_down(const Stage& stage, const BoundStep& step) {
  const WorldSpec& spec = stage.setup.world;
  if (!stage.world.region_is_up(step.region)) return spec.regions[step.region].name;
  const SiteId site = site_of(stage, step);
  if (site != kNone && !stage.world.site_is_up(site))
    return "cluster '" + spec.clusters[stage.world.sites[site].cluster].name + "'";
  if (step.deployment != kNone && !stage.world.deployment_is_up(step.deployment))
    return "'" + spec.deployments[step.deployment].name + "'";
  return "";
}

// What a step about a cluster or a Deployment changes stands in that cluster or in its twin.
void reconcile_after(Stage& stage, const BoundStep& step) {
  const ClusterId cluster = cluster_of(stage.setup.world, step);
  if (cluster == kNone) return reconcile(stage);
  const ClusterId twin = stage.setup.world.clusters[cluster].twin;
  for (SiteId site = 0; site < stage.world.sites.size(); ++site) {
    const ClusterId here = stage.world.sites[site].cluster;
    if (here == cluster || here == twin) reconcile(stage, site);
  }
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
      world_.called[step.cluster] = world_.site_of[step.cluster];
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
    const std::uint64_t jitter = mixed(mixed(seed_, hash_name("retry jitter")), i);
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
      end_call(on, {.mission = event.a, .step = event.b, .attempt = event.c});
      break;
    default:
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
  if (const auto* call = std::get_if<recovery::Call>(&command)) return take_call(on, call->id);
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

Simulation::Attempt Simulation::attempt_at(const recovery::CallId& call) {
  Job& job = world_.jobs[call.mission][call.step];
  const BoundStep& step = binding_->steps()[job.step];
  return {call, job, step, binding_->operation(step)};
}

// A plan that is carried out again has new luck.
std::uint64_t Simulation::luck_of(const Attempt& attempt) const {
  const std::uint32_t repetition = engine_.repetition(attempt.id.mission);
  return repetition == 0 ? attempt.step.name_hash : mixed(attempt.step.name_hash, repetition);
}

void Simulation::take_call(Stage& on, const recovery::CallId& call) {
  const Attempt attempt = attempt_at(call);
  // Probes and declarations are asked for anew each time; a step of the plan is done once, however
  // often it is tried.
  const bool is_of_plan = call.step < engine_.mission(call.mission).first_probe();
  if (is_of_plan && attempt.job.state == Job::State::under_way) {
    attempt.job.attempt = call.attempt;
    return;
  }
  if (is_of_plan && attempt.job.state == Job::State::done) {
    immediate_.push_back({.call = call});
    return;
  }
  Admission admission = admit(on, attempt);
  switch (admission.kind) {
    case Admission::Kind::accepted:
      return begin_job(on, attempt);
    case Admission::Kind::silent:
      return;
    default:
      return refuse(on, attempt, std::move(admission));
  }
}

// Whether this call is among the share that is refused: its own luck, anew at each attempt.
bool Simulation::is_refused(double share, std::uint64_t purpose, const Attempt& attempt) const {
  if (share <= 0 || share >= 1) return share >= 1;
  return uniform({.seed = seed_,
                  .purpose = purpose,
                  .entity = luck_of(attempt),
                  .attempt = attempt.id.attempt}) < share;
}

// What its control planes add; a call is as slow as they are when it is made.
double Simulation::slowness(const BoundStep& step) const {
  double factor = 1;
  for (const ServiceId service : {binding_->service(step), step.regional}) {
    if (service != kNone) factor *= service_latency(setup().world, world_, service);
  }
  return factor;
}

std::string Simulation::down_where_it_acts(const Stage& on, const Attempt& attempt) const {
  return attempt.operation.in_place ? what_is_down(on, attempt.step) : "";
}

Admission Simulation::admit(const Stage& on, const Attempt& attempt) const {
  static const std::uint64_t kGlobal = hash_name("refused by a global control plane");
  static const std::uint64_t kRegional = hash_name("refused by a region's control plane");
  const BoundStep& step = attempt.step;
  const ServiceId service = binding_->service(step);
  const auto refuses = [&](ServiceId id, std::uint64_t purpose) {
    if (id == kNone) return false;
    return is_refused(service_error_share(setup().world, world_, id), purpose, attempt);
  };
  if (refuses(service, kGlobal)) return unavailable(setup(), service);
  if (std::string down = down_where_it_acts(on, attempt); !down.empty())
    return {.kind = Admission::Kind::transient, .reason = std::move(down) + " is unavailable"};
  if (refuses(step.regional, kRegional)) return unavailable(setup(), step.regional);
  return attempt.operation.admit == nullptr ? Admission{} : attempt.operation.admit(on, step);
}

void Simulation::record_refusal(Stage& on, const recovery::CallId& call,
                                const Admission& admission) {
  on.record(Happening::call_refused, call.mission, call.step, admission.service,
            world_.place_of(admission.reason));
}

void Simulation::refuse(Stage& on, const Attempt& attempt, Admission admission) {
  record_refusal(on, attempt.id, admission);
  const bool may_pass = admission.kind == Admission::Kind::transient;
  immediate_.push_back(
      {.call = attempt.id,
       .result = {.answer = may_pass ? recovery::Answer::transient : recovery::Answer::permanent,
                  .reason = std::move(admission.reason)}});
}

void Simulation::begin_job(Stage& on, const Attempt& attempt) {
  attempt.job.state = Job::State::under_way;
  attempt.job.attempt = attempt.id.attempt;
  if (attempt.operation.begin != nullptr) attempt.operation.begin(on, attempt.step);
  on.schedule(due(on, attempt), {.kind = EventKind::call_ends,
                                 .a = attempt.id.mission,
                                 .b = attempt.id.step,
                                 .c = attempt.id.attempt});
}

// A person does one thing after the other: they begin when they have responded and what they are
// doing is finished.
Instant Simulation::due(Stage& on, const Attempt& attempt) {
  static const std::uint64_t kLatency = hash_name("latency");
  static const std::uint64_t kResponse = hash_name("response");
  // Draws are looked up, not taken from a stream: one that is not needed need not be made.
  const auto lasts = [&](const Distribution& distribution, std::uint64_t purpose) {
    return distribution.draw(distribution.is_constant() ? 0.5
                                                        : uniform({.seed = seed_,
                                                                   .purpose = purpose,
                                                                   .entity = luck_of(attempt),
                                                                   .attempt = attempt.id.attempt}));
  };
  const Duration work =
      stretched(lasts(attempt.step.timing->distribution, kLatency), slowness(attempt.step));
  if (attempt.step.person == kNone) return now_ + work;
  const Duration response =
      lasts(setup().people[attempt.step.person].responds.distribution, kResponse);
  Instant& busy_until = world_.busy_until[attempt.step.person];
  const Instant begins = std::max(now_ + response, busy_until);
  busy_until = begins + work;
  on.record(Happening::person_engaged, attempt.id.mission, attempt.id.step, attempt.step.person,
            (begins - now_).count());
  return busy_until;
}

void Simulation::end_call(Stage& on, const recovery::CallId& call) {
  const Attempt attempt = attempt_at(call);
  const auto& [id, job, step, operation] = attempt;
  const recovery::CallId asked{call.mission, call.step, std::max(job.attempt, call.attempt)};
  job.state = Job::State::none;
  if (std::string down = down_where_it_acts(on, attempt); !down.empty()) {
    if (operation.give_up != nullptr) operation.give_up(on, step);
    const Admission cut_off{.kind = Admission::Kind::transient,
                            .reason = std::move(down) + " failed meanwhile"};
    record_refusal(on, asked, cut_off);
    tell(on, recovery::Answered{asked, {recovery::Answer::transient, cut_off.reason, {}}});
    return;
  }
  if (operation.complete != nullptr) {
    operation.complete(on, step);
    reconcile_after(on, step);
  }
  const recovery::Input answer = recovery::Answered{
      asked, operation.answer == nullptr ? recovery::Result{} : operation.answer(on, step)};
  if (std::get<recovery::Answered>(answer).result.answer == recovery::Answer::ok)
    job.state = Job::State::done;
  tell(on, answer);
}

void Simulation::keep_wake() {
  const auto wanted = engine_.next_wake();
  world_.woken_at = wanted ? std::max(*wanted, now_) : Instant::max();
}

}  // namespace blackstart::sim
