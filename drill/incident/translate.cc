#include "drill/incident/translate.h"

#include <algorithm>

#include "drill/incident/severity.h"
#include "drill/incident/targets.h"
#include "drill/incident/thing.h"
#include "drill/incident/words.h"
#include "drill/text/durations.h"

namespace blackstart::drill {
namespace {

const Thing kZoneItself{.subject = Subject::machines, .is_premises = true};
const Thing kZonesNetwork{.subject = Subject::network, .is_premises = true};
const Thing kRegionItself{.subject = Subject::everything};
// Where nothing is said of what was hit.
const std::string kAll = "all";

bool mentions(const std::string& text, const std::string& word) {
  return word.size() > 2 && text.find(word) != std::string::npos;
}

// What is lost for good is all of it, unless the publisher says how much.
double level_of(const Severity& severity) {
  return severity.is_for_good && !severity.is_stated ? 1 : severity.level;
}

// All that somebody had is gone, and not only out of their reach.
bool is_deleted(const Thing& tenant, const Severity& severity) {
  return tenant.is_deleted || severity.is_for_good ||
         (severity.is_of_tenant && severity.level >= 1);
}

std::string nobody_knows(const std::string& word) {
  const Thing thing = thing_of(word);
  if (thing.is_known) return "what it is for '" + word + "' to be hit and not deleted nobody knows";
  return "nobody knows what '" + word + "' is (" +
         (thing.nearest.empty() ? "no known word is like it)"
                                : "the nearest known word is '" + thing.nearest + "')");
}

// A share is taken for what it is a share of.
Manner manner_of(const Thing& thing, const std::string& word, const Severity& severity) {
  if (thing.subject != Subject::network || thing.is_control_plane) return Manner::by_a_share;
  const bool is_of_packets = severity.is_of_packets || mentions(word, "packet");
  if (severity.is_stated) return is_of_packets ? Manner::losing_packets : Manner::by_a_share;
  return severity.is_flapping ? Manner::flapping : Manner::by_a_share;
}

std::string not_modelled(const std::string& word, const Thing& thing) {
  return thing.subject == Subject::between_regions
             ? word + " is between regions: what joins them is not modelled apart from their zones"
             : word + " is no part of an Airflow data plane";
}

// As power or cooling is back, what it took down comes back; as a zone is lost, it is.
bool stands_in_premises(const Becomes& row) {
  const bool is_held = row.subject == Subject::machines || row.subject == Subject::database ||
                       row.subject == Subject::disks;
  return is_held && !row.is_control_plane;
}

// Each zone has its own of it: what an API does not take, and a bucket, is of the region.
bool is_zonal(const Becomes& row) {
  return row.aim == Aim::zones || row.aim == Aim::each_zone ||
         (row.subject == Subject::everything && !row.is_control_plane);
}

// A zone that is named beside one of these is where that was hit.
bool stands_in_a_zone(const Becomes& row) {
  return (row.aim == Aim::zones || row.aim == Aim::each_zone) && row.subject != Subject::capacity;
}

// What a phase's words came to.
struct Tally {
  bool is_converted = false, is_modelled = false;
  std::vector<Affected> unknown;
};

class Translator {
 public:
  Translator(const sim::WorldSpec& world, PlaceMap& places, Course& course, Conversion& result)
      : incident_(result.incident),
        places_(places),
        course_(course),
        result_(result),
        targets_(world, places, course) {
    for (const IncidentPhase& phase : incident_.phases) affected_.push_back(affected_in(phase));
  }

  void take(std::size_t index) {
    const IncidentPhase& phase = incident_.phases[index];
    phase_ = index;
    now_ = phase.offset;
    course_.enter_phase(index, now_);
    Severity severity = severity_of(phase.severity);
    if (severity.role == Role::tells) return;
    severity.is_of_packets = severity.is_of_packets || mentions(phase.what, "packet loss");
    zones_ = zones_that_are_named();
    severity.role == Role::impairs ? impair(phase, severity)
                                   : relieve(severity.role == Role::ends ? 0 : severity.left);
  }

 private:
  std::vector<Affected> affected_in(const IncidentPhase& phase) {
    std::vector<Affected> all;
    if (severity_of(phase.severity).role == Role::tells) return all;
    for (const std::string& words : phase.affected) all.push_back(places_.place(words));
    if (all.empty()) all.push_back(places_.place(kAll));
    return all;
  }

  const std::vector<Affected>& affected() const { return affected_[phase_]; }

  // By themselves, as where all of the phase is that does not say otherwise.
  std::vector<std::string> zones_that_are_named() const {
    std::vector<std::string> zones;
    for (const Affected& each : affected()) {
      if (each.is_zone_itself()) zones.insert(zones.end(), each.zones.begin(), each.zones.end());
    }
    return zones;
  }

  const std::vector<std::string>& zones_of(const Affected& each) const {
    return each.entry.says_where() ? each.zones : zones_;
  }

  // --- what is hit ------------------------------------------------------------------------------

  void impair(const IncidentPhase& phase, const Severity& severity) {
    ++result_.impairment_phases;
    tell_gaps(phase, severity);
    if (severity.level <= 0) return leave_out("'" + phase.severity + "' is nothing");
    if (is_after_the_end()) return;
    const bool is_zone_only_where = is_about_what_stands_in_zones(severity);
    Tally tally;
    for (const Affected& each : affected()) {
      const bool is_only_where = is_zone_only_where && each.is_zone_itself() && !was_hit(each);
      if (!is_nowhere(each) && !is_only_where) take_entry(each, severity, tally);
    }
    for (const Affected& each : tally.unknown) {
      if (tally.is_modelled)
        leave_out(nobody_knows(each.word()));
      else
        tally.is_converted = take_for_the_worst(each, severity) || tally.is_converted;
    }
    const bool is_understood = tally.is_modelled || !tally.unknown.empty();
    if (tally.is_converted) result_.converted.push_back(phase_);
    if (!is_understood)
      leave_out("nothing of it is modelled" + (phase.what.empty() ? "" : ": " + phase.what));
  }

  void tell_gaps(const IncidentPhase& phase, const Severity& severity) {
    if (phase.affected.empty()) assume("what was hit is not stated: taken for all of it");
    if (severity.is_known) return;
    if (phase.severity.empty()) return assume("how bad it was is not stated: taken for major");
    assume("severity '" + phase.severity + "' is not known (" +
           (severity.nearest.empty() ? "no known word is like it"
                                     : "the nearest is '" + severity.nearest + "'") +
           "): taken for major");
  }

  // The network and the zone where that was: the zone itself was not hit.
  bool is_about_what_stands_in_zones(const Severity& severity) const {
    return std::ranges::any_of(affected(), [&](const Affected& each) {
      if (each.entry.says_where()) return false;
      const Thing thing = thing_of(each.word());
      const Becomes* row = row_of(thing, each, severity);
      return thing.is_known && row != nullptr && stands_in_a_zone(*row);
    });
  }

  bool was_hit(const Affected& entry) const {
    return course_.has([&](const Claim& each) { return each.word == entry.word(); });
  }

  bool is_nowhere(const Affected& each) {
    for (const std::string& place : each.entry.elsewhere)
      leave_out(place + " is in another region, and the world has none that stands for it");
    const bool is_spared = each.entry.says_which_zones() && each.zones.empty();
    if (is_spared) leave_out("'" + each.entry.words + "' is none of the zones of the world");
    return each.is_elsewhere() || is_spared;
  }

  void take_entry(const Affected& each, const Severity& severity, Tally& tally) {
    const Thing thing = understood_as_hit(each, severity);
    const Becomes* row = row_of(thing, each, severity);
    if (!thing.is_known) {
      tally.unknown.push_back(each);
    } else if (row == nullptr) {
      leave_out(not_modelled(each.word(), thing));
    } else {
      tally.is_converted =
          say(claim(*row, each, severity), targets_.of(*row, {.severity = severity,
                                                              .is_global = thing.is_global,
                                                              .zones = zones_of(each),
                                                              .region = each.region})) ||
          tally.is_converted;
      tally.is_modelled = true;
    }
  }

  static const Becomes* row_of(const Thing& thing, const Affected& each, const Severity& severity) {
    return fault_of(thing.subject, thing.is_control_plane,
                    manner_of(thing, each.entry.words, severity));
  }

  // The control planes if that is what it is said to be about, otherwise the machines.
  bool take_for_the_worst(const Affected& each, const Severity& severity) {
    const bool is_control_plane = severity.is_of_control_plane;
    const Becomes& row = is_control_plane ? *fault_of(Subject::everything, true)
                                          : *fault_of(Subject::machines, false);
    assume(nobody_knows(each.word()) + ": taken for the " +
           (is_control_plane ? "control planes" : "machines") + " of where it happened");
    return say(
        claim(row, each, severity),
        targets_.of(row, {.severity = severity, .zones = zones_of(each), .region = each.region}));
  }

  Claim claim(const Becomes& row, const Affected& each, const Severity& severity) const {
    const bool is_lost = severity.is_for_good || is_told_lost(row, each, severity);
    return {.row = &row,
            .word = each.word(),
            .level = level_of(severity),
            .is_level_known = severity.is_known,
            .is_for_good = is_lost || row.subject == Subject::tenant};
  }

  bool say(Claim said, const std::vector<std::string>& targets) {
    bool is_any = false;
    for (const std::string& target : targets) {
      said.target = target;
      said.around = target.starts_with("zone:") ? "region:" + places_.region_around(target) : "";
      leave_the_region(said);
      const std::string why = course_.say(said);
      if (!why.empty()) leave_out(said.word + " at " + target + ": " + why);
      is_any = is_any || why.empty();
    }
    return is_any;
  }

  // What a word said of a region it says more mildly of one of its zones.
  void leave_the_region(const Claim& said) {
    const auto is_worse_around = [&](const Claim& each) {
      return each.target == said.around && each.word == said.word && each.row == said.row &&
             each.level > said.level && each.since < now_;
    };
    if (said.around.empty() || !said.is_level_known || !course_.has(is_worse_around)) return;
    course_.split(is_worse_around, places_.zones_of(places_.region_around(said.target)),
                  {said.target});
    const auto is_left = [&](const Claim& each) {
      return each.target == said.target && each.word == said.word && each.row == said.row;
    };
    course_.relieve(is_left, 0);
  }

  // The publisher names it, or the zone that held it, among what was lost for ever.
  bool is_told_lost(const Becomes& row, const Affected& entry, const Severity& severity) const {
    const std::string& told = incident_.data_loss;
    if (!mentions(told, "permanent") || severity.level < 1) return false;
    const bool is_zone_told = std::ranges::any_of(affected(), [&](const Affected& each) {
      const bool is_where = each.entry.words == entry.entry.words ||
                            (!entry.entry.says_where() && each.is_zone_itself());
      return is_where && std::ranges::any_of(each.entry.zones, [&](const std::string& zone) {
               return mentions(told, zone);
             });
    });
    return mentions(told, entry.word()) || (is_zone_told && stands_in_premises(row));
  }

  // A word that is nearly a known one, or in part, is taken for it.
  Thing understood(const Affected& each) {
    if (each.is_region_itself()) return kRegionItself;
    Thing thing = thing_of(each.word());
    if (thing.is_known && !thing.taken_for.empty())
      assume("'" + each.word() + "' is taken for '" + thing.taken_for + "'");
    return thing;
  }

  // Everything where it is said to be about a zone, or where the incident as a whole is, is the
  // zone; where it is said to be about control planes it is they.
  Thing understood_as_hit(const Affected& each, const Severity& severity) {
    if (each.is_zone_itself()) return zone_itself(severity);
    Thing thing = understood(each);
    if (thing.subject == Subject::tenant && !is_deleted(thing, severity)) thing.is_known = false;
    if (thing.subject != Subject::everything || thing.is_control_plane) return thing;
    thing.is_control_plane = severity.is_of_control_plane;
    const bool is_in_zones = !places_.zones().empty() || !zones_of(each).empty();
    const bool is_by_zone = severity.is_of_zone || (is_in_zones && !is_region(each));
    const bool is_zone =
        is_by_zone && (!severity.is_of_region || !each.zones.empty()) && !thing.is_control_plane;
    return is_zone ? zone_itself(severity) : thing;
  }

  // A zone that flaps is one whose network does.
  static const Thing& zone_itself(const Severity& severity) {
    return severity.is_flapping && !severity.is_stated ? kZonesNetwork : kZoneItself;
  }

  // --- what heals -------------------------------------------------------------------------------

  void relieve(double left) {
    if (left > 0 && is_after_the_end()) return;
    bool is_any_in_named = false;  // ends of what the zones are only named for
    for (const Affected& each : affected()) {
      if (is_nowhere(each)) continue;
      const bool is_any = relieve(each, left);
      is_any_in_named = is_any_in_named || (is_any && !each.entry.says_where());
      if (!is_any && !(each.is_zone_itself() && is_any_in_named)) tell_that_nothing_ends(each);
    }
  }

  // False: there is nothing that is any better.
  bool relieve(const Affected& entry, double left) {
    const Thing thing = entry.is_zone_itself() ? kZoneItself : understood(entry);
    const auto is_meant = [&](const Claim& each) {
      return is_about(each, entry, thing) && !is_elsewhere(each, entry, left) &&
             !(left <= 0 && heals_later_by_itself(each, entry));
    };
    if (!zones_of(entry).empty()) split_regions(zones_of(entry), is_meant);
    return course_.relieve(
        [&](const Claim& each) { return is_meant(each) && is_there(each, entry); }, left);
  }

  void tell_that_nothing_ends(const Affected& entry) {
    const bool is_known =
        entry.is_zone_itself() || entry.is_region_itself() || thing_of(entry.word()).is_known;
    if (!is_known) leave_out(nobody_knows(entry.word()) + ": that it recovers ends nothing");
    if (is_known && !entry.zones.empty())
      leave_out("'" + entry.entry.words + "': that it recovers ends nothing that was said of it");
  }

  // Of a region that was hit as a whole one zone may be better.
  void split_regions(const std::vector<std::string>& zones, const Course::Chooses& is_meant) {
    for (const std::string& region : places_.all_regions()) {
      const std::vector<std::string> all = places_.zones_of(region);
      const bool is_around =
          std::ranges::any_of(all, [&](const std::string& zone) { return contains(zones, zone); });
      if (!is_around) continue;
      const auto is_of_it = [&](const Claim& each) {
        return each.target == "region:" + region && is_zonal(*each.row) && is_meant(each);
      };
      course_.split(is_of_it, all, all_zones_of_the_phase());
    }
  }

  std::vector<std::string> all_zones_of_the_phase() const {
    std::vector<std::string> zones;
    for (const Affected& each : affected())
      zones.insert(zones.end(), each.zones.begin(), each.zones.end());
    return zones;
  }

  static bool is_about(const Claim& each, const Affected& entry, const Thing& thing) {
    if (entry.is_zone_itself()) return is_zonal(*each.row);
    if (each.word == entry.word()) return true;
    if (!thing.is_known) return false;
    if (thing.subject == Subject::everything)
      return each.row->is_control_plane || !thing.is_control_plane;
    const Becomes* row = fault_of(thing.subject, thing.is_control_plane);
    return (row != nullptr && is_of_one_thing(*each.row, *row)) ||
           (thing.is_premises && stands_in_premises(*each.row));
  }

  // What is said of zones is said of what each of them has.
  bool is_there(const Claim& each, const Affected& entry) const {
    const std::vector<std::string>& zones = zones_of(entry);
    return zones.empty() || !is_zonal(*each.row) || contains(zones, each.target);
  }

  // What is next said of it, in a later phase and by its own word, is that it heals: no other word
  // ends it before, unless it says more closely where.
  bool heals_later_by_itself(const Claim& each, const Affected& now) const {
    if (says_more_closely(now, each)) return false;
    const auto names_it = [&](const Affected& entry) { return speaks_of(entry, each); };
    if (std::ranges::any_of(affected(), names_it)) return false;
    for (std::size_t i = phase_ + 1; i < incident_.phases.size(); ++i) {
      if (std::ranges::none_of(affected_[i], names_it)) continue;
      const Role role = severity_of(incident_.phases[i].severity).role;
      if (role != Role::tells) return role != Role::impairs;
    }
    return false;
  }

  // By its own word, and of where it is.
  bool speaks_of(const Affected& entry, const Claim& claim) const {
    const bool is_there = entry.zones.empty() || contains(entry.zones, claim.target) ||
                          !claim.target.starts_with("zone:");
    return entry.word() == claim.word && is_there;
  }

  // Of one zone of several that a word was said of.
  bool says_more_closely(const Affected& entry, const Claim& claim) const {
    if (entry.zones.empty()) return false;
    return course_.has([&](const Claim& each) {
      return each.word == claim.word && is_zonal(*each.row) && !contains(entry.zones, each.target);
    });
  }

  // That a region is better does not say that its worst zone is, nor that another region is.
  bool is_elsewhere(const Claim& each, const Affected& entry, double left) const {
    if (left > 0 && is_region(entry) && each.target.starts_with("zone:")) return true;
    return entry.region &&
           std::ranges::any_of(places_.all_regions(), [&](const std::string& region) {
             return region != *entry.region && is_in(region, each.target);
           });
  }

  bool is_in(const std::string& region, const std::string& target) const {
    if (target.starts_with("zone:")) return places_.region_around(target) == region;
    return target == "region:" + region || target.ends_with("/" + region);
  }

  static bool is_region(const Affected& each) {
    return each.word() == "region" || each.is_region_itself();
  }

  // ----------------------------------------------------------------------------------------------

  bool is_after_the_end() {
    const std::optional<Duration> end = incident_.lasted;
    if (!end || now_ < *end) return false;
    leave_out("it begins " + text_of(now_) + " after the onset, and the incident ended after " +
              text_of(*end));
    return true;
  }

  std::string here() const { return "phase " + std::to_string(phase_ + 1) + ": "; }
  void assume(const std::string& what) { result_.assumptions.push_back(here() + what); }
  void leave_out(const std::string& why) { result_.left_out.push_back(here() + why); }

  const Incident& incident_;
  PlaceMap& places_;
  Course& course_;
  Conversion& result_;
  Targets targets_;
  std::vector<std::vector<Affected>> affected_;  // of each phase
  std::vector<std::string> zones_;               // that the phase names by themselves
  std::size_t phase_ = 0;
  Duration now_{};
};

}  // namespace

void translate(const sim::WorldSpec& world, PlaceMap& places, Course& course, Conversion& result) {
  Translator translator(world, places, course, result);
  for (std::size_t i = 0; i < result.incident.phases.size(); ++i) translator.take(i);
}

}  // namespace blackstart::drill
