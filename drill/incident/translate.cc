#include "drill/incident/translate.h"

#include <algorithm>

#include "drill/incident/reading.h"
#include "drill/incident/relief.h"
#include "drill/incident/targets.h"
#include "drill/incident/thing.h"
#include "drill/incident/words.h"
#include "drill/text/durations.h"

namespace blackstart::drill {
namespace {

const Thing kZonesNetwork{.subject = Subject::network, .is_premises = true};

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

// A share is taken for what it is a share of.
Manner manner_of(const Thing& thing, const std::string& word, const Severity& severity) {
  if (thing.subject != Subject::network || thing.is_control_plane) return Manner::by_a_share;
  const bool is_of_packets = severity.is_of_packets || mentions(word, "packet");
  if (severity.is_stated) return is_of_packets ? Manner::losing_packets : Manner::by_a_share;
  return severity.is_flapping ? Manner::flapping : Manner::by_a_share;
}

Remainder remainder_of(const Severity& severity) {
  if (severity.role == Role::ends) return {};
  return {.share = severity.left, .is_of_the_worst = severity.is_stated};
}

std::string not_modelled(const std::string& word, const Thing& thing) {
  return thing.subject == Subject::between_regions
             ? word + " is between regions: what joins them is not modelled apart from their zones"
             : word + " is no part of an Airflow data plane";
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
        phases_(read_phases(incident_, places)),
        places_(places),
        course_(course),
        result_(result),
        notes_(result),
        targets_(world, places, course),
        relief_(phases_, places, course, notes_) {}

  void take(std::size_t index) {
    phase_ = index;
    course_.enter_phase(index, now().offset);
    notes_.enter_phase(index);
    const Severity& severity = now().severity;
    const std::string& words = incident_.phases[index].severity;
    if (severity.role == Role::tells) return tell_no_harm(words, severity);
    if (severity.is_known && !severity.unread.empty())
      notes_.assume("'" + severity.unread + "' of severity '" + words + "' is not used");
    if (severity.role == Role::impairs) return impair(incident_.phases[index], severity);
    const bool is_over = severity.role == Role::ends;
    if (!is_over && begins_after_the_end(now(), incident_, notes_)) return;
    if (relief_.relieve(index, remainder_of(severity))) tell_later_end();
  }

 private:
  void tell_no_harm(const std::string& words, const Severity& severity) {
    if (!severity.harms_nobody_since.empty())
      notes_.leave_out("'" + words +
                       "' changes nothing: " + std::string(severity.harms_nobody_since));
  }

  void tell_later_end() {
    if (incident_.lasted && now().offset > *incident_.lasted)
      notes_.assume("what recovers " + text_of(now().offset) +
                    " after the onset lasts until then, though the incident ended after " +
                    text_of(*incident_.lasted));
  }

  void impair(const IncidentPhase& phase, const Severity& severity) {
    ++result_.impairment_phases;
    tell_gaps(phase, severity);
    if (severity.level <= 0) return notes_.leave_out("'" + phase.severity + "' is nothing");
    if (begins_after_the_end(now(), incident_, notes_)) return;
    const Tally tally = take_entries(severity);
    if (tally.is_converted) result_.converted.push_back(phase_);
    if (!tally.is_modelled && tally.unknown.empty())
      notes_.leave_out("nothing of it is modelled" + (phase.what.empty() ? "" : ": " + phase.what));
  }

  Tally take_entries(const Severity& severity) {
    const bool is_about_things = is_about_what_stands_in_zones(severity);
    Tally tally;
    for (const Affected& each : now().affected) {
      const bool is_only_where = is_about_things && each.is_zone_itself() && !was_hit(each);
      if (!is_nowhere(each, notes_) && !is_only_where) take_entry(each, severity, tally);
    }
    for (const Affected& each : tally.unknown) {
      if (tally.is_modelled)
        notes_.leave_out(nobody_knows(each.word()));
      else
        tally.is_converted = take_for_the_worst(each, severity) || tally.is_converted;
    }
    return tally;
  }

  void tell_gaps(const IncidentPhase& phase, const Severity& severity) {
    if (phase.affected.empty()) notes_.assume("what was hit is not stated: taken for all of it");
    if (severity.is_known) {
      if (!severity.says_level)
        notes_.assume("'" + phase.severity + "' does not say how bad it was: taken for major");
      return;
    }
    if (phase.severity.empty())
      return notes_.assume("how bad it was is not stated: taken for major");
    notes_.assume("severity '" + phase.severity + "' is not known (" +
                  (severity.nearest.empty() ? "no known word is like it"
                                            : "the nearest is '" + severity.nearest + "'") +
                  "): taken for major");
  }

  // The network and the zone where that was: the zone itself was not hit.
  bool is_about_what_stands_in_zones(const Severity& severity) const {
    return std::ranges::any_of(now().affected, [&](const Affected& each) {
      if (each.entry.says_where()) return false;
      const Thing thing = thing_of(each.word());
      const Becomes* row = row_of(thing, each, severity);
      return thing.is_known && row != nullptr && stands_in_a_zone(*row);
    });
  }

  bool was_hit(const Affected& entry) const {
    return course_.has([&](const Claim& each) { return each.word == entry.word(); });
  }

  void take_entry(const Affected& each, const Severity& severity, Tally& tally) {
    const Thing thing = understood_as_hit(each, severity);
    const Becomes* row = row_of(thing, each, severity);
    if (!thing.is_known) {
      tally.unknown.push_back(each);
    } else if (row == nullptr) {
      notes_.leave_out(not_modelled(each.word(), thing));
    } else {
      tally.is_converted =
          say(claim(*row, each, severity), targets_.of(*row, where(each, thing.is_global))) ||
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
    notes_.assume(nobody_knows(each.word()) + ": taken for the " +
                  (is_control_plane ? "control planes" : "machines") + " of where it happened");
    return say(claim(row, each, severity), targets_.of(row, where(each)));
  }

  PlaceMention where(const Affected& each, bool is_global = false) const {
    return {.severity = now().severity,
            .words = incident_.phases[phase_].severity,
            .is_global = is_global,
            .zones = now().zones_of(each),
            .region = each.region};
  }

  Claim claim(const Becomes& row, const Affected& each, const Severity& severity) const {
    const bool is_lost = severity.is_for_good || is_told_lost(row, each, severity);
    return {.row = &row,
            .word = each.word(),
            .level = level_of(severity),
            .is_level_known = severity.is_known && severity.says_level,
            .is_for_good = is_lost || row.subject == Subject::tenant};
  }

  bool say(Claim said, const std::vector<std::string>& targets) {
    bool is_any = false;
    for (const std::string& target : targets) {
      said.target = target;
      said.around = target.starts_with("zone:") ? "region:" + places_.region_around(target) : "";
      leave_the_region(said);
      const std::string why = course_.say(said);
      if (!why.empty()) notes_.leave_out(said.word + " at " + target + ": " + why);
      is_any = is_any || why.empty();
    }
    return is_any;
  }

  // What a word said of a region it says more mildly of one of its zones.
  void leave_the_region(const Claim& said) {
    const auto is_worse_around = [&](const Claim& each) {
      return each.target == said.around && each.word == said.word && each.row == said.row &&
             each.level > said.level && each.since < now().offset;
    };
    if (said.around.empty() || !said.is_level_known || !course_.has(is_worse_around)) return;
    course_.split(is_worse_around, places_.zones_of(places_.region_around(said.target)),
                  {said.target});
    const auto is_left = [&](const Claim& each) {
      return each.target == said.target && each.word == said.word && each.row == said.row;
    };
    course_.relieve(is_left, {});
  }

  // The publisher names it, or the zone that held it, among what was lost for ever.
  bool is_told_lost(const Becomes& row, const Affected& entry, const Severity& severity) const {
    const std::string& told = incident_.data_loss;
    if (!mentions(told, "permanent") || severity.level < 1) return false;
    const bool is_zone_told = std::ranges::any_of(now().affected, [&](const Affected& each) {
      const bool is_where = each.entry.words == entry.entry.words ||
                            (!entry.entry.says_where() && each.is_zone_itself());
      return is_where && std::ranges::any_of(each.entry.zones, [&](const std::string& zone) {
               return mentions(told, zone);
             });
    });
    return mentions(told, entry.word()) || (is_zone_told && stands_in_premises(row));
  }

  // Everything where it is said to be about a zone, or where the incident as a whole is, is the
  // zone; where it is said to be about control planes it is they.
  Thing understood_as_hit(const Affected& each, const Severity& severity) {
    if (each.is_zone_itself()) return zone_itself(severity);
    Thing thing = understood(each, notes_);
    if (thing.subject == Subject::tenant && !is_deleted(thing, severity)) thing.is_known = false;
    if (thing.subject != Subject::everything || thing.is_control_plane) return thing;
    thing.is_control_plane = severity.is_of_control_plane;
    const bool is_in_zones = !places_.zones().empty() || !now().zones_of(each).empty();
    const bool is_by_zone = severity.is_of_zone || (is_in_zones && !is_region(each));
    const bool is_zone =
        is_by_zone && (!severity.is_of_region || !each.zones.empty()) && !thing.is_control_plane;
    return is_zone ? zone_itself(severity) : thing;
  }

  // A zone that flaps is one whose network does.
  static const Thing& zone_itself(const Severity& severity) {
    return severity.is_flapping && !severity.is_stated ? kZonesNetwork : kZoneItself;
  }

  const PhaseWords& now() const { return phases_[phase_]; }

  const Incident& incident_;
  const std::vector<PhaseWords> phases_;
  const PlaceMap& places_;
  Course& course_;
  Conversion& result_;
  Notes notes_;
  Targets targets_;
  Relief relief_;
  std::size_t phase_ = 0;
};

}  // namespace

void translate(const sim::WorldSpec& world, PlaceMap& places, Course& course, Conversion& result) {
  Translator translator(world, places, course, result);
  for (std::size_t i = 0; i < result.incident.phases.size(); ++i) translator.take(i);
}

}  // namespace blackstart::drill
