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

// Power or cooling is back: what it took down comes back.
bool stands_in_premises(const Claim& each) {
  const bool is_held = each.row->subject == Subject::machines ||
                       each.row->subject == Subject::database ||
                       each.row->subject == Subject::disks;
  return is_held && !each.row->is_control_plane;
}

bool is_in(const std::string& region, const std::string& target) {
  return target == "region:" + region || target.ends_with("/" + region) ||
         target.starts_with("zone:" + region + "/");
}

// What a phase's words came to.
struct Tally {
  bool is_converted = false, is_modelled = false;
  std::vector<std::string> unknown;
};

class Translator {
 public:
  Translator(const sim::WorldSpec& world, PlaceMap& places, Course& course, Conversion& result)
      : incident_(result.incident),
        places_(places),
        course_(course),
        result_(result),
        targets_(world, places, course) {}

  void take(std::size_t index) {
    IncidentPhase phase = incident_.phases[index];
    phase_ = index;
    now_ = phase.offset;
    course_.enter_phase(index, now_);
    Severity severity = severity_of(phase.severity);
    if (severity.role == Role::tells) return;
    severity.is_of_packets = severity.is_of_packets || mentions(phase.what, "packet loss");
    if (phase.affected.empty()) phase.affected = {kAll};
    severity.role == Role::impairs
        ? impair(phase, severity)
        : relieve(phase, severity.role == Role::ends ? 0 : severity.left);
  }

 private:
  void impair(const IncidentPhase& phase, const Severity& severity) {
    ++result_.impairment_phases;
    tell_gaps(result_.incident.phases[phase_], severity);
    if (severity.level <= 0) return leave_out("'" + phase.severity + "' is nothing");
    if (is_after_the_end()) return;
    zones_ = zones_in(phase);
    Tally tally;
    for (const std::string& word : phase.affected) take_word(word, severity, tally);
    for (const std::string& word : tally.unknown) {
      if (tally.is_modelled)
        leave_out(nobody_knows(word));
      else
        tally.is_converted = take_for_the_worst(word, severity) || tally.is_converted;
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

  void take_word(const std::string& word, const Severity& severity, Tally& tally) {
    const auto zone = places_.zone_named(word);
    const Thing thing = zone ? zone_itself(severity) : understood_as_hit(word, severity);
    const Becomes* row =
        fault_of(thing.subject, thing.is_control_plane, manner_of(thing, word, severity));
    if (!thing.is_known) {
      tally.unknown.push_back(word);
    } else if (row == nullptr) {
      leave_out(not_modelled(word, thing));
    } else {
      const Claim said = claim(*row, word, severity);
      tally.is_converted = say(said, targets_of(said, thing, severity, zone)) || tally.is_converted;
      tally.is_modelled = true;
    }
  }

  std::vector<std::string> targets_of(const Claim& said, const Thing& thing,
                                      const Severity& severity,
                                      const std::optional<std::string>& zone) {
    if (zone) return {*zone};
    return targets_.of(*said.row, {.severity = severity,
                                   .is_global = thing.is_global,
                                   .zones = zones_,
                                   .region = places_.region_named(said.word)});
  }

  // The control planes if that is what it is said to be about, otherwise the machines.
  bool take_for_the_worst(const std::string& word, const Severity& severity) {
    const bool is_control_plane = severity.is_of_control_plane;
    const Becomes& row = is_control_plane ? *fault_of(Subject::everything, true)
                                          : *fault_of(Subject::machines, false);
    assume(nobody_knows(word) + ": taken for the " +
           (is_control_plane ? "control planes" : "machines") + " of where it happened");
    return say(claim(row, word, severity),
               targets_.of(row, {.severity = severity, .zones = zones_}));
  }

  Claim claim(const Becomes& row, const std::string& word, const Severity& severity) const {
    const bool is_lost = severity.is_for_good || is_told_lost(word, severity);
    return {.row = &row,
            .word = word,
            .level = level_of(severity),
            .is_level_known = severity.is_known,
            .is_for_good = is_lost || row.subject == Subject::tenant};
  }

  bool say(Claim said, const std::vector<std::string>& targets) {
    bool is_any = false;
    for (const std::string& target : targets) {
      said.target = target;
      said.around = target.starts_with("zone:") ? "region:" + places_.regions().front() : "";
      const std::string why = course_.say(said);
      if (!why.empty()) leave_out(said.word + " at " + target + ": " + why);
      is_any = is_any || why.empty();
    }
    return is_any;
  }

  // The publisher names the zone among what was lost for ever.
  bool is_told_lost(const std::string& word, const Severity& severity) const {
    return mentions(incident_.data_loss, "permanent") && mentions(incident_.data_loss, word) &&
           severity.level >= 1;
  }

  // A word that is nearly a known one, or in part, is taken for it.
  Thing understood(const std::string& word) {
    if (places_.region_named(word)) return kRegionItself;
    Thing thing = thing_of(word);
    if (thing.is_known && !thing.taken_for.empty())
      assume("'" + word + "' is taken for '" + thing.taken_for + "'");
    return thing;
  }

  // Everything where it is said to be about a zone, or where the incident as a whole is, is the
  // zone; where it is said to be about control planes it is they.
  Thing understood_as_hit(const std::string& word, const Severity& severity) {
    Thing thing = understood(word);
    if (thing.subject == Subject::tenant && !is_deleted(thing, severity)) thing.is_known = false;
    if (thing.subject != Subject::everything || thing.is_control_plane) return thing;
    thing.is_control_plane = severity.is_of_control_plane;
    const bool is_in_zones = !places_.zones().empty() || !zones_.empty();
    const bool is_by_zone = severity.is_of_zone || (is_in_zones && !names_region(word));
    const bool is_zone = is_by_zone && !severity.is_of_region && !thing.is_control_plane;
    return is_zone ? zone_itself(severity) : thing;
  }

  // A zone that flaps is one whose network does.
  static const Thing& zone_itself(const Severity& severity) {
    return severity.is_flapping && !severity.is_stated ? kZonesNetwork : kZoneItself;
  }

  std::vector<std::string> zones_in(const IncidentPhase& phase) {
    std::vector<std::string> zones;
    for (const std::string& word : phase.affected) {
      if (const auto zone = places_.zone_named(word)) zones.push_back(*zone);
    }
    return zones;
  }

  void relieve(const IncidentPhase& phase, double left) {
    if (left > 0 && is_after_the_end()) return;
    for (const std::string& word : phase.affected) {
      const auto zone = places_.zone_named(word);
      const Thing thing = zone ? kZoneItself : understood(word);
      const auto is_meant = [&](const Claim& each) {
        return is_about(each, word, zone, thing) && !is_elsewhere(each, word, left) &&
               !(left <= 0 && heals_later_by_itself(each, phase));
      };
      if (!course_.relieve(is_meant, left) && !thing.is_known)
        leave_out(nobody_knows(word) + ": that it recovers ends nothing");
    }
  }

  static bool is_about(const Claim& each, const std::string& word,
                       const std::optional<std::string>& zone, const Thing& thing) {
    if (zone) return each.target == *zone;
    if (each.word == word) return true;
    if (!thing.is_known) return false;
    if (thing.subject == Subject::everything)
      return each.row->is_control_plane || !thing.is_control_plane;
    const Becomes* row = fault_of(thing.subject, thing.is_control_plane);
    return (row != nullptr && is_of_one_thing(*each.row, *row)) ||
           (thing.is_premises && stands_in_premises(each));
  }

  // What is next said of it, in a later phase and by its own word, is that it heals: no other word
  // ends it before.
  bool heals_later_by_itself(const Claim& each, const IncidentPhase& now) const {
    if (contains(now.affected, each.word)) return false;
    for (std::size_t i = phase_ + 1; i < incident_.phases.size(); ++i) {
      if (!contains(incident_.phases[i].affected, each.word)) continue;
      const Role role = severity_of(incident_.phases[i].severity).role;
      if (role != Role::tells) return role != Role::impairs;
    }
    return false;
  }

  // That a region is better does not say that its worst zone is, nor that another region is.
  bool is_elsewhere(const Claim& each, const std::string& word, double left) const {
    if (left > 0 && names_region(word) && each.target.starts_with("zone:")) return true;
    const auto named = places_.region_named(word);
    return named && std::ranges::any_of(places_.all_regions(), [&](const std::string& region) {
             return region != *named && is_in(region, each.target);
           });
  }

  bool names_region(const std::string& word) const {
    return word == "region" || places_.region_named(word);
  }

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
  std::vector<std::string> zones_;  // that the phase names
  std::size_t phase_ = 0;
  Duration now_{};
};

}  // namespace

void translate(const sim::WorldSpec& world, PlaceMap& places, Course& course, Conversion& result) {
  Translator translator(world, places, course, result);
  for (std::size_t i = 0; i < result.incident.phases.size(); ++i) translator.take(i);
}

}  // namespace blackstart::drill
