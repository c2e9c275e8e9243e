#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "recovery/engine.h"

namespace blackstart::tests {

using namespace std::chrono_literals;
using recovery::Answer;
using recovery::Duration;
using recovery::Instant;

inline constexpr Instant kZero{};

// How one attempt is answered, counted from the call.
struct Reply {
  Duration after = 10s;
  Answer answer = Answer::ok;
  recovery::Facts facts;
};
inline const Reply kNever{.after = recovery::kForever};
inline const Reply kSeen{.after = 0s};
inline const Reply kMissed{.after = 0s, .answer = Answer::transient};
inline Reply transiently(Duration after) { return {.after = after, .answer = Answer::transient}; }
inline Reply permanently(Duration after) { return {.after = after, .answer = Answer::permanent}; }

inline const std::string kProbe = "region.probe east from west";
inline const std::string kDeclaration = "disaster.declare east";

// A mission that one missed probe from west sets going.
inline recovery::Brief mission(std::vector<recovery::Step> runbook) {
  recovery::Brief brief{.name = "east to west", .strategy = "runbook"};
  brief.move = {.from = "east", .to = "west"};
  brief.runbook = std::move(runbook);
  brief.detection = {.misses = 1, .of = 1, .from = {"west"}};
  return brief;
}

// Feeds an engine what a test lists and tells what came of it, a line per note. An attempt that the
// test says nothing of succeeds after ten seconds; a probe is missed at once. Instants are seconds
// from zero, rounded up: a backoff of ten seconds, shortened by its jitter, still reads as ten.
class ScriptedEngine {
 public:
  explicit ScriptedEngine(recovery::Limits limits = {}) : engine_(std::move(limits)) {}

  // The first attempt gets the first reply; those beyond the list get the last one.
  void reply(const std::string& step, std::vector<Reply> replies) {
    replies_[step] = std::move(replies);
  }
  void tell(Duration at, recovery::Input input) { inputs_.insert({kZero + at, std::move(input)}); }
  void begin(Duration at, recovery::Brief brief, std::uint64_t jitter_seed = 0) {
    auto plan = std::make_shared<const recovery::MissionPlan>(std::move(brief));
    tell(at, recovery::Begin{std::move(plan), jitter_seed});
  }
  void begin(std::vector<recovery::Step> runbook) { begin(0s, mission(std::move(runbook))); }

  // What was told comes before the engine's own wish to be woken at the same instant.
  void run(Duration until = 1h) {
    while (const auto next = next_instant()) {
      if (*next > kZero + until) return;
      if (inputs_.empty() || inputs_.begin()->first > *next) {
        handle(*next, recovery::Woken{});
      } else {
        handle(*next, inputs_.extract(inputs_.begin()).mapped());
      }
    }
  }

  // What was done, and how it ended.
  std::string story() const { return text(false); }
  // With detection and declaration; a probe appears only when it times out.
  std::string whole_story() const { return text(true); }

  std::vector<recovery::Call> calls_of(const std::string& step) const {
    std::vector<recovery::Call> calls;
    for (const auto& each : calls_) {
      if (engine_.step(each.call.id).name == step) calls.push_back(each.call);
    }
    return calls;
  }
  // From each call of the step to its next one.
  std::vector<Duration> waits_of(const std::string& step) const {
    std::vector<Duration> waits;
    std::optional<Instant> last;
    for (const auto& each : calls_) {
      if (engine_.step(each.call.id).name != step) continue;
      if (last) waits.push_back(each.at - *last);
      last = each.at;
    }
    return waits;
  }
  std::optional<Duration> next_wake() const {
    const auto wake = engine_.next_wake();
    return wake ? std::optional(*wake - kZero) : std::nullopt;
  }
  const recovery::Engine& engine() const { return engine_; }

 private:
  struct Line {
    bool is_about_detection;
    std::string text;
  };
  struct TimedCall {
    Instant at;
    recovery::Call call;
  };

  std::optional<Instant> next_instant() const {
    const auto wake = engine_.next_wake();
    if (inputs_.empty()) return wake;
    return wake ? std::min(*wake, inputs_.begin()->first) : inputs_.begin()->first;
  }

  void handle(Instant now, const recovery::Input& input) {
    std::vector<recovery::Command> commands;
    engine_.handle(now, input, commands);
    for (const recovery::Command& command : commands) {
      if (const auto* note = std::get_if<recovery::Note>(&command)) write(now, *note);
      if (const auto* call = std::get_if<recovery::Call>(&command)) answer(now, *call);
    }
  }

  void answer(Instant now, const recovery::Call& call) {
    if (!called_.insert(call.id).second) {
      write_line(
          now, call.id,
          "call " + name(call.id) + " again, lease " + std::to_string(call.lease_generation));
    }
    calls_.push_back({now, call});
    const Reply reply = reply_to(call.id);
    if (reply.after == recovery::kForever) return;
    const recovery::Result result{.answer = reply.answer, .facts = reply.facts};
    inputs_.insert({now + reply.after, recovery::Answered{.call = call.id, .result = result}});
  }

  Reply reply_to(recovery::CallId call) const {
    const auto found = replies_.find(engine_.step(call).name);
    if (found == replies_.end()) return is_probe(call) ? kMissed : Reply{};
    return found->second[std::min<std::size_t>(call.attempt, found->second.size()) - 1];
  }

  void write(Instant now, const recovery::Note& note) {
    using enum recovery::NoteKind;
    const std::string step =
        note.about.attempt > 0 || note.kind == step_skipped ? name(note.about) : std::string{};
    switch (note.kind) {
      case suspected:
        return write_line(now, note.about, "suspected", true);
      case detected:
        return write_line(now, note.about, "detected", true);
      case stood_down:
        return write_line(now, note.about, "stood down", true);
      case declared:
        return write_line(now, note.about, "declared", true);
      case started:
        return write_line(now, note.about, "started", true);
      case step_started:
        if (is_probe(note.about)) return;
        return write_line(now, note.about, "start " + step + facts(note.about));
      case step_waits:
        return write_line(now, note.about, step + " must wait");
      case step_timed_out:
        return write_line(now, note.about, step + " timed out");
      case step_done:
        return write_line(now, note.about, "done " + step);
      case step_failed:
        return write_line(now, note.about, "fail " + step);
      case step_skipped:
        return write_line(now, note.about, "skip " + step);
      case answer_ignored:
        return write_line(now, note.about, "ignore " + step);
      case completed:
        return write_line(now, note.about, "completed");
      case given_up:
        return write_line(now, note.about, "given up");
      case cancelled:
        return write_line(now, note.about, "cancelled");
      case superseded:
        return write_line(now, note.about, "superseded");
    }
  }

  void write_line(Instant now, recovery::CallId about, const std::string& what,
                  bool is_about_detection = false) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(now - kZero).count();
    const std::string whose =
        engine_.mission_count() > 1 ? engine_.mission(about.mission).brief().name + ": " : "";
    const bool is_standing =
        about.attempt > 0 && about.step >= engine_.mission(about.mission).first_probe();
    lines_.push_back(
        {is_about_detection || is_standing, std::to_string(seconds) + "s " + whose + what + "\n"});
  }

  std::string name(recovery::CallId call) const {
    const std::string attempt = call.attempt > 1 ? " #" + std::to_string(call.attempt) : "";
    return engine_.step(call).name + attempt;
  }

  std::string facts(recovery::CallId call) const {
    std::string text;
    for (const auto& [key, value] : engine_.facts_for(call)) {
      text += (text.empty() ? " with " : ", ") + key + " " + value;
    }
    return text;
  }

  bool is_probe(recovery::CallId call) const {
    return engine_.mission(call.mission).is_probe(call.step);
  }

  std::string text(bool with_detection) const {
    std::string text;
    for (const Line& line : lines_) {
      if (with_detection || !line.is_about_detection) text += line.text;
    }
    return text;
  }

  recovery::Engine engine_;
  std::multimap<Instant, recovery::Input> inputs_;  // equal times: first come, first served
  std::map<std::string, std::vector<Reply>> replies_;
  std::set<recovery::CallId> called_;
  std::vector<TimedCall> calls_;
  std::vector<Line> lines_;
};

}  // namespace blackstart::tests
