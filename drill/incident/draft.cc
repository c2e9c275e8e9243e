#include "drill/incident/draft.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace blackstart::drill {
namespace {

using std::chrono::hours;

constexpr std::array<Duration, 5> kTailsToTry = {hours(1), hours(6), hours(24), hours(72),
                                                 hours(14 * 24)};
constexpr Duration kWeek = hours(7 * 24);
constexpr Duration kSteady = hours(4);  // of peace before the onset
constexpr Duration kAfterwards = hours(24);

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// The same for the same phase, words and place, and for nothing else.
std::string name_of(const Stretch& each) {
  return "phase " + std::to_string(each.phase + 1) + ": " + joined(each.words) + " at " +
         each.target;
}

DraftFault fault_of(const Stretch& each) {
  const Becomes& row = *each.row;
  DraftFault fault{.name = name_of(each),
                   .kind = std::string(kind_at(row, each.level)),
                   .target = each.target,
                   .at = each.since};
  if (each.until) fault.lasts = *each.until - each.since;
  const std::string_view figure = figure_at(row, each.level);
  if (!figure.empty())
    fault.figures.emplace_back(figure, std::round(row.amount(each.level) * 1000) / 1000);
  if (row.subject == Subject::monitoring) fault.says.emplace_back("reads", "silent");
  return fault;
}

UnknownEnd unknown_end_of(const DraftFault& fault) {
  UnknownEnd unknown{.fault = fault.name, .assumed = *fault.lasts};
  for (const Duration tail : kTailsToTry)
    unknown.sweep.push_back(*fault.lasts - kAssumedTail + tail);
  return unknown;
}

void draft_faults(const std::vector<Stretch>& stretches, Conversion& result) {
  for (const Stretch& each : stretches) {
    DraftFault fault = fault_of(each);
    const std::string_view assumed =
        fault.kind == each.row->all ? each.row->assumes : each.row->assumes_of_part;
    if (!assumed.empty()) result.assumptions.emplace_back(assumed);
    if (each.is_end_assumed) result.unknown_ends.push_back(unknown_end_of(fault));
    result.faults.push_back(std::move(fault));
  }
  if (result.faults.empty())
    result.left_out.emplace_back("all of it: to run this scenario tests nothing");
  else
    result.assumptions.emplace_back(
        "levels: the shares, losses and slowdowns stand for the publisher's words (total is all, "
        "major a half, partial a quarter, degraded a tenth; what lessens is halved, and a share "
        "that is back is one of the worst "
        "that was hit)");
}

// The last that is known or is to be tried: every one of the ends can be seen.
Duration last_of(const Conversion& result) {
  Duration last = result.incident.lasted.value_or(Duration{0});
  for (const IncidentPhase& phase : result.incident.phases) last = std::max(last, phase.offset);
  for (const DraftFault& fault : result.faults) {
    Duration lasts = fault.lasts.value_or(Duration{0});
    const auto unknown = std::ranges::find(result.unknown_ends, fault.name, &UnknownEnd::fault);
    if (unknown != result.unknown_ends.end())
      lasts = std::max(lasts, std::ranges::max(unknown->sweep));
    last = std::max(last, fault.at + lasts);
  }
  return last;
}

// A day before the world's DAGs began would find nothing at work: it becomes the same weekday and
// hour of a later week, on which people respond as they would have.
Instant in_the_worlds_time(Instant starts_at, const sim::WorldSpec& world, Conversion& result) {
  Instant busy = starts_at;
  for (const sim::DeploymentSpec& deployment : world.deployments) {
    for (const sim::DagSpec& dag : deployment.dags) busy = std::max(busy, dag.start_date + kWeek);
  }
  if (busy == starts_at) return starts_at;
  const auto weeks = (busy - starts_at) / kWeek + 1;
  result.mapped.push_back(
      "a day " + std::to_string(weeks) +
      " weeks later, the same weekday and hour, stands for that day: the world's DAGs "
      "had not begun yet");
  return starts_at + weeks * kWeek;
}

void lay_out(const sim::WorldSpec& world, Conversion& result) {
  Duration first{};
  for (const DraftFault& fault : result.faults) first = std::min(first, fault.at);
  const Duration lead = kSteady - first;
  result.starts_at = in_the_worlds_time(result.incident.started_at - lead, world, result);
  result.horizon = lead + last_of(result) + kAfterwards;
  for (DraftFault& fault : result.faults) fault.at += lead;
  std::ranges::stable_sort(result.faults, {}, &DraftFault::at);
}

void choose_strategy(const sim::WorldSpec& world, const PlaceMap& places, Conversion& result) {
  result.from = places.from();
  result.to = places.to();
  const bool has_twin = std::ranges::any_of(
      world.clusters, [](const sim::ClusterSpec& each) { return each.twin != sim::kNone; });
  result.strategy = result.to.empty() ? "" : has_twin ? "two_clusters" : "reprovision";
}

}  // namespace

void draft(const std::vector<Stretch>& stretches, const sim::WorldSpec& world,
           const PlaceMap& places, Conversion& result) {
  result.mapped = places.told();
  draft_faults(stretches, result);
  lay_out(world, result);
  choose_strategy(world, places, result);
}

}  // namespace blackstart::drill
