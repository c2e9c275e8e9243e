#include "drill/incident/map.h"

#include <algorithm>

#include "drill/incident/words.h"

namespace blackstart::drill {
namespace {

bool contains(const std::vector<std::string>& list, const std::string& word) {
  return std::ranges::find(list, word) != list.end();
}

bool has_part(const std::string& words, const char* part) {
  return contains(parts_of(words), part);
}

// 'b' of "europe-west9-b" and "us-east-1b"; 4 of "use1-az4"; '\0' where it ends in neither.
char last_of(const std::string& zone) { return zone.empty() ? '\0' : zone.back(); }

// Words for all of it, or for the network between zones: no zone by itself.
bool is_whole(const std::string& words) {
  return has_part(words, "all") || has_part(words, "both") || has_part(words, "network");
}

}  // namespace

PlaceMap::PlaceMap(const Incident& incident, const sim::WorldSpec& world)
    : world_(world), incident_region_(incident.region) {
  map_regions(incident);
  for (const sim::RegionSpec& region : world.regions) {
    if (region.name == regions_.front()) own_zones_ = region.zones;
  }
  map_zones(incident);
}

void PlaceMap::map_regions(const Incident& incident) {
  const std::string home = world_.regions[world_.clusters.front().region].name;
  is_everywhere_ = has_part(incident.region, "global") || has_part(incident.region, "multiple") ||
                   contains(parts_of(incident.region), "worldwide");
  if (is_everywhere_) {
    regions_.push_back(home);
    for (const sim::RegionSpec& region : world_.regions) {
      if (region.name != home) regions_.push_back(region.name);
    }
    told_.push_back("every region of the world stands for '" + incident.region + "'");
    return;
  }
  const bool is_known = std::ranges::any_of(world_.clusters, [&](const sim::ClusterSpec& each) {
    return world_.regions[each.region].name == incident.region;
  });
  regions_.push_back(is_known ? incident.region : home);
  const std::string was = incident.region.empty() ? "an unnamed region" : incident.region;
  told_.push_back(is_known ? was + " is the world's own"
                           : regions_.front() + " of the world (" + world_.provider +
                                 ") stands for " + was);
}

void PlaceMap::map_zones(const Incident& incident) {
  if (incident.zones.empty() || std::ranges::any_of(incident.zones, is_whole)) return;
  for (const std::string& word : incident.zones) {
    const bool is_name = word.find(' ') == std::string::npos;
    const std::string zone = is_name ? counterpart(word) : first_zone();
    if (!is_name) told_.push_back(zone + " stands for '" + word + "', the worst it could be");
    if (!contains(zones_, zone)) zones_.push_back(zone);
  }
}

std::optional<std::string> PlaceMap::zone_named(const std::string& word) {
  if (!is_zone_name(word)) return std::nullopt;
  return counterpart(word);
}

// One that came up before, one of this region, or one of the world.
bool PlaceMap::is_zone_name(const std::string& word) const {
  const bool is_of_region = !incident_region_.empty() && word.starts_with(incident_region_ + "-") &&
                            word.size() == incident_region_.size() + 2;
  const std::vector<std::string> parts = parts_of(word);
  const bool is_zone_id = parts.size() == 2 && parts.back().starts_with("az") &&
                          parts.back().size() == 3;  // "use1-az4"
  return contains(named_zones_, word) || contains(own_zones_, word) || is_of_region || is_zone_id;
}

// Its own name, or the same last letter, or, for names that the world has not, its zones in turn.
std::string PlaceMap::counterpart(const std::string& zone) {
  const bool is_new = !contains(named_zones_, zone);
  if (is_new) named_zones_.push_back(zone);
  if (contains(own_zones_, zone)) return target_of(zone);
  const char last = last_of(zone);
  std::string found;
  for (const std::string& own : own_zones_) {
    if (last >= 'a' && last <= 'z' && last_of(own) == last) found = own;
  }
  if (found.empty()) {
    const auto place = std::ranges::find(named_zones_, zone) - named_zones_.begin();
    found = own_zones_[static_cast<std::size_t>(place) % own_zones_.size()];
  }
  if (is_new) told_.push_back(target_of(found) + " stands for " + zone);
  return target_of(found);
}

// With its region where another region's zone has the same name.
std::string PlaceMap::target_of(const std::string& own_zone) const {
  const auto named = std::ranges::count(world_.zones, own_zone, &sim::ZoneSpec::name);
  return "zone:" + (named > 1 ? regions_.front() + "/" : "") + own_zone;
}

}  // namespace blackstart::drill
