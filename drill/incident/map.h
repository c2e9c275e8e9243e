#pragma once

#include <optional>
#include <string>
#include <vector>

#include "drill/incident/entry.h"
#include "drill/incident/incident.h"
#include "drill/incident/place_names.h"
#include "sim/world/spec.h"

namespace blackstart::drill {

// An entry of what was affected, and where in somebody's own world that is.
struct Affected {
  Entry entry;
  // The zones that it names or counts, as targets; empty: it does neither.
  std::vector<std::string> zones = {};
  std::optional<std::string> region = std::nullopt;  // that it names

  // What claims are told apart by: the thing, or the place where it is that.
  const std::string& word() const { return entry.thing.empty() ? entry.words : entry.thing; }
  bool is_zone_itself() const { return entry.thing.empty() && entry.says_which_zones(); }
  bool is_region_itself() const { return entry.thing.empty() && region && zones.empty(); }
  // Only of regions that the world has not, or that are none of the incident's.
  bool is_elsewhere() const {
    return !entry.elsewhere.empty() && !region && !entry.says_which_zones();
  }
};

// Where an incident's places are in somebody's own world, whose provider and regions may be others.
// A region in which clusters stand, or to which they would recover, is itself; any other is taken
// to be where the first cluster stands: an outage where nothing stands would test nothing.
class PlaceMap {
 public:
  PlaceMap(const Incident& incident, const sim::WorldSpec& world);

  // Where the clusters are that recover, and where they would; the latter is empty where the world
  // has one region only.
  const std::string& from() const { return from_; }
  const std::string& to() const { return to_; }

  // Regions that the incident as a whole hit.
  const std::vector<std::string>& regions() const { return regions_; }
  const std::vector<std::string>& all_regions() const { return all_regions_; }
  // Zones that it hit, as targets ("zone:us-east-1a"); empty: the regions as a whole.
  const std::vector<std::string>& zones() const { return zones_; }
  // The places of this entry. A zone that has not come up before gets one that stands for it.
  Affected place(const std::string& words);
  // Those that are named, and not counted, in words about something else.
  Affected place_named_in(const std::string& words);
  // All that stand in a region, as targets.
  std::vector<std::string> zones_of(const std::string& region) const;
  // The region that a zone stands in, by its target.
  std::string region_around(const std::string& zone) const;
  // So many of the zones stand for what names none: those that the facts name, then those with
  // the most databases' primaries, then the first.
  std::vector<std::string> some_of(const std::vector<std::string>& zones, std::size_t count,
                                   const std::string& what);

  // "us-west-2 stands for eu-west-1", a sentence each.
  const std::vector<std::string>& told() const { return told_; }

 private:
  void map_regions(const Incident& incident);
  void map_to_own(const std::string& told_region);
  void choose_way_out();
  void map_zones(const Incident& incident);
  void name_places(const Incident& incident);
  std::vector<std::string> zones_in(const Entry& entry);
  // `otherwise` so many, where the words name and count none.
  std::vector<std::string> zones_listed(const std::string& words, std::size_t otherwise);
  std::optional<std::string> region_named(const std::string& word) const;
  std::vector<std::string> zones_that_stand_for_it() const;
  void spare(const std::vector<std::string>& spared, std::vector<std::string>& zones);
  bool is_named(const std::string& target) const;
  std::ptrdiff_t primaries_in(const std::string& target) const;
  void add_zone(const std::string& target);
  bool is_own(const std::string& region) const;
  bool has_cluster(const std::string& region) const;
  void tell_once(const std::string& what);
  void keep_what_is_named(const Incident& incident);
  std::string counterpart(const std::string& zone);
  std::string known_as(const std::string& zone) const;
  std::string namesake(const std::string& zone) const;
  std::string free_zone() const;
  std::string target_of(const std::string& own_zone) const;
  std::string target_in(const std::string& region, const std::string& zone) const;

  const sim::WorldSpec& world_;
  PlaceNames names_;
  std::string incident_region_;
  std::string home_, from_, to_;
  std::vector<std::string> named_zones_;    // of the incident, as they came up
  std::vector<std::string> stands_for_;     // what each of them is in the world
  std::vector<std::string> named_by_name_;  // of the world, that the incident names or will
  std::vector<std::string> all_regions_, regions_, zones_;
  std::vector<std::string> own_zones_;  // of the first region
  std::vector<std::string> told_;
};

}  // namespace blackstart::drill
