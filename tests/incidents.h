#pragma once

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "drill/incident/convert.h"
#include "drill/scenario.h"
#include "tests/program.h"

// Incidents from a text of facts, and what they become.
namespace blackstart::tests {

inline std::vector<drill::Incident> incidents_in(const std::string& text) {
  drill::Problems problems;
  const drill::Node facts = drill::parse_document(text, "facts.json", problems);
  std::vector<drill::Incident> incidents = drill::read_incidents(facts, problems);
  if (problems.any()) throw drill::InputError(problems);
  return incidents;
}

inline drill::Conversion converted(const drill::Incident& incident, const std::string& world) {
  return drill::convert(incident, drill::load_world_file(kSource / "scenarios/worlds" / world));
}

// In the world of the example: us-east-1 with zones a and b, and us-west-2 to recover in.
inline const std::string kExample = "astro-aws-two-regions.json";

inline drill::Conversion converted(const std::string& incident) {
  return converted(incidents_in(incident).at(0), kExample);
}

// In us-east-1, from midnight to six.
inline drill::Conversion regional_day(const std::string& phases, const std::string& more = "") {
  return converted(R"({"id": "x", "region": "us-east-1",
    "started_at": "2027-01-01T00:00:00Z", "ended_at": "2027-01-01T06:00:00Z",)" +
                   more + R"( "phases": [)" + phases + "]}");
}

// In us-east-1a, from midnight to six.
inline drill::Conversion day_of(const std::string& phases, const std::string& more = "") {
  return regional_day(phases, R"("zones": ["us-east-1a"],)" + more);
}

inline std::string text_of(const drill::DraftFault& fault) {
  std::ostringstream text;
  const auto seconds = [](recovery::Duration duration) {
    return duration / std::chrono::seconds(1);
  };
  text << seconds(fault.at) << " " << fault.kind << " " << fault.target << " "
       << (fault.lasts ? std::to_string(seconds(*fault.lasts)) : "for ever");
  for (const auto& [key, figure] : fault.figures) text << " " << key << " " << figure;
  for (const auto& [key, word] : fault.says) text << " " << key << " " << word;
  return text.str();
}

// One line per fault: onset, kind, target, how long (in seconds), figures. The steady state before
// the incident is four hours, 14400 seconds.
inline std::string story(const drill::Conversion& conversion) {
  std::string story;
  for (const drill::DraftFault& fault : conversion.faults) story += text_of(fault) + "\n";
  return story;
}

inline bool says(const std::vector<std::string>& lines, const std::string& what) {
  return std::ranges::any_of(
      lines, [&](const std::string& line) { return line.find(what) != std::string::npos; });
}

inline drill::Scenario scenario_of(const drill::Conversion& conversion, const std::string& world) {
  const Scratch scratch;
  return drill::load_scenario(scratch.write(
      "day.json", drill::write_scenario(conversion, kSource / "scenarios/worlds" / world)));
}

}  // namespace blackstart::tests
