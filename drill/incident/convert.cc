#include "drill/incident/convert.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "drill/incident/becomes.h"
#include "drill/incident/course.h"
#include "drill/incident/map.h"
#include "drill/incident/words.h"
#include "drill/text/durations.h"

namespace blackstart::drill {
namespace {

using std::chrono::hours;

// Where the end is unknown, this long after the last that was published of it. No source says how
// long such tails are; the published ends of other outages lie between two hours and four days.
constexpr Duration kAssumedTail = hours(24);
constexpr std::array<Duration, 5> kTailsToTry = {hours(1), hours(6), hours(24), hours(72),
                                                 hours(14 * 24)};
constexpr Duration kWeek = hours(7 * 24);
constexpr Duration kSteady = hours(4);  // of peace before the onset
constexpr Duration kAfterwards = hours(24);
constexpr double kNothing = 0.02;  // less than this is taken for healed

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

bool mentions(const std::string& text, const std::string& word) {
  return word.size() > 2 && text.find(word) != std::string::npos;
}

const Thing kZoneItself{.subject = Subject::machines, .is_premises = true};

class Converter {
 public:
  Converter(const Incident& incident, const sim::WorldSpec& world)
      : world_(world), places_(incident, world) {
    result_.incident = incident;
    result_.assumptions = incident.assumptions;
  }

  Conversion convert() {
    for (std::size_t i = 0; i < result_.incident.phases.size(); ++i) take(i);
    end_what_is_open();
    lay_out();
    choose_strategy();
    result_.mapped = places_.told();
    result_.mapped.insert(result_.mapped.end(), told_.begin(), told_.end());
    const bool is_spared =
        result_.incident.data_loss.starts_with("none") && !result_.faults.empty();
    result_.spares_what_runs = is_spared && !touches_what_runs_;
    return std::move(result_);
  }

 private:
  void take(std::size_t index) {
    const IncidentPhase& phase = result_.incident.phases[index];
    phase_ = index;
    now_ = phase.offset;
    last_ = std::max(last_, now_);
    const Severity severity = severity_of(phase.severity);
    if (!severity.is_known)
      result_.assumptions.push_back(here() + ": " + unknown_severity(phase, severity) +
                                    ": taken for major");
    switch (severity.role) {
      case Role::impairs:
        return impair(phase, severity);
      case Role::lessens:
        return relieve(phase, severity.left);
      case Role::ends:
        return relieve(phase, 0);
      case Role::tells:
        return;
    }
  }

  static std::string unknown_severity(const IncidentPhase& phase, const Severity& severity) {
    if (phase.severity.empty()) return "how bad it was is not stated";
    return "severity '" + phase.severity + "' is not known" +
           (severity.nearest.empty() ? "" : " (the nearest is '" + severity.nearest + "')");
  }

  std::string here() const { return "phase " + std::to_string(phase_ + 1); }

  void impair(const IncidentPhase& phase, const Severity& severity) {
    ++result_.impairment_phases;
    if (severity.level < kNothing) return leave_out("'" + phase.severity + "' is nothing");
    if (is_after_the_end()) return;
    const std::vector<std::string> zones = zones_in(phase);
    bool is_converted = false, is_modelled = false, is_outside = false;
    std::vector<std::string> unknown;
    for (const std::string& word : phase.affected) {
      const auto zone = places_.zone_named(word);
      const Thing thing = zone ? kZoneItself : understood_as_hit(word, severity);
      const Becomes* row = fault_of(thing.subject, thing.is_control_plane);
      if (!thing.is_known) {
        unknown.push_back(word);
      } else if (row == nullptr) {
        leave_out(word + " is no part of an Airflow data plane");
        is_outside = true;
      } else {
        const std::vector<std::string> named = zone ? std::vector{*zone} : zones;
        is_converted = impair_thing(*row, word, thing, severity, named) || is_converted;
        is_modelled = true;
      }
    }
    if (!is_modelled && !is_outside && !unknown.empty()) {
      is_converted = impair_by_scope(severity, zones, unknown);
      is_modelled = true;
    } else {
      for (const std::string& word : unknown) leave_out(nobody_knows(word));
    }
    if (is_converted) ++result_.converted_phases;
    if (!is_modelled) leave_out("nothing of it is modelled: " + phase.what);
    result_.has_unknown = result_.has_unknown || (!is_modelled && !is_outside);
  }

  bool is_after_the_end() {
    const std::optional<Duration> end = result_.incident.lasted;
    if (!end || now_ < *end) return false;
    leave_out("it begins " + text_of(now_) + " after the onset, and the incident ended after " +
              text_of(*end));
    result_.has_unknown = true;
    return true;
  }

  bool impair_thing(const Becomes& row, const std::string& word, const Thing& thing,
                    const Severity& severity, const std::vector<std::string>& zones) {
    bool is_converted = false;
    for (const std::string& target : targets(row, severity, thing, zones)) {
      is_converted = claim(row, target, severity, word, "") || is_converted;
      if (thing.is_premises) spare_what_stands_in(row, target, level_of(severity));
    }
    return is_converted;
  }

  // Where nothing that was hit is known, the worst that it could be.
  bool impair_by_scope(const Severity& severity, const std::vector<std::string>& zones,
                       const std::vector<std::string>& unknown) {
    const Becomes& machines = *fault_of(Subject::machines, false);
    bool is_converted = false;
    for (const std::string& word : unknown) {
      for (const std::string& target : targets(machines, severity, {}, zones))
        is_converted = claim(machines, target, severity, word, word) || is_converted;
      result_.assumptions.push_back(here() + ": " + nobody_knows(word) +
                                    ": taken for the machines of where it happened");
    }
    return is_converted;
  }

  static std::string nobody_knows(const std::string& word) {
    const std::string nearest = thing_of(word).nearest;
    return "nobody knows what '" + word + "' is" +
           (nearest.empty() ? "" : " (the nearest known word is '" + nearest + "')");
  }

  std::vector<std::string> zones_in(const IncidentPhase& phase) {
    std::vector<std::string> zones;
    for (const std::string& word : phase.affected) {
      if (const auto zone = places_.zone_named(word)) zones.push_back(*zone);
    }
    return zones;
  }

  // A word that is nearly a known one, or in part, is taken for it.
  Thing understood(const std::string& word) {
    if (word == result_.incident.region) return {.subject = Subject::everything};
    Thing thing = thing_of(word);
    if (thing.is_known && !thing.taken_for.empty())
      result_.assumptions.push_back(here() + ": '" + word + "' is taken for '" + thing.taken_for +
                                    "'");
    return thing;
  }

  // What it is for a tenant to be hit and not deleted, nobody knows.
  Thing understood_as_hit(const std::string& word, const Severity& severity) {
    Thing thing = understood(word);
    if (thing.subject == Subject::tenant && !is_deleted(thing, severity)) thing.is_known = false;
    return thing;
  }

  // All that somebody had is gone, and not only out of their reach.
  static bool is_deleted(const Thing& tenant, const Severity& severity) {
    return tenant.is_deleted || severity.is_for_good ||
           (severity.is_of_tenant && severity.level >= 1);
  }

  void leave_out(const std::string& why) { result_.left_out.push_back(here() + ": " + why); }

  std::vector<std::string> targets(const Becomes& row, const Severity& severity, const Thing& thing,
                                   const std::vector<std::string>& zones) {
    std::vector<std::string> found;
    switch (row.aim) {
      case Aim::zones:
        return zone_targets(row, severity, zones);
      case Aim::service:
        return {"service:" + std::string(row.service)};
      case Aim::clusters:
        for (const sim::ClusterSpec& cluster : world_.clusters)
          found.push_back("cluster:" + cluster.name);
        return found;
      case Aim::regions:
      case Aim::regional_service:
        break;
    }
    const std::string before =
        row.aim == Aim::regions ? "region:" : "service:" + std::string(row.service) + "/";
    const bool is_everywhere = severity.is_global || thing.is_global || places_.is_everywhere();
    for (const std::string& region : places_.regions()) {
      found.push_back(before + region);
      if (!is_everywhere) break;
    }
    return found;
  }

  std::vector<std::string> zone_targets(const Becomes& row, const Severity& severity,
                                        const std::vector<std::string>& zones) {
    if (!zones.empty()) return zones;
    const bool says_where = severity.is_of_zone || severity.is_of_region;
    if (!says_where && is_open(row)) return where_it_is_open(row);
    const bool is_by_zone = severity.is_of_zone || !severity.is_of_region;
    if (is_by_zone && !places_.zones().empty()) return places_.zones();
    if (severity.is_of_zone) return {places_.first_zone()};
    std::vector<std::string> regions;
    for (const std::string& region : places_.regions()) regions.push_back("region:" + region);
    return regions;
  }

  static double level_of(const Severity& severity) {
    return severity.is_for_good ? 1 : severity.level;
  }

  bool is_open(const Becomes& row) const {
    return std::ranges::find(open_, &row, &Claim::row) != open_.end();
  }

  std::vector<std::string> where_it_is_open(const Becomes& row) const {
    std::vector<std::string> targets;
    for (const Claim& each : open_) {
      const bool is_new = std::ranges::find(targets, each.target) == targets.end();
      if (each.row == &row && is_new) targets.push_back(each.target);
    }
    return targets;
  }

  // What is said of a thing at a place replaces what was said of it before. False: it changes
  // nothing, and why is told.
  bool claim(const Becomes& row, const std::string& target, const Severity& severity,
             const std::string& word, const std::string& unknown_word) {
    const bool is_lost = severity.is_for_good || is_told_lost(word);
    const Claim said{.row = &row,
                     .target = target,
                     .unknown_word = unknown_word,
                     .level = level_of(severity),
                     .since = now_,
                     .is_for_good = is_lost || row.subject == Subject::tenant,
                     .words = {word},
                     .phase = phase_};
    const auto before = std::ranges::find_if(open_, [&](const Claim& each) {
      return each.row == &row && each.target == target && each.unknown_word == unknown_word;
    });
    if (before == open_.end()) return begin(said);
    if (before->since == now_ && before->level == said.level) before->words.push_back(word);
    if (is_lost) tell_lost(*before);
    if (before->level == said.level) return true;
    if (const std::string why = why_it_stays(*before, said); !why.empty()) {
      leave_out(word + " at " + target + ": " + why);
      return false;
    }
    end(*before);
    *before = said;
    return true;
  }

  bool begin(const Claim& said) {
    const std::string around = "region:" + places_.regions().front();
    const bool is_hidden = std::ranges::any_of(open_, [&](const Claim& each) {
      return said.target.starts_with("zone:") && each.row == said.row && each.target == around &&
             each.level > said.level;
    });
    if (is_hidden) {
      leave_out(joined(said.words) + " at " + said.target + ": all of " + around +
                " is said to be worse");
      return false;
    }
    open_.push_back(said);
    return true;
  }

  // Empty: what is said now takes its place.
  std::string why_it_stays(const Claim& before, const Claim& said) const {
    if (before.is_for_good) return "it was lost for good";
    if (said.level > before.level) return "";
    if (before.since == now_)
      return "phase " + std::to_string(before.phase + 1) + " says worse of the same instant";
    return before.row->figure.empty() ? "there is no half of it" : "";
  }

  // Nothing that stands in a place fares worse than the place.
  void spare_what_stands_in(const Becomes& row, const std::string& target, double level) {
    const std::vector<Claim> before = std::exchange(open_, {});
    for (const Claim& each : before) {
      const bool is_the_place = each.row == &row && each.unknown_word.empty();
      const bool is_spared = !is_the_place && each.target == target && stands_in(each) &&
                             each.since < now_ && each.level > level && !each.is_for_good;
      if (is_spared)
        lessen(each, level);
      else
        open_.push_back(each);
    }
  }

  // The publisher names the zone among what was lost for ever.
  bool is_told_lost(const std::string& word) const {
    const std::string& loss = result_.incident.data_loss;
    return mentions(loss, "permanent") && mentions(loss, word) &&
           severity_of(result_.incident.phases[phase_].severity).level >= 1;
  }

  // It was lost when it was hit, whenever that was admitted.
  void tell_lost(Claim& lost) {
    if (!lost.is_for_good)
      result_.assumptions.push_back(lost.target + " was lost for good when it was hit, at " +
                                    text_of(lost.since) + ", not when that was published");
    lost.is_for_good = true;
    lost.level = 1;
  }

  void relieve(const IncidentPhase& phase, double left) {
    if (left > 0 && is_after_the_end()) return;
    for (const std::string& word : phase.affected) {
      const auto zone = places_.zone_named(word);
      const Thing thing = zone ? kZoneItself : understood(word);
      bool is_about_any = false;
      const std::vector<Claim> before = std::exchange(open_, {});
      for (const Claim& each : before) {
        const bool is_meant = is_about(each, word, zone, thing);
        is_about_any = is_about_any || is_meant;
        if (is_meant && is_lessened_by(each, thing, left))
          lessen(each, each.level * left);
        else
          open_.push_back(each);
      }
      if (!thing.is_known && !is_about_any)
        leave_out(nobody_knows(word) + ": that it recovers ends nothing");
    }
  }

  bool is_lessened_by(const Claim& each, const Thing& thing, double left) const {
    const bool is_elsewhere =
        left > 0 && thing.subject == Subject::everything && each.target.starts_with("zone:");
    const bool has_no_half = each.row->figure.empty() && each.level * left >= kNothing;
    const bool is_lessened_now = each.since == now_ && each.phase == phase_;
    return !each.is_for_good && !is_elsewhere && !has_no_half && !is_lessened_now;
  }

  void lessen(const Claim& each, double level) {
    end(each);
    if (level < kNothing) return;
    open_.push_back(each);
    open_.back().level = level;
    open_.back().since = now_;
    open_.back().phase = phase_;
  }

  static bool is_about(const Claim& each, const std::string& word,
                       const std::optional<std::string>& zone, const Thing& thing) {
    if (zone) return each.target == *zone;
    if (!each.unknown_word.empty() && each.unknown_word == word) return true;
    if (!thing.is_known) return false;
    if (thing.subject == Subject::everything)
      return each.row->is_control_plane || !thing.is_control_plane;
    return each.row == fault_of(thing.subject, thing.is_control_plane) ||
           (thing.is_premises && stands_in(each));
  }

  // Power or cooling is back: what it took down comes back.
  static bool stands_in(const Claim& each) {
    const bool is_held = each.row->subject == Subject::machines ||
                         each.row->subject == Subject::database ||
                         each.row->subject == Subject::disks;
    return is_held && !each.row->is_control_plane;
  }

  void end(Claim each) {
    each.until = now_;
    each.ended_in_phase = phase_;
    each.ended_as = ended_.size();
    if (each.since < now_) ended_.push_back(std::move(each));
  }

  void end_what_is_open() {
    const std::optional<Duration> end = result_.incident.lasted;
    const Duration last = last_;
    for (Claim& each : open_) {
      each.ended_as = ended_.size();
      each.is_end_assumed = !each.is_for_good && !(end && *end > each.since);
      if (each.is_end_assumed)
        each.until = std::max(last, each.since) + kAssumedTail;
      else if (!each.is_for_good)
        each.until = end;
      if (each.until && !each.is_end_assumed) last_ = std::max(last_, *each.until);
      ended_.push_back(each);
    }
    for (const Claim& stretch : stretches_of(ended_)) draft(stretch);
  }

  void draft(const Claim& each) {
    DraftFault fault{.name = name_of(each),
                     .kind = std::string(kind_of(each)),
                     .target = each.target,
                     .at = each.since};
    if (each.until) fault.lasts = *each.until - each.since;
    if (!figure_of(each).empty())
      fault.figures.emplace_back(figure_of(each),
                                 std::round(each.row->amount(each.level) * 1000) / 1000);
    const bool is_as_bad_as_assumed = kind_of(each) == each.row->all && !each.row->assumes.empty();
    if (is_as_bad_as_assumed) result_.assumptions.emplace_back(each.row->assumes);
    if (each.row->subject == Subject::monitoring) fault.says.emplace_back("reads", "silent");
    const bool is_aside = each.row->is_control_plane || each.row->subject == Subject::monitoring ||
                          each.row->subject == Subject::capacity;
    touches_what_runs_ = touches_what_runs_ || !is_aside;
    if (each.is_end_assumed) tell_unknown_end(fault);
    result_.faults.push_back(std::move(fault));
  }

  void tell_unknown_end(const DraftFault& fault) {
    UnknownEnd unknown{.fault = fault.name, .assumed = *fault.lasts};
    for (const Duration tail : kTailsToTry)
      unknown.sweep.push_back(*fault.lasts - kAssumedTail + tail);
    result_.unknown_ends.push_back(std::move(unknown));
  }

  // The same for the same phase, words and place, and for nothing else.
  static std::string name_of(const Claim& each) {
    return "phase " + std::to_string(each.phase + 1) + ": " + joined(each.words) + " at " +
           each.target;
  }

  void lay_out() {
    Duration first{}, until = last_;
    for (const DraftFault& fault : result_.faults) {
      first = std::min(first, fault.at);
      until = std::max(until, fault.at + fault.lasts.value_or(Duration{0}));
    }
    const Duration lead = kSteady - first;
    for (DraftFault& fault : result_.faults) fault.at += lead;
    std::ranges::stable_sort(result_.faults, {}, &DraftFault::at);
    result_.starts_at = in_the_worlds_time(result_.incident.started_at - lead);
    result_.horizon = lead + until + kAfterwards;
    if (result_.faults.empty())
      result_.left_out.emplace_back("all of it: to run this scenario tests nothing");
    else
      result_.assumptions.emplace_back(
          "levels: the shares, losses and slowdowns stand for the publisher's words (total is all, "
          "major a half, partial a quarter, degraded a tenth; what lessens is halved)");
  }

  // A day before the world's DAGs began would find nothing at work: it becomes the same weekday and
  // hour of a later week, on which people respond as they would have.
  Instant in_the_worlds_time(Instant starts_at) {
    Instant busy = starts_at;
    for (const sim::DeploymentSpec& deployment : world_.deployments) {
      for (const sim::DagSpec& dag : deployment.dags) busy = std::max(busy, dag.start_date + kWeek);
    }
    if (busy == starts_at) return starts_at;
    const auto weeks = (busy - starts_at) / kWeek + 1;
    told_.push_back(
        "a day " + std::to_string(weeks) +
        " weeks later, the same weekday and hour, stands for that day: the world's DAGs "
        "had not begun yet");
    return starts_at + weeks * kWeek;
  }

  void choose_strategy() {
    result_.from = places_.regions().front();
    for (const sim::RegionSpec& region : world_.regions) {
      if (region.name == result_.from) continue;
      result_.to = region.name;
      break;
    }
    const bool has_twin = std::ranges::any_of(
        world_.clusters, [](const sim::ClusterSpec& each) { return each.twin != sim::kNone; });
    result_.strategy = result_.to.empty() ? "" : has_twin ? "two_clusters" : "reprovision";
  }

  const sim::WorldSpec& world_;
  PlaceMap places_;
  Conversion result_;
  std::vector<Claim> open_, ended_;
  std::vector<std::string> told_;
  std::size_t phase_ = 0;
  Duration now_{}, last_{};
  bool touches_what_runs_ = false;
};

}  // namespace

Conversion convert(const Incident& incident, const sim::WorldSpec& world) {
  return Converter(incident, world).convert();
}

}  // namespace blackstart::drill
