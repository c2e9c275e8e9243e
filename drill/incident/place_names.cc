#include "drill/incident/place_names.h"

#include <algorithm>
#include <array>
#include <utility>

#include "drill/incident/words.h"

namespace blackstart::drill {
namespace {

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// In which part of the world: no cloud's region is named without one of these.
bool says_which_way(std::string_view region) {
  constexpr std::array<std::string_view, 5> kWays = {"north", "south", "east", "west", "central"};
  return std::ranges::any_of(
      kWays, [&](std::string_view way) { return region.find(way) != std::string_view::npos; });
}

// "eu-west-1" and "europe-west9": words, and a number in the end.
bool is_named_as_region(std::string_view word) {
  const auto digits = word.find_last_not_of("0123456789");
  const bool is_numbered = digits != std::string_view::npos && digits + 1 < word.size();
  if (!is_numbered || !is_letter(word.front()) || !says_which_way(word)) return false;
  const std::string_view words = word.substr(0, digits + 1);
  return words.find('-') != std::string_view::npos &&
         std::ranges::all_of(words, [](char c) { return is_letter(c) || c == '-'; });
}

// "eu-west-1" of "eu-west-1a", "europe-west9" of "europe-west9-a"; empty: it is no such zone.
std::string_view region_of_zone(std::string_view zone) {
  if (zone.empty() || !is_letter(zone.back())) return "";
  std::string_view region = zone.substr(0, zone.size() - 1);
  if (region.ends_with('-')) region.remove_suffix(1);
  return is_named_as_region(region) ? region : "";
}

}  // namespace

bool is_worldwide(std::string_view region) {
  const std::vector<std::string> parts = parts_of(region);
  return contains(parts, "global") || contains(parts, "multiple") || contains(parts, "worldwide");
}

bool is_zone_word(std::string_view part) {
  constexpr std::array<std::string_view, 4> kZones = {"zone", "zones", "az", "azs"};
  return contains(kZones, part);
}

bool is_one_zone_word(std::string_view part) { return part == "zone" || part == "az"; }

bool is_numbered_zone(std::string_view words) {
  std::vector<std::string> parts = parts_of(words);
  if (!parts.empty() && parts[0] == "availability") parts.erase(parts.begin());
  return parts.size() == 2 && is_zone_word(parts[0]) && parts[1].size() == 1;
}

bool is_zone_id(std::string_view word) {
  const std::vector<std::string> parts = parts_of(word);
  return !parts.empty() && parts.size() <= 2 && parts.back().starts_with("az") &&
         parts.back().size() == 3 && is_digit(parts.back().back());
}

std::size_t number_of(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, std::size_t>, 12> kNumbers = {{{"one", 1},
                                                                                  {"1", 1},
                                                                                  {"single", 1},
                                                                                  {"two", 2},
                                                                                  {"2", 2},
                                                                                  {"both", 2},
                                                                                  {"three", 3},
                                                                                  {"3", 3},
                                                                                  {"four", 4},
                                                                                  {"4", 4},
                                                                                  {"several", 2},
                                                                                  {"multiple", 2}}};
  const auto* found =
      std::ranges::find(kNumbers, word, [](const auto& each) { return each.first; });
  return found == kNumbers.end() ? 0 : found->second;
}

std::vector<std::string> regions_in(std::string_view text) {
  std::vector<std::string> names(1);
  for (const char c : text) {
    if (is_letter(c) || is_digit(c) || c == '-')
      names.back() += c;
    else if (!names.back().empty())
      names.emplace_back();
  }
  return names;
}

std::vector<std::string> cloud_regions_in(std::string_view text) {
  std::vector<std::string> names = regions_in(text);
  std::erase_if(names, [](const std::string& name) { return !is_named_as_region(name); });
  return names;
}

PlaceNames::PlaceNames(Known known)
    : known_(std::move(known)), regions_(cloud_regions_in(known_.region)) {}

bool PlaceNames::is_zone(const std::string& word) const {
  return contains(known_.zones, word) || contains(known_.own_zones, word) || is_worlds_own(word) ||
         is_just_behind_the_region(word) || is_in_a_region_of_it(word) || is_zone_id(word) ||
         is_numbered_zone(word);
}

bool PlaceNames::is_region(const std::string& word) const {
  return contains(known_.world_regions, word) || (!word.empty() && word == known_.region);
}

// What a region is called that is named otherwise, "Ireland", nobody knows: no zone is elsewhere.
bool PlaceNames::is_elsewhere(const std::string& word) const {
  const bool is_place = is_named_as_region(word) || !region_of_zone(word).empty();
  return is_place && !regions_.empty() && !contains(regions_, word) && !is_zone(word) &&
         !is_region(word);
}

bool PlaceNames::is_worlds_own(const std::string& zone) const {
  return contains(known_.world_zones, zone);
}

std::string PlaceNames::name_of(const std::string& words) const {
  const std::string small = in_lower_case(words);
  const std::string last = is_numbered_zone(words) ? parts_of(words).back() : small;
  for (const std::string& zone : known_.zones) {
    const std::string listed = in_lower_case(zone);
    if (listed == small || listed == last) return zone;
  }
  if (is_numbered_zone(words)) return "zone " + last;
  const bool is_named_so = is_zone(words) || is_region(words);
  const bool is_place = is_zone(small) || is_region(small) || is_elsewhere(small);
  return !is_named_so && is_place ? small : words;
}

// "eu-west-1b", "westeurope-2"; "europe-west12" is another region than "europe-west1".
bool PlaceNames::is_just_behind_the_region(const std::string& word) const {
  if (known_.region.empty() || !word.starts_with(known_.region)) return false;
  const std::string_view behind = std::string_view(word).substr(known_.region.size());
  if (behind.size() == 2) return behind.front() == '-';
  const bool goes_on =
      !behind.empty() && is_digit(behind.front()) && is_digit(known_.region.back());
  return behind.size() == 1 && !goes_on;
}

bool PlaceNames::is_in_a_region_of_it(const std::string& word) const {
  const std::string_view region = region_of_zone(word);
  return !region.empty() && (regions_.empty() || contains(regions_, region));
}

}  // namespace blackstart::drill
