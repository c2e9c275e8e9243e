#pragma once

#include <string>
#include <vector>

#include "drill/incident/convert.h"
#include "drill/incident/map.h"
#include "drill/incident/severity.h"
#include "drill/incident/thing.h"

namespace blackstart::drill {

inline const Thing kZoneItself{.subject = Subject::machines, .is_premises = true};

// What the words of a phase come to: how badly, and of what and where in the world.
struct PhaseWords {
  Duration offset{};
  Severity severity;
  std::vector<Affected> affected;  // all of it where nothing is named; empty: it only tells
  std::vector<std::string> zones;  // that it names by themselves

  // The zones that an entry is in: its own, or else those that the phase names by themselves.
  const std::vector<std::string>& zones_of(const Affected& each) const {
    return each.entry.says_where() ? each.zones : zones;
  }
};

std::vector<PhaseWords> read_phases(const Incident& incident, PlaceMap& places);

// Takes what has to be told of a phase to the conversion.
class Notes {
 public:
  explicit Notes(Conversion& result) : result_(result) {}

  void enter_phase(std::size_t index) { phase_ = index; }
  void assume(const std::string& what) { result_.assumptions.push_back(here() + what); }
  void leave_out(const std::string& why) { result_.left_out.push_back(here() + why); }

 private:
  std::string here() const { return "phase " + std::to_string(phase_ + 1) + ": "; }

  Conversion& result_;
  std::size_t phase_ = 0;
};

// What the entry is about; a word that is nearly, or in part, a known one is taken for it, and that
// is told.
Thing understood(const Affected& each, Notes& notes);
std::string nobody_knows(const std::string& word);
// Whether the entry names places and none of them is in the world: that is told.
bool is_nowhere(const Affected& each, Notes& notes);
bool is_region(const Affected& each);
bool begins_after_the_end(const PhaseWords& phase, const Incident& incident, Notes& notes);

}  // namespace blackstart::drill
