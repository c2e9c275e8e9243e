#include "drill/incident/map.h"

#include <algorithm>
#include <array>
#include <utility>

#include "drill/incident/words.h"

namespace blackstart::drill {
namespace {

bool has_part(const std::string& words, const char* part) {
  return contains(parts_of(words), part);
}

// 'b' of "europe-west9-b" and "us-east-1b"; 4 of "use1-az4"; '\0' where it ends in neither.
char last_of(const std::string& zone) { return zone.empty() ? '\0' : zone.back(); }

// Words for all of it, or for the network between zones: no zone by itself.
bool is_whole(const std::string& words) {
  return has_part(words, "all") || has_part(words, "both") || has_part(words, "network");
}

// "one AZ", "two of three zones"; words that are no number are one.
std::size_t number_in(const std::string& words) {
  constexpr std::array<std::pair<std::string_view, std::size_t>, 6> kNumbers = {
      {{"one", 1}, {"two", 2}, {"2", 2}, {"three", 3}, {"3", 3}, {"multiple", 2}}};
  for (const std::string& part : parts_of(words)) {
    const auto* number =
        std::ranges::find(kNumbers, part, [](const auto& each) { return each.first; });
    if (number != kNumbers.end()) return number->second;
  }
  return 1;
}

bool is_description(const std::string& words) { return words.find(' ') != std::string::npos; }

// "zone 2", "Availability Zone 1", "AZ b": a name that is written as several words.
bool is_numbered_zone(const std::string& words) {
  std::vector<std::string> parts = parts_of(words);
  if (!parts.empty() && parts[0] == "availability") parts.erase(parts.begin());
  return parts.size() == 2 && (parts[0] == "zone" || parts[0] == "az") && parts[1].size() == 1;
}

std::vector<std::string> regions_in(const std::string& text) {
  std::vector<std::string> names(1);
  for (const char c : text) {
    const bool is_part = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    if (is_part)
      names.back() += c;
    else if (!names.back().empty())
      names.emplace_back();
  }
  return names;
}

bool is_worldwide(const std::string& region) {
  return has_part(region, "global") || has_part(region, "multiple") ||
         has_part(region, "worldwide");
}

}  // namespace

PlaceMap::PlaceMap(const Incident& incident, const sim::WorldSpec& world)
    : world_(world),
      incident_region_(incident.region),
      home_(world.regions[world.clusters.front().region].name) {
  all_regions_.push_back(home_);
  for (const sim::RegionSpec& region : world.regions) {
    if (region.name != home_) all_regions_.push_back(region.name);
  }
  map_regions(incident);
  choose_way_out();
  for (const sim::RegionSpec& region : world.regions) {
    if (region.name == regions_.front()) own_zones_ = region.zones;
  }
  keep_what_is_named(incident);
  map_zones(incident);
}

void PlaceMap::map_regions(const Incident& incident) {
  if (is_worldwide(incident.region)) {
    regions_ = all_regions_;
    told_.push_back("every region of the world stands for '" + incident.region + "'");
    return;
  }
  for (const std::string& named : regions_in(incident.region)) {
    if (is_own(named)) map_to_own(named);
  }
  if (!regions_.empty()) return;
  regions_.push_back(home_);
  const std::string was = incident.region.empty() ? "an unnamed region" : incident.region;
  told_.push_back(home_ + " of the world (" + world_.provider + ") stands for " + was);
}

void PlaceMap::map_to_own(const std::string& region) {
  if (contains(regions_, region)) return;
  regions_.push_back(region);
  told_.push_back(region + " is the world's own" +
                  (has_cluster(region) ? "" : "; none of its clusters stands there"));
}

bool PlaceMap::has_cluster(const std::string& region) const {
  return std::ranges::any_of(world_.clusters, [&](const sim::ClusterSpec& each) {
    return world_.regions[each.region].name == region;
  });
}

// The region to recover to from home is one that counts, whatever stands there today.
bool PlaceMap::is_own(const std::string& region) const {
  return has_cluster(region) || (all_regions_.size() > 1 && all_regions_[1] == region);
}

// Of the regions that stand for themselves.
bool PlaceMap::is_only_one_named(const std::string& zone) const {
  const auto found = std::ranges::find(world_.zones, zone, &sim::ZoneSpec::name);
  return std::ranges::count(world_.zones, zone, &sim::ZoneSpec::name) == 1 &&
         is_own(world_.regions[found->region].name);
}

void PlaceMap::choose_way_out() {
  const auto hit = std::ranges::find_if(
      regions_, [this](const std::string& region) { return has_cluster(region); });
  from_ = hit == regions_.end() ? home_ : *hit;
  for (const sim::RegionSpec& region : world_.regions) {
    if (region.name == from_) continue;
    to_ = region.name;
    return;
  }
}

void PlaceMap::map_zones(const Incident& incident) {
  if (incident.zones.empty() || std::ranges::any_of(incident.zones, is_whole)) return;
  for (const std::string& word : incident.zones) {
    const bool is_name = !is_description(word) || is_numbered_zone(word);
    is_name ? add_zone(counterpart(word)) : map_described(word);
  }
}

void PlaceMap::map_described(const std::string& words) {
  std::string stands;
  for (std::size_t i = 0; i < std::min(number_in(words), own_zones_.size()); ++i) {
    add_zone(target_of(own_zones_[i]));
    stands += (i == 0 ? "" : ", ") + target_of(own_zones_[i]);
  }
  told_.push_back(stands + " stands for '" + words + "', the worst it could be");
}

void PlaceMap::add_zone(const std::string& target) {
  if (!contains(zones_, target)) zones_.push_back(target);
}

// A zone that has its namesake is never given to another that has none, in whichever order they
// come.
void PlaceMap::keep_what_is_named(const Incident& incident) {
  const auto keep = [this](const std::string& word) {
    const std::string own = namesake(word);
    if (!own.empty()) named_by_name_.push_back(own);
  };
  for (const std::string& word : incident.zones) {
    if (!is_description(word) && !is_whole(word)) keep(word);
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

std::optional<std::string> PlaceMap::region_named(const std::string& word) const {
  if (contains(all_regions_, word) && (is_own(word) || word != incident_region_)) return word;
  return word == incident_region_ ? std::optional(regions_.front()) : std::nullopt;
}

// One that came up before, one of this region, or one of the world.
bool PlaceMap::is_zone_name(const std::string& word) const {
  const bool is_of_region = !incident_region_.empty() && word.starts_with(incident_region_) &&
                            word.size() > incident_region_.size() &&
                            word.size() <= incident_region_.size() + 2;  // "eu-west-1b", "…-b"
  const std::vector<std::string> parts = parts_of(word);
  const bool is_zone_id = !parts.empty() && parts.size() <= 2 && parts.back().starts_with("az") &&
                          parts.back().size() == 3;  // "use1-az4"
  return contains(named_zones_, word) || contains(own_zones_, word) || is_of_region || is_zone_id ||
         is_numbered_zone(word) || is_only_one_named(word);
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

// Its own name, or the last with the same last letter; of a numbered zone also the one with that
// number, or in that place. Empty: the world has none.
std::string PlaceMap::namesake(const std::string& zone) const {
  if (contains(own_zones_, zone) || is_only_one_named(zone)) return zone;
  const char last = last_of(zone);
  const bool is_letter = last >= 'a' && last <= 'z';
  const bool is_number = last >= '1' && last <= '9' && is_numbered_zone(zone);
  std::string found;
  for (const std::string& own : own_zones_) {
    if ((is_letter || is_number) && last_of(own) == last) found = own;
  }
  const auto place = static_cast<std::size_t>(last - '1');
  if (found.empty() && is_number && place < own_zones_.size()) found = own_zones_[place];
  return found;
}

// Where all are taken, in turn.
std::string PlaceMap::free_zone() const {
  for (const std::string& own : own_zones_) {
    if (!contains(stands_for_, own) && !contains(named_by_name_, own)) return own;
  }
  return own_zones_[named_zones_.size() % own_zones_.size()];
}

std::vector<std::string> PlaceMap::zones_of(const std::string& region) const {
  std::vector<std::string> targets;
  for (const sim::RegionSpec& each : world_.regions) {
    if (each.name != region) continue;
    for (const std::string& zone : each.zones) targets.push_back(target_in(region, zone));
  }
  return targets;
}

std::string PlaceMap::target_of(const std::string& own_zone) const {
  return target_in(regions_.front(), own_zone);
}

// With its region where another region's zone has the same name.
std::string PlaceMap::target_in(const std::string& region, const std::string& zone) const {
  const auto named = std::ranges::count(world_.zones, zone, &sim::ZoneSpec::name);
  return "zone:" + (named > 1 ? region + "/" : "") + zone;
}

}  // namespace blackstart::drill
