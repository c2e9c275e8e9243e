#pragma once

#include <optional>
#include <string>
#include <vector>

#include "drill/incident/incident.h"
#include "sim/world/spec.h"

namespace blackstart::drill {

// Where an incident's places are in somebody's own world, whose provider and regions may be others.
// A region that clusters stand in is itself; any other is taken to be where the first cluster
// stands: an outage elsewhere would test nothing.
class PlaceMap {
 public:
  PlaceMap(const Incident& incident, const sim::WorldSpec& world);

  // Regions that the incident as a whole hit; the first is the one to recover from.
  const std::vector<std::string>& regions() const { return regions_; }
  // Zones that it hit, as targets ("zone:us-east-1a"); empty: the regions as a whole.
  const std::vector<std::string>& zones() const { return zones_; }
  // The zone that this word names, or nothing.
  std::optional<std::string> zone_named(const std::string& word);
  // Where no zone is named: the worst it could be.
  std::string first_zone() const { return target_of(own_zones_.front()); }
  bool is_everywhere() const { return is_everywhere_; }

  // "us-west-2 stands for eu-west-1", a sentence each.
  const std::vector<std::string>& told() const { return told_; }

 private:
  void map_regions(const Incident& incident);
  void map_zones(const Incident& incident);
  bool is_zone_name(const std::string& word) const;
  void keep_what_is_named(const Incident& incident);
  std::string counterpart(const std::string& zone);
  std::string namesake(const std::string& zone) const;
  std::string free_zone() const;
  std::string target_of(const std::string& own_zone) const;

  const sim::WorldSpec& world_;
  std::string incident_region_;
  std::vector<std::string> named_zones_;    // of the incident, as they came up
  std::vector<std::string> stands_for_;     // what each of them is in the world
  std::vector<std::string> named_by_name_;  // of the world, that the incident names or will
  std::vector<std::string> regions_, zones_;
  std::vector<std::string> own_zones_;  // of the first region
  std::vector<std::string> told_;
  bool is_everywhere_ = false;
};

}  // namespace blackstart::drill
