#include "drill/incident/map.h"

#include <algorithm>
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
  for (const std::string& part : parts_of(words)) {
    if (const std::size_t number = number_of(part); number > 0) return number;
  }
  return 1;
}

bool is_description(const std::string& words) { return words.find(' ') != std::string::npos; }

// Joined by ", ".
std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
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
  name_places(incident);
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

// Where nothing stands a zone is the world's own only if the incident is known to be elsewhere.
void PlaceMap::name_places(const Incident& incident) {
  PlaceNames::Known known{
      .region = incident.region, .own_zones = own_zones_, .world_regions = all_regions_};
  for (const std::string& word : incident.zones) {
    if (!is_whole(word) && !is_description(word)) known.zones.push_back(word);
  }
  const std::vector<std::string> told = cloud_regions_in(incident.region);
  for (const sim::ZoneSpec& zone : world_.zones) {
    const std::string& region = world_.regions[zone.region].name;
    const bool is_only_one = std::ranges::count(world_.zones, zone.name, &sim::ZoneSpec::name) == 1;
    const bool is_another = !told.empty() && !contains(told, region);
    if (is_only_one && (is_own(region) || is_another)) known.world_zones.push_back(zone.name);
  }
  names_ = PlaceNames(std::move(known));
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
    const Entry entry = entry_of(word, names_);
    std::vector<std::string> targets;
    for (const std::string& zone : entry.zones) targets.push_back(counterpart(zone));
    const std::size_t count = entry.count > 0 ? entry.count : number_in(word);
    if (targets.empty()) targets = some_of(named_zones_first(), count, word);
    for (const std::string& target : targets) add_zone(target);
  }
}

void PlaceMap::add_zone(const std::string& target) {
  if (!contains(zones_, target)) zones_.push_back(target);
}

// A zone that has its namesake is never given to another that has none, in whichever order they
// come.
void PlaceMap::keep_what_is_named(const Incident& incident) {
  const auto keep = [this](const std::string& word) {
    for (const std::string& zone : entry_of(word, names_).zones) {
      const std::string own = namesake(zone);
      if (!own.empty()) named_by_name_.push_back(own);
    }
  };
  std::ranges::for_each(incident.zones, keep);
  for (const IncidentPhase& phase : incident.phases) std::ranges::for_each(phase.affected, keep);
}

Affected PlaceMap::place(const std::string& words) {
  Affected affected{.entry = entry_of(words, names_)};
  affected.zones = zones_in(affected.entry);
  affected.region = region_named(affected.entry.region);
  return affected;
}

std::vector<std::string> PlaceMap::zones_in(const Entry& entry) {
  if (entry.zones.empty() && entry.count > 0)
    return some_of(zones_that_stand_for_it(), entry.count, entry.words);
  std::vector<std::string> zones;
  for (const std::string& zone : entry.zones) zones.push_back(counterpart(zone));
  if (zones.empty() && entry.says_which_zones()) zones = zones_that_stand_for_it();
  std::erase_if(zones, [&](const std::string& target) {
    return std::ranges::any_of(entry.spared, [&](const std::string& spared) {
      return target == target_of(known_as(spared));
    });
  });
  return zones;
}

std::vector<std::string> PlaceMap::zones_that_stand_for_it() const {
  return zones_.empty() ? zones_of(regions_.front()) : zones_;
}

// "one AZ" is the one that the phases name.
std::vector<std::string> PlaceMap::named_zones_first() const {
  std::vector<std::string> zones = own_zones_;
  std::stable_partition(zones.begin(), zones.end(),
                        [this](const std::string& zone) { return contains(named_by_name_, zone); });
  for (std::string& zone : zones) zone = target_of(zone);
  return zones;
}

std::vector<std::string> PlaceMap::some_of(std::vector<std::string> zones, std::size_t count,
                                           const std::string& words) {
  zones.resize(std::min(count, zones.size()));
  tell_once(joined(zones) + " stands for '" + words + "', the worst it could be");
  return zones;
}

void PlaceMap::tell_once(const std::string& what) {
  if (!contains(told_, what)) told_.push_back(what);
}

std::optional<std::string> PlaceMap::region_named(const std::string& word) const {
  if (word.empty()) return std::nullopt;
  if (contains(all_regions_, word) && (is_own(word) || word != incident_region_)) return word;
  return word == incident_region_ ? std::optional(regions_.front()) : std::nullopt;
}

// Its namesake, or a zone that stands for no other.
std::string PlaceMap::counterpart(const std::string& zone) {
  std::string found = known_as(zone);
  if (contains(named_zones_, zone)) return target_of(found);
  if (found.empty()) found = free_zone();
  named_zones_.push_back(zone);
  stands_for_.push_back(found);
  if (found != zone) told_.push_back(target_of(found) + " stands for " + zone);
  return target_of(found);
}

// What it came to stand for, or its namesake.
std::string PlaceMap::known_as(const std::string& zone) const {
  const auto known = std::ranges::find(named_zones_, zone);
  if (known == named_zones_.end()) return namesake(zone);
  return stands_for_[static_cast<std::size_t>(known - named_zones_.begin())];
}

// Its own name, or the last with the same last letter; of a numbered zone also the one with that
// number, or in that place. Empty: the world has none.
std::string PlaceMap::namesake(const std::string& zone) const {
  if (contains(own_zones_, zone) || names_.is_worlds_own(zone)) return zone;
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

std::string PlaceMap::region_around(const std::string& zone) const {
  const auto found = std::ranges::find_if(
      all_regions_, [&](const std::string& region) { return contains(zones_of(region), zone); });
  return found == all_regions_.end() ? regions_.front() : *found;
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
