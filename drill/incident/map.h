#pragma once

#include <optional>
#include <string>
#include <vector>

#include "drill/incident/incident.h"
#include "sim/world/spec.h"

namespace blackstart::drill {

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
  // The zone, or the region, that this word names, or nothing.
  std::optional<std::string> zone_named(const std::string& word);
  std::optional<std::string> region_named(const std::string& word) const;
  // All that stand in a region, as targets.
  std::vector<std::string> zones_of(const std::string& region) const;
  // Where no zone is named: the worst it could be.
  std::string first_zone() const { return target_of(own_zones_.front()); }

  // "us-west-2 stands for eu-west-1", a sentence each.
  const std::vector<std::string>& told() const { return told_; }

 private:
  void map_regions(const Incident& incident);
  void map_to_own(const std::string& told_region);
  void choose_way_out();
  void map_zones(const Incident& incident);
  void map_described(const std::string& words);
  void add_zone(const std::string& target);
  bool is_own(const std::string& region) const;
  bool has_cluster(const std::string& region) const;
  bool is_only_one_named(const std::string& zone) const;
  bool is_zone_name(const std::string& word) const;
  void keep_what_is_named(const Incident& incident);
  std::string counterpart(const std::string& zone);
  std::string namesake(const std::string& zone) const;
  std::string free_zone() const;
  std::string target_of(const std::string& own_zone) const;
  std::string target_in(const std::string& region, const std::string& zone) const;

  const sim::WorldSpec& world_;
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
