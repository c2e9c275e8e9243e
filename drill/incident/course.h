#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drill/incident/becomes.h"
#include "drill/incident/incident.h"

namespace blackstart::drill {

// What was said of one thing at one place: how badly it was hit, from when until when.
struct Claim {
  const Becomes* row = nullptr;
  std::string target;
  std::string unknown_word;  // what is taken for this thing; empty: it is known
  double level = 1;
  Duration since{};
  std::optional<Duration> until;  // nothing: for ever
  bool is_for_good = false;
  bool is_end_assumed = false;
  std::vector<std::string> words;
  std::size_t phase = 0, ended_in_phase = 0;
  std::size_t ended_as = 0;  // its place in the order of all ends
};

// The kind of fault that it is at its level, and the key of its figure; empty: it has none.
std::string_view kind_of(const Claim& claim);
std::string_view figure_of(const Claim& claim);

// One stretch for as long as a kind of fault is equally bad at a target: several things may suffer
// the same there, a zone's machines and its databases are one power outage, and the worst of them
// counts. In the order of their ends.
std::vector<Claim> stretches_of(const std::vector<Claim>& claims);

}  // namespace blackstart::drill
