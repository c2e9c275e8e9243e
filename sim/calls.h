#pragma once

#include <cstdint>
#include <optional>

#include "recovery/engine.h"
#include "sim/operation.h"
#include "sim/stage.h"

// What the providers make of the engine's calls: which they refuse, how long the others last, and
// what comes back.
namespace blackstart::sim {

// One attempt at a step, and all that belongs to it.
struct Attempt {
  recovery::CallId id;
  Job& job;
  const BoundStep& step;
  const Operation& operation;
  ServiceId global_service = kNone;  // the control plane it goes through
  std::uint64_t luck = 0;
  // Done once, however often it is tried, as a plan's steps are; else each call asks for it anew.
  bool is_done_once = false;
};

// The answer, where there is one at once. Else nobody hears the call, or its end is due as an
// event.
std::optional<recovery::Answered> take_call(Stage& stage, const Attempt& attempt);
// What is answered at its end, to the newest attempt that waits for it.
recovery::Answered end_call(Stage& stage, const Attempt& attempt);

}  // namespace blackstart::sim
