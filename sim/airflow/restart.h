#pragma once

#include "sim/stage.h"

// How an Airflow begins again: on the database it had, on an empty one, on a copy from some earlier
// instant.
namespace blackstart::sim {

// The scheduler starts as soon as it can, unless what it stands on goes again before.
void plan_start(Stage& stage, InstanceId instance);
void on_scheduler_start(Stage& stage, InstanceId instance, std::uint32_t start);
// The DAGs run (again): what is due is due now.
void begin_to_work_off(Stage& stage, InstanceId instance);

// What becomes of rows that say that something is running.
enum class InFlight : std::uint8_t {
  kept,     // a replica, a snapshot: they say so still, and no worker is at it
  dropped,  // a backup that leaves them out: their runs can never be completed
};

// The database of `fresh` has become a copy of what `origin`'s held at `cut`: schedules go on after
// the latest run that it knows, and what was under way is under way again, on paper. Its own runs
// are gone. The object store is as of `objects_cut`: XComs that are referred to and are not there
// fail the tasks that read them. Rows are counted by whoever copies them.
struct Copy {
  InstanceId origin = kNone;
  Instant cut{};
  Instant objects_cut = Instant::max();
  InFlight in_flight = InFlight::kept;
};
void adopt_database(Stage& stage, InstanceId fresh, const Copy& copy);

}  // namespace blackstart::sim
