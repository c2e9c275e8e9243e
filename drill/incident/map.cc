#include "drill/incident/map.h"

#include <algorithm>
#include <utility>

#include "drill/incident/severity.h"
#include "drill/incident/words.h"

namespace blackstart::drill {
namespace {

bool has_part(const std::string& words, const char* part) {
  return contains(parts_of(words), part);
}

// 'b' of "europe-west9-b" and "US-EAST-1B"; 4 of "use1-az4"; '\0' where it ends in neither.
char last_of(const std::string& zone) { return zone.empty() ? '\0' : in_lower_case(zone).back(); }

// Words for all of it, or for the network between zones: no zone by itself.
bool is_whole(const std::string& words) {
  return has_part(words, "all") || has_part(words, "network");
}

// "one AZ", "two of three zones"; words that are no number are one.
std::size_t number_in(const std::string& words) {
  for (const std::string& part : parts_of(words)) {
    if (const std::size_t number = number_of(part); number > 0) return number;
  }
  return 1;
}

// More than one name: "us-central1-a/b".
bool is_description(const std::string& words) {
  return words.find_first_of(" /,+&") != std::string::npos;
}

// Of a zone that the incident lists: the word itself, or the letters of "a/b". None of a
// description, nor of "both".
std::vector<std::string> names_in(const std::string& word) {
  const bool is_count = word.size() > 1 && number_of(in_lower_case(word)) > 0;
  if (is_whole(word) || is_count) return {};
  if (!is_description(word)) return {word};
  const std::vector<std::string> parts = parts_of(word);
  const bool are_letters =
      std::ranges::all_of(parts, [](const std::string& part) { return part.size() == 1; });
  return are_letters ? parts : std::vector<std::string>{};
}

// Where the zones are not stated the scope may say how many: "a single availability zone".
bool says_which_zones(const std::string& scope, const Entry& entry) {
  return !entry.zones.empty() || !entry.spared.empty() || entry.count > 0 ||
         severity_of(scope).is_of_zone;
}

std::string quoted(const std::string& words) { return "'" + words + "'"; }

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
    const std::vector<std::string> names = names_in(word);
    known.zones.insert(known.zones.end(), names.begin(), names.end());
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
  if (incident.zones.empty()) {
    if (says_which_zones(incident.scope, entry_of(incident.scope, names_)))
      zones_ = zones_listed(incident.scope, 1);
    return;
  }
  const auto is_all = [this](const std::string& words) {
    const Entry entry = entry_of(words, names_);
    return is_whole(words) && entry.zones.empty() && entry.spared.empty();
  };
  if (std::ranges::any_of(incident.zones, is_all)) return;
  for (const std::string& words : incident.zones) {
    for (const std::string& target : zones_listed(words, number_in(words))) add_zone(target);
  }
}

std::vector<std::string> PlaceMap::zones_listed(const std::string& words, std::size_t otherwise) {
  const Entry entry = entry_of(words, names_);
  std::vector<std::string> zones;
  for (const std::string& zone : entry.zones) zones.push_back(counterpart(zone));
  if (!zones.empty()) return zones;
  zones = zones_of(regions_.front());
  if (!entry.spared.empty()) {
    spare(entry.spared, zones);
    return zones;
  }
  return some_of(zones, entry.count > 0 ? entry.count : otherwise, quoted(words));
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
  for (const IncidentPhase& phase : incident.phases) {
    std::ranges::for_each(phase.affected, keep);
    keep(phase.severity);
  }
}

Affected PlaceMap::place_named_in(const std::string& words) {
  const Entry entry = entry_of(words, names_);
  Affected named{.entry = entry};
  for (const std::string& zone : entry.zones) named.zones.push_back(counterpart(zone));
  return named;
}

Affected PlaceMap::place(const std::string& words) {
  Affected affected{.entry = entry_of(words, names_)};
  affected.zones = zones_in(affected.entry);
  affected.region = region_named(affected.entry.region);
  return affected;
}

std::vector<std::string> PlaceMap::zones_in(const Entry& entry) {
  if (entry.zones.empty() && entry.count > 0)
    return some_of(zones_that_stand_for_it(), entry.count, quoted(entry.words));
  std::vector<std::string> zones;
  for (const std::string& zone : entry.zones) zones.push_back(counterpart(zone));
  if (zones.empty() && entry.says_which_zones()) zones = zones_that_stand_for_it();
  spare(entry.spared, zones);
  return zones;
}

void PlaceMap::spare(const std::vector<std::string>& spared, std::vector<std::string>& zones) {
  for (const std::string& zone : spared) {
    if (is_zone_id(zone) || !known_as(zone).empty())
      std::erase(zones, counterpart(zone));
    else
      tell_once("no zone of the world stands for " + zone + ", which was spared");
  }
}

std::vector<std::string> PlaceMap::zones_that_stand_for_it() const {
  return zones_.empty() ? zones_of(regions_.front()) : zones_;
}

std::vector<std::string> PlaceMap::some_of(const std::vector<std::string>& zones, std::size_t count,
                                           const std::string& what) {
  std::vector<std::string> chosen = zones;
  std::ranges::stable_sort(chosen, [this](const std::string& a, const std::string& b) {
    return std::pair(is_named(a), primaries_in(a)) > std::pair(is_named(b), primaries_in(b));
  });
  chosen.resize(std::min(count, zones.size()));
  std::vector<std::string> in_order = zones;
  std::erase_if(in_order, [&](const std::string& zone) { return !contains(chosen, zone); });
  const bool are_those_named = std::ranges::all_of(
      zones, [&](const std::string& zone) { return is_named(zone) == contains(chosen, zone); });
  tell_once(joined(in_order) + (count > 1 ? " stand for " : " stands for ") + what +
            (are_those_named ? ": the facts name no other"
                             : ": no other zone has more databases' primaries"));
  return in_order;
}

bool PlaceMap::is_named(const std::string& target) const {
  return std::ranges::any_of(named_by_name_,
                             [&](const std::string& zone) { return target_of(zone) == target; });
}

std::ptrdiff_t PlaceMap::primaries_in(const std::string& target) const {
  return std::ranges::count_if(world_.clusters, [&](const sim::ClusterSpec& each) {
    const sim::RegionSpec& region = world_.regions[each.region];
    return target_in(region.name, region.zones[each.database.primary]) == target;
  });
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
  const bool counts_zones =
      is_numbered_zone(zone) || zone.size() == 1 || names_.is_just_behind_the_region(zone);
  const bool is_number = last >= '1' && last <= '9' && counts_zones;
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
