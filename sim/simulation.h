#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "recovery/engine.h"
#include "sim/calls.h"
#include "sim/operation.h"
#include "sim/stage.h"

namespace blackstart::sim {

// A rehearsal in progress: the world, its time, its history and the engine at work in it. A value:
// a copy runs on by itself and ends with the same bytes. Single-threaded; it knows nothing of files
// and reports.
class Simulation {
 public:
  Simulation(std::shared_ptr<const Binding> binding, std::uint64_t seed);
  // The world before anybody looks at it, which no seed has a say in: copies of it begin a run each
  // and need not build it anew.
  explicit Simulation(std::shared_ptr<const Binding> binding);
  void begin(std::uint64_t seed);  // once

  // Everything due up to and including `end` happens.
  void run_until(Instant end);
  // One event happens, and says what it was; nullopt: nothing more is due up to and including
  // `end`.
  std::optional<Calendar<Event>::Due> step_until(Instant end);
  // From here on draws are another seed's. What was drawn before stands, and so does the jitter
  // that missions began with: runs that go on from copies of one simulation are not independent,
  // and statistics must count them as a cluster.
  void reseed(std::uint64_t seed) { seed_ = seed; }

  Instant now() const { return now_; }
  const Setup& setup() const { return binding_->setup(); }
  const Binding& binding() const { return *binding_; }
  const World& world() const { return world_; }
  const History& history() const { return history_; }
  const recovery::Engine& engine() const { return engine_; }
  std::uint64_t seed() const { return seed_; }
  std::uint64_t events() const { return events_; }
  // A hash over (time, event kind, subject) of everything that happened, in order.
  std::uint64_t digest() const { return digest_; }
  std::size_t pending() const { return calendar_.size(); }

 private:
  Stage stage() { return {binding_->setup(), world_, history_, calendar_, now_, seed_}; }
  void hold_callers();
  void schedule_scenario();
  Instant next_at() const;
  Calendar<Event>::Due take_next();
  Calendar<Event>::Due happen_next();
  void happen(const Event& event);
  void tell(Stage& on, const recovery::Input& input);
  void deliver_immediate(Stage& on);
  void obey(Stage& on, const recovery::Command& command);
  void add_jobs(const recovery::MissionPlan& mission);
  Attempt attempt_at(const recovery::CallId& call);
  std::uint64_t luck_of(recovery::MissionIndex mission, const BoundStep& step) const;
  void keep_wake();
  void begin_missions(Stage& on);

  std::shared_ptr<const Binding> binding_;
  std::uint64_t seed_ = 0;
  Instant now_{};
  World world_;
  Calendar<Event> calendar_;
  History history_;
  recovery::Engine engine_;
  std::vector<recovery::Command> commands_;
  std::vector<recovery::Answered> immediate_;
  std::uint64_t events_ = 0;
  std::uint64_t digest_ = 0;
};

}  // namespace blackstart::sim
