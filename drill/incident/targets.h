#pragma once

#include <optional>
#include <string>
#include <vector>

#include "drill/incident/course.h"
#include "drill/incident/map.h"
#include "drill/incident/severity.h"

namespace blackstart::drill {

// Where a phase says that something is wrong, and how badly.
struct PlaceMention {
  const Severity& severity;
  std::string words = {};  // of the severity
  bool is_global = false;
  std::vector<std::string> zones = {};               // that it names, as targets
  std::optional<std::string> region = std::nullopt;  // that the entry names
};

// At which of the world's places a fault is aimed.
class Targets {
 public:
  Targets(const sim::WorldSpec& world, PlaceMap& places, const Course& course)
      : world_(world), places_(places), course_(course) {}

  std::vector<std::string> of(const Becomes& row, const PlaceMention& said);

 private:
  std::vector<std::string> zones(const Becomes& row, const PlaceMention& said);
  std::vector<std::string> one_zone_of(const std::string& region, const PlaceMention& said);
  std::vector<std::string> each_zone_of(const std::vector<std::string>& targets) const;
  std::vector<std::string> regions(const std::string& before, const PlaceMention& said) const;
  std::vector<std::string> clusters() const;
  bool is_another_region(const PlaceMention& said) const;

  const sim::WorldSpec& world_;
  PlaceMap& places_;
  const Course& course_;
};

}  // namespace blackstart::drill
