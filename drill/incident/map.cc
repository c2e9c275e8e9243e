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
  keep_what_is_named(incident);
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

// A zone that has its namesake is never given to another that has none, in whichever order they
// come.
void PlaceMap::keep_what_is_named(const Incident& incident) {
  const auto keep = [this](const std::string& word) {
    const std::string own = namesake(word);
    if (!own.empty()) named_by_name_.push_back(own);
  };
  for (const std::string& word : incident.zones) {
    if (word.find(' ') == std::string::npos && !is_whole(word)) keep(word);
  }
  for (const IncidentPhase& phase : incident.phases) {
    for (const std::string& word : phase.affected) {
      if (is_zone_name(word)) keep(word);
    }
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

// Its namesake, or a zone that stands for no other.
std::string PlaceMap::counterpart(const std::string& zone) {
  const auto known = std::ranges::find(named_zones_, zone);
  if (known != named_zones_.end())
    return target_of(stands_for_[static_cast<std::size_t>(known - named_zones_.begin())]);
  std::string found = namesake(zone);
  if (found.empty()) found = free_zone();
  named_zones_.push_back(zone);
  stands_for_.push_back(found);
  if (found != zone) told_.push_back(target_of(found) + " stands for " + zone);
  return target_of(found);
}

// Its own name, or the last with the same last letter; empty: the world has none.
std::string PlaceMap::namesake(const std::string& zone) const {
  if (contains(own_zones_, zone)) return zone;
  const char last = last_of(zone);
  std::string found;
  for (const std::string& own : own_zones_) {
    if (last >= 'a' && last <= 'z' && last_of(own) == last) found = own;
  }
  return found;
}

// Where all are taken, in turn.
std::string PlaceMap::free_zone() const {
  for (const std::string& own : own_zones_) {
    if (!contains(stands_for_, own) && !contains(named_by_name_, own)) return own;
  }
  return own_zones_[named_zones_.size() % own_zones_.size()];
}

// With its region where another region's zone has the same name.
std::string PlaceMap::target_of(const std::string& own_zone) const {
  const auto named = std::ranges::count(world_.zones, own_zone, &sim::ZoneSpec::name);
  return "zone:" + (named > 1 ? regions_.front() + "/" : "") + own_zone;
}

}  // namespace blackstart::drill
