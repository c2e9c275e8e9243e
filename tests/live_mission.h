#pragma once

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "recovery/engine.h"

// Missions whose steps are a provider's own, and what an engine says of them.
namespace blackstart::tests {

using namespace std::chrono_literals;
using recovery::Duration;
using recovery::Engine;
using recovery::MissionPlan;
using recovery::Note;
using recovery::Step;

inline std::string told(const Engine& engine, const Note& note) {
  constexpr std::array kWords = {"suspected", "detected", "stood down", "declared",
                                 "started",   "start",    "waits",      "timed out",
                                 "done",      "failed",   "skipped",    "late",
                                 "completed", "given up", "cancelled",  "superseded"};
  const bool is_about_step = note.kind >= recovery::NoteKind::step_started &&
                             note.kind <= recovery::NoteKind::answer_ignored;
  std::string text = kWords[static_cast<std::size_t>(note.kind)];
  if (is_about_step) text += " " + engine.step(note.about).name;
  if (is_about_step && note.about.attempt > 1) text += " #" + std::to_string(note.about.attempt);
  return text + "\n";
}

inline Step step(const std::string& name, std::vector<std::string> needs,
                 Duration timeout = recovery::kForever, std::uint32_t attempts_max = 2) {
  Step step;
  step.name = name;
  step.operation = "test";
  step.target = "test:" + name;
  step.needs = std::move(needs);
  step.timeout = timeout;
  step.retry = {.attempts_max = attempts_max, .backoff_first = 200ms, .backoff_max = 200ms};
  return step;
}

// Detected by the first probe, declared by nobody.
inline std::shared_ptr<const MissionPlan> mission_of(std::vector<Step> steps) {
  recovery::Brief brief;
  brief.name = "test";
  brief.strategy = "runbook";
  brief.runbook = std::move(steps);
  brief.detection.misses = brief.detection.of = 1;
  brief.detection.from = {"elsewhere"};
  return std::make_shared<const MissionPlan>(std::move(brief));
}

}  // namespace blackstart::tests
