#include <utility>

#include "recovery/engine.h"

// From the first probe to the start of a plan, and on.
namespace blackstart::recovery {

void Engine::watch(Instant now, Commands& commands) {
  for (MissionIndex i = 0; i < missions_.size(); ++i) {
    Mission& mission = missions_[i];
    if (mission.next_probe > now) continue;
    // An engine that slept looks once and not for every probe it missed: n misses in one instant
    // are one miss.
    const Duration every = mission.plan->brief().detection.probe_every;
    mission.next_probe += ((now - mission.next_probe) / every + 1) * every;
    const StepIndex after_probes = mission.plan->declaration();
    for (StepIndex step = mission.plan->first_probe(); step < after_probes; ++step) {
      // A newer probe would supersede the unanswered one before it can time out: silence would
      // never be noticed.
      if (mission.steps[step].state != StepState::State::running) start(now, i, step, commands);
    }
  }
}

void Engine::probe_answered(Instant now, CallId call, const Result& result, Commands& commands) {
  if (result.answer == Answer::ok) return see(now, call, Probe::seen, {}, commands);
  Missing missing;
  for (const auto& [name, how] : result.facts) missing.insert(name);
  see(now, call, Probe::missed, missing, commands);
}

void Engine::see(Instant now, CallId call, Probe outcome, const Missing& missing,
                 Commands& commands) {
  Mission& mission = missions_[call.mission];
  state(call).state = StepState::State::waiting;
  mission.detector.observe(call.step - mission.plan->first_probe(), outcome, missing);
  const bool was_suspicious =
      std::exchange(mission.is_suspicious, mission.detector.is_suspicious());
  const bool believes = mission.detector.believes_failed();
  if (mission.is_suspicious && !was_suspicious && mission.phase == Phase::watching) {
    commands.push_back(Note{NoteKind::suspected, {.mission = call.mission}});
  }
  if (believes && mission.phase == Phase::watching) detect(now, call.mission, commands);
}

void Engine::detect(Instant now, MissionIndex index, Commands& commands) {
  Mission& mission = missions_[index];
  commands.push_back(Note{NoteKind::detected, {.mission = index}});
  if (mission.plan->brief().declared_by.empty()) return start_plan(index, commands);
  mission.phase = Phase::declaring;
  start(now, index, mission.plan->declaration(), commands);
}

void Engine::declaration_answered(Instant now, CallId call, const Result& result,
                                  Commands& commands) {
  Mission& mission = missions_[call.mission];
  if (result.answer != Answer::ok) return retry_or_fail(now, call, commands);
  state(call).state = StepState::State::waiting;
  commands.push_back(Note{NoteKind::step_done, call});
  if (mission.detector.believes_failed()) return start_plan(call.mission, commands);
  mission.phase = Phase::watching;
  commands.push_back(Note{NoteKind::stood_down, {.mission = call.mission}});
}

void Engine::start_plan(MissionIndex index, Commands& commands) {
  Mission& mission = missions_[index];
  if (mission.watches_on_after) stop(*mission.watches_on_after, NoteKind::superseded, commands);
  mission.phase = Phase::recovering;
  commands.push_back(Note{NoteKind::declared, {.mission = index}});
  commands.push_back(Note{NoteKind::started, {.mission = index}});
  for (StepIndex i = 0; i < mission.plan->first_probe(); ++i) {
    if (mission.steps[i].unmet == 0) make_ready(index, i);
  }
  watch_on(index);
  missions_[index].next_probe = kNotPlanned;
  finish_if_over(index, commands);
}

}  // namespace blackstart::recovery
