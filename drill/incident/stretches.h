#pragma once

#include <optional>
#include <string>
#include <vector>

#include "drill/incident/course.h"

namespace blackstart::drill {

// The time for which a kind of fault is equally bad at a target. Several things may suffer the same
// there (a zone's machines and its databases are one power outage); the worst of them counts.
struct Stretch {
  const Becomes* row = nullptr;
  std::string target;
  double level = 1;
  Duration since{};
  std::optional<Duration> until;  // nothing: for ever
  bool is_end_assumed = false;
  std::size_t phase = 0;           // that brought it about
  std::vector<std::string> words;  // that say so
};

std::vector<Stretch> stretches_of(const std::vector<Claim>& claims);

}  // namespace blackstart::drill
