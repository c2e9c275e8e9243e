#include "drill/incident/reading.h"

#include "drill/text/durations.h"

namespace blackstart::drill {
namespace {

const Thing kRegionItself{.subject = Subject::everything};
// Where nothing is said of what was hit.
const std::string kAll = "all";

PhaseWords read_phase(const IncidentPhase& phase, PlaceMap& places) {
  const Affected where = places.place_named_in(phase.severity);
  PhaseWords words{
      .offset = phase.offset,
      .severity = severity_of(where.zones.empty() ? phase.severity : where.entry.besides),
      .zones = where.zones};
  if (words.severity.role == Role::tells) return words;
  if (phase.what.find("packet loss") != std::string::npos) words.severity.is_of_packets = true;
  for (const std::string& entry : phase.affected) words.affected.push_back(places.place(entry));
  if (words.affected.empty()) words.affected.push_back(places.place(kAll));
  for (const Affected& each : words.affected) {
    if (each.is_zone_itself())
      words.zones.insert(words.zones.end(), each.zones.begin(), each.zones.end());
  }
  return words;
}

}  // namespace

std::vector<PhaseWords> read_phases(const Incident& incident, PlaceMap& places) {
  std::vector<PhaseWords> phases;
  for (const IncidentPhase& phase : incident.phases) phases.push_back(read_phase(phase, places));
  return phases;
}

Thing understood(const Affected& each, Notes& notes) {
  if (each.is_zone_itself()) return kZoneItself;
  if (each.is_region_itself()) return kRegionItself;
  Thing thing = thing_of(each.word());
  if (thing.is_known && !thing.taken_for.empty())
    notes.assume("'" + each.word() + "' is taken for '" + thing.taken_for + "'");
  return thing;
}

std::string nobody_knows(const std::string& word) {
  const Thing thing = thing_of(word);
  if (thing.is_known) return "what it is for '" + word + "' to be hit and not deleted nobody knows";
  return "nobody knows what '" + word + "' is (" +
         (thing.nearest.empty() ? "no known word is like it)"
                                : "the nearest known word is '" + thing.nearest + "')");
}

bool is_nowhere(const Affected& each, Notes& notes) {
  for (const std::string& place : each.entry.elsewhere)
    notes.leave_out(place + " is in another region, and the world has none that stands for it");
  const bool is_spared = each.entry.says_which_zones() && each.zones.empty();
  if (is_spared) notes.leave_out("'" + each.entry.words + "' is none of the zones of the world");
  return each.is_elsewhere() || is_spared;
}

bool is_region(const Affected& each) { return each.word() == "region" || each.is_region_itself(); }

bool begins_after_the_end(const PhaseWords& phase, const Incident& incident, Notes& notes) {
  const std::optional<Duration> end = incident.lasted;
  if (!end || phase.offset < *end) return false;
  notes.leave_out("it begins " + text_of(phase.offset) +
                  " after the onset, and the incident ended after " + text_of(*end));
  return true;
}

}  // namespace blackstart::drill
