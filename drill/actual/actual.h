#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "drill/read/problems.h"
#include "recovery/time.h"

namespace blackstart::drill {

using recovery::Duration;
using recovery::Instant;

// A step of a real drill as somebody wrote it down.
struct ActualStep {
  std::string name;               // of a step of the plan, or of a milestone of the recovery
  std::optional<Instant> asked;   // a person, to do it; nullopt: nobody wrote it down
  Instant started{}, finished{};  // the work alone: whoever does it had responded by then
  std::uint32_t line = 0;
  Duration took() const { return finished - started; }
};

// What happened on a game day, or in a real disaster.
struct ActualDrill {
  std::string file;
  std::vector<ActualStep> steps;  // in the order of the file
};

// CSV (RFC 4180) whose first line names the columns; of these step, started and finished are read,
// and asked where there is one, with instants such as 2026-03-14T22:00:00Z. Empty lines and lines
// that begin with '#' are skipped. Throws InputError with everything that is wrong.
ActualDrill read_actual(const std::filesystem::path& file);

}  // namespace blackstart::drill
