#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "drill/incident/incident.h"
#include "sim/world/spec.h"

namespace blackstart::drill {

// A fault of the scenario that an incident becomes.
struct DraftFault {
  std::string name, kind, target;
  Duration at{};
  std::optional<Duration> lasts;                          // nothing: it never ends
  std::vector<std::pair<std::string, double>> figures;    // "share": 0.25
  std::vector<std::pair<std::string, std::string>> says;  // "reads": "silent"
};

// A fault whose end nobody published: the one assumed, and others to try.
struct UnknownEnd {
  std::string fault;
  Duration assumed{};
  std::vector<Duration> sweep;
};

// What is expected of a run, since the facts say so.
struct Belief {
  std::string measure;
  std::string data_class = {};  // empty: the measure is of none
  std::string equals;           // a word or a count
  std::string because;
};

// What an incident becomes in somebody's world.
struct Conversion {
  Incident incident;
  std::string from, to;  // regions to recover from and to; `to` is empty where there is no other
  std::string strategy;
  Instant starts_at{};
  Duration horizon{};
  std::vector<DraftFault> faults;
  std::vector<UnknownEnd> unknown_ends;
  std::vector<std::string> mapped;       // what stands for what
  std::vector<std::string> assumptions;  // what the file did not say, or said without a number
  std::vector<std::string> left_out;     // phases and words that became nothing, and why
  std::vector<Belief> beliefs;
  std::size_t impairment_phases = 0;
  std::vector<std::size_t> converted;  // which of them became faults
};

Conversion convert(const Incident& incident, const sim::WorldSpec& world);

// The scenario as a file; `world` is the path that it is to name.
std::string write_scenario(const Conversion& conversion, const std::string& world);

}  // namespace blackstart::drill
