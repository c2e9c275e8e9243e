#include "recovery/engine.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "recovery/check.h"
#include "recovery/hash.h"

namespace blackstart::recovery {
namespace {

// SplitMix64's number after this one.
std::uint64_t splitmix(std::uint64_t value) { return finalised(value + kGoldenGamma); }

bool is_over(Phase phase) {
  return phase == Phase::completed || phase == Phase::given_up || phase == Phase::cancelled;
}

}  // namespace

bool Engine::Ready::operator<(const Ready& other) const {
  return std::tuple(tier, -hangs_on_it, mission, step) <
         std::tuple(other.tier, -other.hangs_on_it, other.mission, other.step);
}

Engine::Engine(Limits limits) : limits_(std::move(limits)) {
  for (const auto& [api, limit] : limits_.apis)
    buckets_[api] = {.tokens = limit.bucket, .refilled_at = Instant::min()};
}

void Engine::handle(Instant now, const Input& input, Commands& commands) {
  check(now >= now_, "the engine was told a time before the last one");
  now_ = now;
  if (const auto* it = std::get_if<Begin>(&input)) begin(now, *it);
  if (const auto* it = std::get_if<Answered>(&input)) answered(now, *it, commands);
  if (const auto* it = std::get_if<Cancel>(&input))
    stop(it->mission, NoteKind::cancelled, commands);
  if (const auto* it = std::get_if<Resumed>(&input)) resume(it->lease_generation, commands);
  heed_deadlines(now, commands);
  watch(now, commands);
  dispatch(now, commands);
  while (!deadlines_.empty() && !is_live(deadlines_.front())) {
    std::pop_heap(deadlines_.begin(), deadlines_.end());
    deadlines_.pop_back();
  }
}

std::optional<Instant> Engine::next_wake() const {
  Instant next = token_at_;
  if (!deadlines_.empty()) next = std::min(next, deadlines_.front().at);
  for (const Mission& mission : missions_) next = std::min(next, mission.next_probe);
  return next == kNotPlanned ? std::nullopt : std::optional(next);
}

Facts Engine::facts_for(CallId call) const {
  Facts facts;
  const Mission& mission = missions_[call.mission];
  if (call.step >= mission.plan->first_probe()) return facts;
  for (const StepIndex need : mission.plan->plan().needs(call.step)) {
    if (const auto found = mission.facts.find(need); found != mission.facts.end()) {
      facts.insert(found->second.begin(), found->second.end());
    }
  }
  return facts;
}

void Engine::begin(Instant now, const Begin& input) {
  Mission& mission = add_mission(input.mission, input.jitter_seed);
  mission.detector = Detector(input.mission->brief().detection);
  mission.next_probe = input.mission->brief().detection.from.empty() ? kNotPlanned : now;
}

Engine::Mission& Engine::add_mission(std::shared_ptr<const MissionPlan> plan,
                                     std::uint64_t jitter_seed) {
  Mission& mission = missions_.emplace_back();
  mission.plan = std::move(plan);
  mission.jitter_seed = jitter_seed;
  mission.key = splitmix(fnv1a(mission.plan->brief().name)) ^ splitmix(missions_.size() - 1);
  mission.steps.resize(mission.plan->step_count());
  mission.unfinished = mission.plan->first_probe();
  for (StepIndex i = 0; i < mission.unfinished; ++i)
    mission.steps[i].unmet = static_cast<std::uint32_t>(mission.plan->plan().needs(i).size());
  return mission;
}

void Engine::watch_on(MissionIndex after) {
  const auto plan = missions_[after].plan;
  if (!plan->can_repeat()) return;
  Mission& mission = add_mission(plan, splitmix(missions_[after].jitter_seed));
  const Mission& before = missions_[after];
  mission.repetition = before.repetition + 1;
  mission.watches_on_after = after;
  mission.detector = before.detector.watching_on();
  mission.next_probe = before.next_probe;
}

void Engine::answered(Instant now, const Answered& input, Commands& commands) {
  const CallId call = input.call;
  if (!is_current(call)) {
    commands.push_back(Note{NoteKind::answer_ignored, call});
    return;
  }
  const MissionPlan& plan = mission(call.mission);
  if (plan.is_probe(call.step)) return probe_answered(now, call, input.result, commands);
  if (call.step == plan.declaration())
    return declaration_answered(now, call, input.result, commands);
  release_slot(call);
  switch (input.result.answer) {
    case Answer::ok:
      return done(call, input.result, commands);
    case Answer::transient:
      commands.push_back(Note{NoteKind::step_waits, call});
      return retry_or_fail(now, call, commands);
    case Answer::permanent:
      return fail(call, commands);
  }
}

void Engine::make_ready(MissionIndex index, StepIndex step) {
  const Plan& plan = missions_[index].plan->plan();
  missions_[index].steps[step].state = StepState::State::ready;
  const Ready ready{plan.steps()[step].tier, plan.remaining(step), index, step};
  ready_.insert(std::ranges::upper_bound(ready_, ready, std::less{}), ready);
}

void Engine::dispatch(Instant now, Commands& commands) {
  token_at_ = kNotPlanned;
  for (std::size_t i = 0; i < ready_.size();) {
    const Ready next = ready_[i];
    const Step& step = missions_[next.mission].plan->step(next.step);
    const bool has_slot = !step.owner.empty() || running_ < limits_.parallel_calls;
    if (!has_slot || !take_token(step.api, now)) {
      ++i;
      continue;
    }
    ready_.erase(ready_.begin() + static_cast<std::ptrdiff_t>(i));
    if (step.owner.empty()) ++running_;
    start(now, next.mission, next.step, commands);
  }
}

bool Engine::take_token(const std::string& api, Instant now) {
  const auto found = buckets_.find(api);
  if (found == buckets_.end()) return true;
  const RateLimit& limit = limits_.apis.at(api);
  Bucket& bucket = found->second;
  if (bucket.refilled_at == Instant::min()) bucket.refilled_at = now;
  const auto earned = (now - bucket.refilled_at) / limit.refill_every;
  bucket.refilled_at += earned * limit.refill_every;
  bucket.tokens =
      static_cast<std::uint32_t>(std::min<std::int64_t>(limit.bucket, bucket.tokens + earned));
  if (bucket.tokens == limit.bucket) bucket.refilled_at = now;
  if (bucket.tokens > 0) {
    --bucket.tokens;
    return true;
  }
  token_at_ = std::min(token_at_, bucket.refilled_at + limit.refill_every);
  return false;
}

void Engine::start(Instant now, MissionIndex index, StepIndex step, Commands& commands) {
  CallId call{.mission = index, .step = step};
  StepState& current = state(call);
  current.state = StepState::State::running;
  call.attempt = ++current.attempt;
  set_deadline(now, missions_[index].plan->step(step).timeout, call);
  commands.push_back(Note{NoteKind::step_started, call});
  commands.push_back(call_of(call));
}

Call Engine::call_of(CallId id) const {
  const std::uint64_t key = splitmix(missions_[id.mission].key ^ splitmix(splitmix(id.step)));
  return {.id = id, .idempotency_key = key, .lease_generation = lease_generation_};
}

void Engine::set_deadline(Instant now, Duration in, CallId call) {
  if (in == kForever) return;
  deadlines_.push_back(
      {.at = now + in, .order = order_++, .call = call, .state = state(call).state});
  std::push_heap(deadlines_.begin(), deadlines_.end());
}

bool Engine::is_current(CallId call) const {
  if (call.mission >= missions_.size() || call.step >= missions_[call.mission].steps.size())
    return false;
  const StepState& step = state(call);
  return step.state == StepState::State::running && step.attempt == call.attempt;
}

bool Engine::is_live(const Deadline& deadline) const {
  const StepState& step = state(deadline.call);
  return step.state == deadline.state && step.attempt == deadline.call.attempt;
}

void Engine::heed_deadlines(Instant now, Commands& commands) {
  while (!deadlines_.empty() && deadlines_.front().at <= now) {
    std::pop_heap(deadlines_.begin(), deadlines_.end());
    const Deadline deadline = deadlines_.back();
    deadlines_.pop_back();
    if (!is_live(deadline)) continue;
    const CallId call = deadline.call;
    if (state(call).state == StepState::State::running) {
      timed_out(now, call, commands);
    } else if (call.step == mission(call.mission).declaration()) {
      start(now, call.mission, call.step, commands);
    } else {
      make_ready(call.mission, call.step);
    }
  }
}

void Engine::timed_out(Instant now, CallId call, Commands& commands) {
  commands.push_back(Note{NoteKind::step_timed_out, call});
  if (mission(call.mission).is_probe(call.step)) return see(now, call, Probe::silent, {}, commands);
  release_slot(call);
  retry_or_fail(now, call, commands);
}

void Engine::release_slot(CallId call) {
  if (step(call).owner.empty()) --running_;
}

void Engine::retry_or_fail(Instant now, CallId call, Commands& commands) {
  const Retry& retry = step(call).retry;
  if (retry.attempts_max != Retry::kWithoutEnd && call.attempt >= retry.attempts_max)
    return fail(call, commands);
  state(call).state = StepState::State::backing_off;
  set_deadline(now, backoff(missions_[call.mission], call), call);
}

// Doubled per attempt up to the longest, then shortened by up to a tenth: steps that failed
// together do not come back together.
Duration Engine::backoff(const Mission& mission, CallId call) const {
  const Retry& retry = step(call).retry;
  Duration wait = std::max(retry.backoff_first, Duration{1});
  for (std::uint32_t i = 1; i < call.attempt && wait < retry.backoff_max; ++i) wait *= 2;
  wait = std::min(wait, retry.backoff_max);
  const std::uint64_t luck =
      splitmix(mission.jitter_seed ^ splitmix(call.step) ^ splitmix(splitmix(call.attempt)));
  return wait - wait * static_cast<Duration::rep>(luck % 1000) / 10'000;
}

void Engine::done(CallId call, const Result& result, Commands& commands) {
  Mission& mission = missions_[call.mission];
  state(call).state = StepState::State::done;
  --mission.unfinished;
  if (!result.facts.empty()) mission.facts[call.step] = result.facts;
  commands.push_back(Note{NoteKind::step_done, call});
  for (const StepIndex next : mission.plan->plan().unlocks(call.step)) {
    StepState& unlocked = mission.steps[next];
    if (--unlocked.unmet == 0 && unlocked.state == StepState::State::waiting)
      make_ready(call.mission, next);
  }
  finish_if_over(call.mission, commands);
}

void Engine::fail(CallId call, Commands& commands) {
  Mission& mission = missions_[call.mission];
  state(call).state = StepState::State::failed;
  commands.push_back(Note{NoteKind::step_failed, call});
  if (call.step >= mission.plan->first_probe()) {
    mission.phase = Phase::watching;
    return;
  }
  mission.has_failures = true;
  --mission.unfinished;
  std::vector<bool> is_lost(mission.steps.size(), false);
  is_lost[call.step] = true;
  for (const StepIndex step : mission.plan->plan().order()) {
    for (const StepIndex need : mission.plan->plan().needs(step))
      is_lost[step] = is_lost[step] || is_lost[need];
  }
  for (StepIndex step = 0; step < mission.plan->first_probe(); ++step) {
    if (!is_lost[step] || mission.steps[step].state != StepState::State::waiting) continue;
    mission.steps[step].state = StepState::State::skipped;
    --mission.unfinished;
    commands.push_back(Note{NoteKind::step_skipped, {.mission = call.mission, .step = step}});
  }
  finish_if_over(call.mission, commands);
}

void Engine::finish_if_over(MissionIndex index, Commands& commands) {
  Mission& mission = missions_[index];
  if (mission.unfinished > 0 || mission.phase != Phase::recovering) return;
  mission.phase = mission.has_failures ? Phase::given_up : Phase::completed;
  commands.push_back(
      Note{mission.has_failures ? NoteKind::given_up : NoteKind::completed, {.mission = index}});
}

void Engine::stop(MissionIndex index, NoteKind why, Commands& commands) {
  check(index < missions_.size(), "a mission was cancelled that was never begun");
  Mission& mission = missions_[index];
  if (is_over(mission.phase)) return;
  mission.phase = Phase::cancelled;
  mission.next_probe = kNotPlanned;
  std::erase_if(ready_, [index](const Ready& ready) { return ready.mission == index; });
  for (StepIndex i = 0; i < mission.steps.size(); ++i) {
    const bool holds_slot =
        mission.steps[i].state == StepState::State::running && i < mission.plan->first_probe();
    if (holds_slot) release_slot({.mission = index, .step = i});
    if (mission.steps[i].state != StepState::State::done)
      mission.steps[i].state = StepState::State::skipped;
  }
  commands.push_back(Note{why, {.mission = index}});
}

void Engine::resume(std::uint64_t lease_generation, Commands& commands) {
  lease_generation_ = lease_generation;
  for (MissionIndex m = 0; m < missions_.size(); ++m) {
    for (StepIndex i = 0; i < missions_[m].steps.size(); ++i) {
      const StepState& step = missions_[m].steps[i];
      if (step.state != StepState::State::running) continue;
      commands.push_back(call_of({.mission = m, .step = i, .attempt = step.attempt}));
    }
  }
}

}  // namespace blackstart::recovery
