#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "drill/scenario.h"
#include "sim/simulation.h"

namespace blackstart::drill {

// What a name in a drill stands for among what was foreseen: the work of a step of a plan (or the
// declaration), the response to it, or a milestone.
struct Foreseen {
  std::uint32_t mission = 0;
  recovery::StepIndex step = 0;
  bool is_response = false;            // from when its person is asked until they begin
  std::optional<Milestone> milestone;  // nullopt: the step
};

// nullopt: the plan has no step of this name, and it is no milestone.
std::optional<Foreseen> foreseen_as(const Scenario& scenario, const std::string& name);
// Who is asked to do it; empty: nobody, or it is a milestone.
std::string person_asked(const Scenario& scenario, const Foreseen& meant);
// The names of every step of the plans and of the declarations, in their order.
std::vector<std::string> names_of_steps(const Scenario& scenario);
// The names of the declarations alone: whoever writes down the milestone means them.
std::vector<std::string> names_of_declarations(const Scenario& scenario);

struct Span {
  Instant began{}, ended{};
};
// What a finished run came to.
struct Seen {
  bool was_hit = false;                    // any Deployment
  std::vector<std::optional<Span>> spans;  // by what was foreseen; nullopt: it did not finish it
};
Seen seen_in(const sim::Simulation& simulation, const std::vector<Foreseen>& foreseen);

}  // namespace blackstart::drill
