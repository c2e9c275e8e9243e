#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "recovery/call.h"
#include "recovery/detector.h"
#include "recovery/mission.h"
#include "recovery/plan.h"
#include "recovery/time.h"

namespace blackstart::recovery {

// ---- what the engine is told

struct Begin {
  std::shared_ptr<const MissionPlan> mission;
  std::uint64_t jitter_seed = 0;
};
struct Answered {
  CallId call;
  Result result;
};
struct Woken {};
// Cancelling a recovery that can be repeated does not end the watch, which is its own mission.
struct Cancel {
  MissionIndex mission = 0;
};
// After a replay: every call that was never answered is issued again under the new lease.
struct Resumed {
  std::uint64_t lease_generation = 0;
};
using Input = std::variant<Begin, Answered, Woken, Cancel, Resumed>;

// ---- what the engine says

enum class NoteKind : std::uint8_t {
  suspected,   // a vantage point sees misses
  detected,    // the detector believes the region failed
  stood_down,  // it was seen again before anything was done
  declared,
  started,
  step_started,    // once per attempt
  step_waits,      // answered transiently; will be tried again
  step_timed_out,  // will be tried again, or fails
  step_done,
  step_failed,     // permanently, or no attempts are left
  step_skipped,    // a step it needs failed or was skipped
  answer_ignored,  // it belongs to a superseded attempt
  completed,       // every step is done
  given_up,        // no step can be started any more and not all are done
  cancelled,
  superseded,  // the plan is carried out anew, for what was lost meanwhile too
};

struct Note {
  NoteKind kind;
  CallId about;  // `step` and `attempt` are 0 where the note is about the mission
  bool operator==(const Note&) const = default;
};

using Command = std::variant<Call, Note>;

enum class Phase : std::uint8_t { watching, declaring, recovering, completed, given_up, cancelled };

// The recovery engine: a value that is told (now, input) and says what it wants. It has no clock,
// no I/O and no threads, cannot ask whether it is simulated, and knows only what the answers to its
// calls told it. A copy carries on by itself.
// Where a plan can be repeated, the watch goes on from its start: the engine then begins a mission
// with the same plan, which what was missing at that start does not set going.
class Engine {
 public:
  explicit Engine(Limits limits = {});

  // Appends what it wants done to `commands`. `now` must not go back.
  void handle(Instant now, const Input& input, std::vector<Command>& commands);
  // When it wants a Woken, at the latest; nullopt: only an answer can move it.
  std::optional<Instant> next_wake() const;

  std::size_t mission_count() const { return missions_.size(); }
  const MissionPlan& mission(MissionIndex mission) const { return *missions_[mission].plan; }
  Phase phase(MissionIndex mission) const { return missions_[mission].phase; }
  // How many missions with its plan the engine began anew before, this one included.
  std::uint32_t repetition(MissionIndex mission) const { return missions_[mission].repetition; }
  const Step& step(CallId call) const { return mission(call.mission).step(call.step); }
  // What the steps this one needs have brought.
  Facts facts_for(CallId call) const;

 private:
  struct StepState {
    enum class State : std::uint8_t { waiting, ready, running, backing_off, done, failed, skipped };
    State state = State::waiting;
    std::uint32_t attempt = 0;
    std::uint32_t unmet = 0;  // needs that are not done yet
  };

  struct Mission {
    std::shared_ptr<const MissionPlan> plan;
    std::uint64_t jitter_seed = 0;
    std::uint64_t key = 0;  // its part of the idempotency keys
    std::uint32_t repetition = 0;
    std::optional<MissionIndex> watches_on_after;
    Phase phase = Phase::watching;
    Detector detector;
    Instant next_probe = kNotPlanned;  // while it watches or is being declared
    bool is_suspicious = false;
    std::vector<StepState> steps;
    std::map<StepIndex, Facts> facts;
    std::uint32_t unfinished = 0;  // steps that are neither done, failed nor skipped
    bool has_failures = false;
  };

  // Ready steps are served by tier, then by what still hangs on them, then in order.
  struct Ready {
    std::uint32_t tier;
    Duration hangs_on_it;
    MissionIndex mission;
    StepIndex step;
    bool operator<(const Ready& other) const;
  };

  // An attempt's time-out, or the end of a step's backoff. Out of date when the step has moved on.
  struct Deadline {
    Instant at;
    std::uint64_t order;  // equal times: first come, first served
    CallId call;
    StepState::State state;  // running: a time-out; backing_off: the end of the backoff
    bool operator<(const Deadline& other) const {
      return at != other.at ? at > other.at
                            : order > other.order;  // the earliest on top of the heap
    }
  };

  struct Bucket {
    std::uint32_t tokens;
    Instant refilled_at;
  };

  using Commands = std::vector<Command>;

  void begin(Instant now, const Begin& input);
  Mission& add_mission(std::shared_ptr<const MissionPlan> plan, std::uint64_t jitter_seed);
  void watch_on(MissionIndex after);
  void answered(Instant now, const Answered& input, Commands& commands);
  void probe_answered(Instant now, CallId call, const Result& result, Commands& commands);
  void see(Instant now, CallId call, Probe outcome, const Missing& missing, Commands& commands);
  void declaration_answered(Instant now, CallId call, const Result& result, Commands& commands);
  void stop(MissionIndex mission, NoteKind why, Commands& commands);
  void resume(std::uint64_t lease_generation, Commands& commands);
  void watch(Instant now, Commands& commands);
  void heed_deadlines(Instant now, Commands& commands);
  void timed_out(Instant now, CallId call, Commands& commands);
  void detect(Instant now, MissionIndex mission, Commands& commands);
  void start_plan(MissionIndex mission, Commands& commands);
  void dispatch(Instant now, Commands& commands);
  void start(Instant now, MissionIndex mission, StepIndex step, Commands& commands);
  void retry_or_fail(Instant now, CallId call, Commands& commands);
  void done(CallId call, const Result& result, Commands& commands);
  void fail(CallId call, Commands& commands);
  void finish_if_over(MissionIndex mission, Commands& commands);
  void make_ready(MissionIndex mission, StepIndex step);
  void release_slot(CallId call);
  bool is_current(CallId call) const;
  bool is_live(const Deadline& deadline) const;
  void set_deadline(Instant now, Duration in, CallId call);
  bool take_token(const std::string& api, Instant now);
  Duration backoff(const Mission& mission, CallId call) const;
  Call call_of(CallId id) const;
  StepState& state(CallId call) { return missions_[call.mission].steps[call.step]; }
  const StepState& state(CallId call) const { return missions_[call.mission].steps[call.step]; }

  Limits limits_;
  std::vector<Mission> missions_;
  std::vector<Ready> ready_;         // sorted
  std::vector<Deadline> deadlines_;  // a heap
  std::map<std::string, Bucket> buckets_;
  Instant token_at_ = kNotPlanned;  // when a step that waits for a token can have one
  std::uint64_t order_ = 0;
  std::uint64_t lease_generation_ = 1;
  std::uint32_t running_ = 0;
  Instant now_ = Instant::min();
};

}  // namespace blackstart::recovery
