#pragma once

#include "sim/stage.h"

// depends_on_past: a task waits until the same task of the run before has succeeded. The first run
// in a database has nothing before it, and passes.
namespace blackstart::sim {

// A new run follows the newest one; its tasks have just been made.
void join_chain(Stage& stage, std::uint32_t run);
// The task has succeeded: the same task of the next run need not wait for it.
void pass_to_following(Stage& stage, std::uint32_t task);
// The run has ended: a task that did not succeed in it holds up the same one in later runs for
// ever.
void leave_chain(Stage& stage, std::uint32_t run);

// The database says that the newest run ended like this.
void break_chain(Stage& stage, InstanceId instance, const BrokenPast& past);
// The rows of all runs are gone.
void forget_chains(Stage& stage, InstanceId instance);

}  // namespace blackstart::sim
