#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace blackstart::drill {

// Words for every region there is: "global".
bool is_worldwide(std::string_view region);
// "zone", "AZs"; and of one only.
bool is_zone_word(std::string_view part);
bool is_one_zone_word(std::string_view part);
// "zone 2", "Availability Zone 1", "AZ b": a name that is written as several words.
bool is_numbered_zone(std::string_view words);
// "use1-az4": which of somebody's zones that is nobody else knows.
bool is_zone_id(std::string_view word);
// 2 of "two"; 0: it is no number.
std::size_t number_of(std::string_view word);
// "eu-west-1" and "us-west-2" of "eu-west-1 (Ireland), us-west-2", and what else may be a name.
std::vector<std::string> regions_in(std::string_view text);
// Only what is named as clouds name regions.
std::vector<std::string> cloud_regions_in(std::string_view text);

// Which words name a place of an incident: in its region, or of the world that it is to happen in.
class PlaceNames {
 public:
  struct Known {
    std::string region = {};                      // of the incident, as it was published
    std::vector<std::string> zones = {};          // that the incident lists
    std::vector<std::string> own_zones = {};      // of the region that stands for the incident's
    std::vector<std::string> world_zones = {};    // of the world, that stand for themselves
    std::vector<std::string> world_regions = {};  // all of the world
  };

  PlaceNames() = default;
  explicit PlaceNames(Known known);

  bool is_zone(const std::string& word) const;
  bool is_region(const std::string& word) const;
  // A zone or a region as clouds name them, and none of those.
  bool is_elsewhere(const std::string& word) const;
  // A zone of the world that stands for itself.
  bool is_worlds_own(const std::string& zone) const;
  // The one name of a place that is written "EU-WEST-1A" here, or "zone b", and "b" there.
  std::string name_of(const std::string& words) const;
  // "westeurope-2" of westeurope.
  bool is_just_behind_the_region(const std::string& word) const;

 private:
  bool is_in_a_region_of_it(const std::string& word) const;

  Known known_;
  std::vector<std::string> regions_;  // of the incident, that are named as clouds name them
};

}  // namespace blackstart::drill
