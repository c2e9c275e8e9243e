#pragma once

#include "sim/stage.h"

// Where tasks run: Celery's and Astro's worker slots, autoscaled between min and max, or a pod per
// task on Kubernetes. Workers take what is in the queue whether or not a scheduler lives.
namespace blackstart::sim {

// The workers that its queues have at rest, standing already.
void staff(Stage& stage, InstanceId instance);

// A task comes from the scheduler: it runs at once or waits for a slot.
void execute(Stage& stage, std::uint32_t task);
// The task's slot goes to the next one that waits.
void leave_worker(Stage& stage, std::uint32_t task);
// Tasks that wait begin, as far as they can.
void serve(Stage& stage, InstanceId instance, std::uint32_t queue);

void scale(Stage& stage, InstanceId instance, std::uint32_t queue);
void on_workers_scale(Stage& stage, InstanceId instance, std::uint32_t queue);
void on_worker_start(Stage& stage, InstanceId instance, std::uint32_t queue, std::uint32_t where);
// The first worker after the last was lost is told.
void tell_workers_back(Stage& stage, InstanceId instance, std::uint32_t queue);
// To be called before workers in these zones stop taking tasks.
void miss_workers(Stage& stage, InstanceId instance, ZoneSet zones);
// The workers of these zones are gone, those on their way there too.
void lose_workers(Stage& stage, InstanceId instance, ZoneSet zones);
// The workers of these zones are where they were, and have to start again.
void restart_workers(Stage& stage, InstanceId instance, ZoneSet zones);
// Nothing waits and nothing runs any more; the workers stand.
void empty_queues(Stage& stage, InstanceId instance);
// The broker is gone, and what it held.
void lose_broker(Stage& stage, InstanceId instance);

}  // namespace blackstart::sim
