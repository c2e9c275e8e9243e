#include "drill/incident/convert.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "drill/incident/becomes.h"
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

// An impairment that the phases have begun and not ended yet.
struct Open {
  const Becomes* row = nullptr;
  std::string target;
  double level = 1;
  Duration since{};
  bool is_for_good = false;
  std::vector<std::string> words;
  std::size_t phase = 0;
};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

bool mentions(const std::string& text, const std::string& word) {
  return word.size() > 2 && text.find(word) != std::string::npos;
}

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
    if (!severity.is_known) {
      result_.assumptions.push_back(here() + ": severity '" + phase.severity +
                                    "' is not known (the nearest is '" + severity.nearest +
                                    "'): taken for major");
    }
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

  std::string here() const { return "phase " + std::to_string(phase_ + 1); }

  void impair(const IncidentPhase& phase, const Severity& severity) {
    ++result_.impairment_phases;
    if (severity.level < kNothing) return leave_out("'" + phase.severity + "' is nothing");
    const std::vector<std::string> zones = zones_in(phase);
    bool is_converted = false, is_outside = false;
    std::vector<std::string> unknown;
    for (const std::string& word : phase.affected) {
      const auto zone = places_.zone_named(word);
      const Thing thing = zone ? Thing{.subject = Subject::machines} : understood(word);
      const Becomes* row = fault_of(thing.subject, thing.is_control_plane);
      if (!thing.is_known) {
        unknown.push_back(word);
        continue;
      }
      if (row == nullptr) {
        leave_out(word + " is no part of an Airflow data plane");
        is_outside = true;
        continue;
      }
      const std::vector<std::string> named = zone ? std::vector{*zone} : zones;
      for (const std::string& target : targets(*row, severity, thing, named))
        open(*row, target, severity, word);
      is_converted = true;
    }
    if (!is_converted && !is_outside && !unknown.empty()) {
      impair_by_scope(severity, zones, unknown);
      is_converted = true;
    }
    if (is_converted)
      ++result_.converted_phases;
    else
      leave_out("nothing of it is modelled: " + phase.what);
    result_.has_unknown = result_.has_unknown || (!is_converted && !is_outside);
  }

  // Where nothing that was hit is known, the worst that it could be.
  void impair_by_scope(const Severity& severity, const std::vector<std::string>& zones,
                       const std::vector<std::string>& unknown) {
    const Becomes& machines = *fault_of(Subject::machines, false);
    for (const std::string& target : targets(machines, severity, {}, zones))
      open(machines, target, severity, unknown.front());
    result_.assumptions.push_back(here() + ": nobody knows what " + joined(unknown) +
                                  " is: taken for the machines of where it happened");
  }

  std::vector<std::string> zones_in(const IncidentPhase& phase) {
    std::vector<std::string> zones;
    for (const std::string& word : phase.affected) {
      if (const auto zone = places_.zone_named(word)) zones.push_back(*zone);
    }
    return zones;
  }

  // A word that is nearly a known one is taken for it.
  Thing understood(const std::string& word) {
    if (word == result_.incident.region) return {.subject = Subject::everything};
    Thing thing = thing_of(word);
    if (thing.is_known && !thing.nearest.empty())
      result_.assumptions.push_back(here() + ": '" + word + "' is taken for '" + thing.nearest +
                                    "'");
    if (thing.is_known) return thing;
    leave_out("'" + word + "' is not known; the nearest known word is '" + thing.nearest + "'");
    return thing;
  }

  void leave_out(const std::string& why) { result_.left_out.push_back(here() + ": " + why); }

  std::vector<std::string> targets(const Becomes& row, const Severity& severity, const Thing& thing,
                                   const std::vector<std::string>& zones) {
    std::vector<std::string> found;
    switch (row.aim) {
      case Aim::zones:
        return zone_targets(severity, zones);
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

  std::vector<std::string> zone_targets(const Severity& severity,
                                        const std::vector<std::string>& zones) {
    if (!zones.empty()) return zones;
    const bool is_by_zone = severity.is_of_zone || !severity.is_of_region;
    if (is_by_zone && !places_.zones().empty()) return places_.zones();
    if (severity.is_of_zone) return {places_.first_zone()};
    std::vector<std::string> regions;
    for (const std::string& region : places_.regions()) regions.push_back("region:" + region);
    return regions;
  }

  // Nothing is impaired twice by the same incident: what gets worse is the same thing, worse.
  void open(const Becomes& row, const std::string& target, const Severity& severity,
            const std::string& word) {
    const auto same = std::ranges::find_if(open_, [&](const Open& each) {
      return each.row->all == row.all && each.row->figure == row.figure && each.target == target;
    });
    const bool is_lost = severity.is_for_good || is_told_lost(word);
    if (same == open_.end()) {
      open_.push_back({.row = &row,
                       .target = target,
                       .level = severity.is_for_good ? 1 : severity.level,
                       .since = now_,
                       .is_for_good = is_lost || row.subject == Subject::tenant,
                       .words = {word},
                       .phase = phase_});
      return;
    }
    if (same->since == now_ && same->level == severity.level) same->words.push_back(word);
    if (is_lost) tell_lost(*same);
    if (same->level >= severity.level || same->is_for_good) return;
    Open worse = *same;
    close(*same);
    worse.level = severity.level;
    worse.since = now_;
    worse.phase = phase_;
    worse.words = {word};
    *same = worse;
  }

  // The publisher names the zone among what was lost for ever.
  bool is_told_lost(const std::string& word) const {
    const std::string& loss = result_.incident.data_loss;
    return mentions(loss, "permanent") && mentions(loss, word) &&
           severity_of(result_.incident.phases[phase_].severity).level >= 1;
  }

  // It was lost when it was hit, whenever that was admitted.
  void tell_lost(Open& lost) {
    if (!lost.is_for_good)
      result_.assumptions.push_back(lost.target + " was lost for good when it was hit, at " +
                                    text_of(lost.since) + ", not when that was published");
    lost.is_for_good = true;
    lost.level = 1;
  }

  void relieve(const IncidentPhase& phase, double left) {
    for (const std::string& word : phase.affected) {
      const auto zone = places_.zone_named(word);
      const Thing thing = thing_of(word);
      std::vector<Open> still;
      for (Open& each : open_) {
        const bool is_elsewhere =
            left > 0 && thing.subject == Subject::everything && each.target.starts_with("zone:");
        const bool is_meant =
            !each.is_for_good && !is_elsewhere && is_about(each, word, zone, thing);
        const bool is_lessened_now = each.since == now_ && each.phase == phase_;
        if (!is_meant || is_lessened_now || !lessen(each, left)) still.push_back(each);
      }
      open_ = std::move(still);
    }
  }

  // True: nothing of it is left.
  bool lessen(Open& each, double left) {
    const double level = each.level * left;
    if (level >= kNothing && each.row->figure.empty()) return false;  // there is no half of it
    close(each);
    if (level < kNothing) return true;
    each.level = level;
    each.since = now_;
    each.phase = phase_;
    return false;
  }

  static bool is_about(const Open& each, const std::string& word,
                       const std::optional<std::string>& zone, const Thing& thing) {
    if (zone) return each.target == *zone;
    if (!thing.is_known) return false;
    const bool is_same_side = each.row->is_control_plane == thing.is_control_plane;
    switch (thing.subject) {
      case Subject::everything:
        return true;
      case Subject::machines:  // power or cooling is back: what it took down comes back
        return is_same_side &&
               (each.row->subject == Subject::machines || each.row->subject == Subject::database ||
                (parts_of(word).front() == "facility" && each.row->subject == Subject::disks));
      default:
        return each.row->subject == thing.subject &&
               (is_same_side || thing.subject == Subject::console);
    }
  }

  void close(const Open& each) {
    if (each.since < now_) draft(each, now_ - each.since);
  }

  void end_what_is_open() {
    const std::optional<Duration> end = result_.incident.lasted;
    for (const Open& each : open_) {
      if (each.is_for_good) {
        draft(each, std::nullopt);
      } else if (end && *end > each.since) {
        draft(each, *end - each.since);
        last_ = std::max(last_, *end);
      } else {
        draft_unknown_end(each);
      }
    }
    open_.clear();
  }

  void draft_unknown_end(const Open& each) {
    const Duration known = std::max(last_, each.since) - each.since;
    draft(each, known + kAssumedTail);
    UnknownEnd unknown{.fault = result_.faults.back().name, .assumed = known + kAssumedTail};
    for (const Duration tail : kTailsToTry) unknown.sweep.push_back(known + tail);
    result_.unknown_ends.push_back(std::move(unknown));
  }

  void draft(const Open& each, std::optional<Duration> lasts) {
    const bool is_total = each.level >= 1;
    DraftFault fault{.name = name_of(each),
                     .kind = std::string(is_total ? each.row->all : each.row->part),
                     .target = each.target,
                     .at = each.since,
                     .lasts = lasts};
    const bool has_figure = fault.kind == each.row->part && !each.row->figure.empty();
    if (has_figure)
      fault.figures.emplace_back(each.row->figure,
                                 std::round(each.row->amount(each.level) * 1000) / 1000);
    if (each.row->subject == Subject::monitoring) fault.says.emplace_back("reads", "silent");
    const bool is_aside = each.row->is_control_plane || each.row->subject == Subject::monitoring ||
                          each.row->subject == Subject::capacity;
    touches_what_runs_ = touches_what_runs_ || !is_aside;
    result_.faults.push_back(std::move(fault));
  }

  // The same for the same phase, words and place, and for nothing else.
  std::string name_of(const Open& each) const {
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
    if (!result_.faults.empty())
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
  std::vector<Open> open_;
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
