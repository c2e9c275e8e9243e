#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drill/measure/evidence.h"

namespace blackstart::drill {

// What was waited for up to an instant; it began where the one before it ended.
struct Wait {
  std::string step, why, timing_key;
  Instant until{};
};

// A step of a recovery that was done at an instant, and again later where its plan was repeated.
struct DoneStep {
  recovery::MissionIndex mission = 0;
  recovery::StepIndex step = 0;
  Instant at{};
};

// How an Airflow came back where it serves, oldest wait first. The first began with the hit, or
// where what is told already of its way ends; or it was set off by a step of a recovery.
struct Healing {
  std::vector<Wait> waits;
  std::optional<DoneStep> set_off_by;
};

struct Between {
  Instant from{}, until{};
};

// Read backwards: what ended each wait, and what had let that begin, from the Airflow's first
// success, or as far as one looks, back to the hit, or to what is told already.
Healing read_healing(const sim::Simulation& simulation, const Evidence& evidence,
                     sim::InstanceId instance, const OutageTrace& outage, Between times);

// The figure that says how long a fault lasts: the scenario's own.
std::string length_figure(const sim::FaultSpec& fault);

}  // namespace blackstart::drill
