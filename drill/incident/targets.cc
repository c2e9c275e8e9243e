#include "drill/incident/targets.h"

namespace blackstart::drill {

std::vector<std::string> Targets::of(const Becomes& row, const PlaceMention& said) {
  const std::string service = "service:" + std::string(row.service);
  switch (row.aim) {
    case Aim::zones:
      return zones(row, said);
    case Aim::each_zone:
      return each_zone_of(zones(row, said));
    case Aim::regions:
      return regions("region:", said);
    case Aim::regional_service:
      return regions(service + "/", said);
    case Aim::service:
      return {service};
    case Aim::clusters:
      return clusters();
  }
  return {};
}

// What the phase names; where nothing says where, it is where the same thing was hit before.
std::vector<std::string> Targets::zones(const Becomes& row, const PlaceMention& said) {
  const Severity& severity = said.severity;
  if (!said.zones.empty()) return said.zones;
  if (is_another_region(said))
    return severity.is_of_zone ? one_zone_of(*said.region, said) : regions("region:", said);
  const bool says_where = severity.is_of_zone || severity.is_of_region;
  if (const auto before = course_.where_hit(row); !says_where && !before.empty()) return before;
  const bool is_by_zone = severity.is_of_zone || !severity.is_of_region;
  if (is_by_zone && !places_.zones().empty()) return places_.zones();
  if (severity.is_of_zone) return one_zone_of(places_.regions().front(), said);
  return regions("region:", said);
}

// That it was in the region of the incident says nothing that is not known.
bool Targets::is_another_region(const PlaceMention& said) const {
  return said.region && *said.region != places_.regions().front();
}

std::vector<std::string> Targets::one_zone_of(const std::string& region, const PlaceMention& said) {
  return places_.some_of(places_.zones_of(region), 1, "the zone of '" + said.words + "'");
}

std::vector<std::string> Targets::each_zone_of(const std::vector<std::string>& targets) const {
  constexpr std::string_view kRegion = "region:";
  std::vector<std::string> zones;
  for (const std::string& target : targets) {
    const bool is_region = target.starts_with(kRegion);
    const auto of_it = is_region ? places_.zones_of(target.substr(kRegion.size()))
                                 : std::vector<std::string>{target};
    zones.insert(zones.end(), of_it.begin(), of_it.end());
  }
  return zones;
}

std::vector<std::string> Targets::regions(const std::string& before,
                                          const PlaceMention& said) const {
  if (said.region) return {before + *said.region};
  const bool is_everywhere = said.is_global || said.severity.is_global;
  std::vector<std::string> targets;
  for (const std::string& region : is_everywhere ? places_.all_regions() : places_.regions())
    targets.push_back(before + region);
  return targets;
}

std::vector<std::string> Targets::clusters() const {
  std::vector<std::string> targets;
  for (const sim::ClusterSpec& cluster : world_.clusters)
    targets.push_back("cluster:" + cluster.name);
  return targets;
}

}  // namespace blackstart::drill
