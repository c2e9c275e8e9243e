#pragma once

#include <string>
#include <vector>

#include "drill/incident/place_names.h"

namespace blackstart::drill {

// An entry of what was affected, taken apart once: what was hit, and where it says that was. "ec2
// in eu-west-1a" is ec2 in that zone, "eu-west-1a" is the zone itself, "one of three zones" one of
// them.
struct Entry {
  std::string words;                     // as they were published
  std::string thing = {};                // empty: the place itself
  std::string besides = {};              // all that names no place
  std::vector<std::string> zones = {};   // by their names
  std::vector<std::string> spared = {};  // "all zones except eu-west-1c"
  std::size_t count = 0;                 // of zones that have no name
  bool is_of_all_zones = false;
  std::string region = {};                  // by its name; empty: it names none
  std::vector<std::string> elsewhere = {};  // places of other regions

  bool says_where() const { return says_which_zones() || !region.empty() || !elsewhere.empty(); }
  bool says_which_zones() const {
    return !zones.empty() || !spared.empty() || count > 0 || is_of_all_zones;
  }
};

Entry entry_of(const std::string& words, const PlaceNames& names);

}  // namespace blackstart::drill
