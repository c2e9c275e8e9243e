#include "drill/incident/relief.h"

#include <algorithm>

#include "drill/incident/thing.h"
#include "drill/incident/words.h"

namespace blackstart::drill {
namespace {

bool is_about(const Claim& each, const Affected& entry, const Thing& thing) {
  if (entry.is_zone_itself()) return is_zonal(*each.row);
  if (each.word == entry.word()) return true;
  if (!thing.is_known) return false;
  if (thing.subject == Subject::everything)
    return each.row->is_control_plane || !thing.is_control_plane;
  const Becomes* row = fault_of(thing.subject, thing.is_control_plane);
  return (row != nullptr && is_of_one_thing(*each.row, *row)) ||
         (thing.is_premises && stands_in_premises(*each.row));
}

// By its own word, and of where it is.
bool speaks_of(const Affected& entry, const Claim& claim) {
  const bool is_there = entry.zones.empty() || contains(entry.zones, claim.target) ||
                        !claim.target.starts_with("zone:");
  return entry.word() == claim.word && is_there;
}

}  // namespace

bool Relief::relieve(std::size_t phase, const Remainder& left) {
  phase_ = phase;
  bool is_any_at_all = false;
  bool is_any_in_named = false;  // ends of what the zones are only named for
  for (const Affected& each : now().affected) {
    if (is_nowhere(each, notes_)) continue;
    const bool is_any = relieve(each, left);
    is_any_at_all = is_any_at_all || is_any;
    is_any_in_named = is_any_in_named || (is_any && !each.entry.says_where());
    if (!is_any && !(each.is_zone_itself() && is_any_in_named)) tell_that_nothing_ends(each, left);
  }
  return is_any_at_all;
}

// False: there is nothing that is any better.
bool Relief::relieve(const Affected& entry, const Remainder& left) {
  const Thing thing = understood(entry, notes_);
  const auto is_meant = [&](const Claim& each) {
    return is_about(each, entry, thing) && !is_elsewhere(each, entry, left) &&
           !(left.share <= 0 && heals_later_by_itself(each, entry));
  };
  split_regions(now().zones_of(entry), is_meant);
  const auto is_chosen = [&](const Claim& each) { return is_meant(each) && is_there(each, entry); };
  tell_what_stays_lost(entry, is_chosen);
  tell_what_was_back_before(entry, is_chosen, left);
  return course_.relieve(is_chosen, left);
}

// That the rest comes back where a share was lost is no contradiction.
void Relief::tell_what_stays_lost(const Affected& entry, const Course::Chooses& is_chosen) {
  const bool is_any_lost =
      course_.has([&](const Claim& each) { return each.is_for_good && is_chosen(each); });
  const bool is_any_left =
      course_.has([&](const Claim& each) { return !each.is_for_good && is_chosen(each); });
  if (is_any_lost && !is_any_left)
    notes_.leave_out("'" + entry.entry.words +
                     "' was lost for good: that it recovers contradicts that, and ends nothing");
}

void Relief::tell_what_was_back_before(const Affected& entry, const Course::Chooses& is_chosen,
                                       const Remainder& left) {
  const auto is_better_before = [&](const Claim& each) {
    return !each.is_for_good && is_chosen(each) && is_better_already(each, left);
  };
  if (course_.has(is_better_before))
    notes_.leave_out("'" + entry.entry.words + "': more of it was said to be back before");
}

void Relief::tell_that_nothing_ends(const Affected& entry, const Remainder& left) {
  const bool is_known =
      entry.is_zone_itself() || entry.is_region_itself() || thing_of(entry.word()).is_known;
  if (!is_known)
    notes_.leave_out(nobody_knows(entry.word()) + ": that it recovers ends nothing");
  else if (left.is_of_the_worst)
    notes_.leave_out("'" + entry.entry.words +
                     "': a share of it is back that was not said to be hit");
  else if (!entry.zones.empty())
    notes_.leave_out("'" + entry.entry.words +
                     "': that it recovers ends nothing that was said of it");
}

// Of a region that was hit as a whole one zone may be better.
void Relief::split_regions(const std::vector<std::string>& zones, const Course::Chooses& is_meant) {
  for (const std::string& region : places_.all_regions()) {
    const std::vector<std::string> all = places_.zones_of(region);
    const bool is_around =
        std::ranges::any_of(all, [&](const std::string& zone) { return contains(zones, zone); });
    if (!is_around) continue;
    const auto is_of_it = [&](const Claim& each) {
      return each.target == "region:" + region && is_zonal(*each.row) && is_meant(each);
    };
    course_.split(is_of_it, all, all_zones());
  }
}

// That recover at this instant, by whichever entry.
std::vector<std::string> Relief::all_zones() const {
  std::vector<std::string> zones;
  for (const Affected& each : now().affected)
    zones.insert(zones.end(), each.zones.begin(), each.zones.end());
  return zones;
}

// What is said of zones is said of what each of them has.
bool Relief::is_there(const Claim& each, const Affected& entry) const {
  const std::vector<std::string>& zones = now().zones_of(entry);
  return zones.empty() || !is_zonal(*each.row) || contains(zones, each.target);
}

// What is next said of it, in a later phase and by its own word, is that it heals.
bool Relief::heals_later_by_itself(const Claim& each, const Affected& entry) const {
  if (says_more_closely(entry, each)) return false;
  const auto names_it = [&](const Affected& other) { return speaks_of(other, each); };
  if (std::ranges::any_of(now().affected, names_it)) return false;
  for (const PhaseWords& later : phases_.subspan(phase_ + 1)) {
    if (std::ranges::any_of(later.affected, names_it)) return later.severity.role != Role::impairs;
  }
  return false;
}

// Of one zone of several that a word was said of.
bool Relief::says_more_closely(const Affected& entry, const Claim& claim) const {
  if (entry.zones.empty()) return false;
  return course_.has([&](const Claim& each) {
    return each.word == claim.word && is_zonal(*each.row) && !contains(entry.zones, each.target);
  });
}

// That a region is better does not say that its worst zone is, nor that another region is.
bool Relief::is_elsewhere(const Claim& each, const Affected& entry, const Remainder& left) const {
  if (left.share > 0 && is_region(entry) && each.target.starts_with("zone:")) return true;
  return entry.region && std::ranges::any_of(places_.all_regions(), [&](const std::string& region) {
           return region != *entry.region && is_in(region, each.target);
         });
}

bool Relief::is_in(const std::string& region, const std::string& target) const {
  if (target.starts_with("zone:")) return places_.region_around(target) == region;
  return target == "region:" + region || target.ends_with("/" + region);
}

}  // namespace blackstart::drill
