#pragma once

#include "sim/stage.h"

// What becomes of a task once the executor has it.
namespace blackstart::sim {

void on_task_end(Stage& stage, std::uint32_t task, std::uint32_t generation);
void on_task_retry(Stage& stage, std::uint32_t task, std::uint32_t generation);

// The worker is done with the task, and its state can be written.
void finish_task(Stage& stage, std::uint32_t task);
// The task's log goes to the bucket; where that cannot be written it is lost with the worker.
void send_log(Stage& stage, std::uint32_t task);
// The trigger's row goes: it fired, or what it waited for is given up.
void end_trigger(Stage& stage, std::uint32_t task);
// The task's trigger has fired and is heard: the task goes on as soon as a worker takes it.
void resume_task(Stage& stage, std::uint32_t task);
// A try is over without success: it is tried again after its delay, or it has failed for good and
// with it everything downstream. Its slots are free already.
void fail_task(Stage& stage, std::uint32_t task);
// The task goes back to be scheduled; no try is counted.
void requeue_task(Stage& stage, std::uint32_t task);

}  // namespace blackstart::sim
