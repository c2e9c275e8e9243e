#include "drill/incident/course.h"

#include <algorithm>
#include <set>

namespace blackstart::drill {
namespace {

using Claims = std::vector<const Claim*>;

Duration end_of(const Claim& claim) { return claim.until.value_or(Duration::max()); }

bool is_same_fault(const Claim& a, const Claim& b) {
  return kind_of(a) == kind_of(b) && figure_of(a) == figure_of(b) && a.target == b.target;
}

std::vector<Duration> changes_of(const Claims& claims) {
  std::set<Duration> changes;
  for (const Claim* claim : claims) changes.insert({claim->since, end_of(*claim)});
  return {changes.begin(), changes.end()};
}

Claims worst_at(Duration moment, const Claims& claims) {
  Claims worst;
  for (const Claim* claim : claims) {
    if (claim->since > moment || end_of(*claim) <= moment) continue;
    if (!worst.empty() && claim->level > worst.front()->level) worst.clear();
    if (worst.empty() || claim->level == worst.front()->level) worst.push_back(claim);
  }
  return worst;
}

// What is left when something worse has ended was brought out by the phase that ended it.
std::size_t phase_of_change(Duration moment, const Claims& worst, const Claims& all) {
  std::size_t phase = 0;
  for (const Claim* claim : worst) {
    if (claim->since == moment) return claim->phase;
  }
  for (const Claim* claim : all) {
    if (end_of(*claim) == moment) phase = std::max(phase, claim->ended_in_phase);
  }
  return phase;
}

Claim stretch(Duration begin, Duration end, const Claims& worst, const Claims& all) {
  Claim stretch = *worst.front();
  stretch.since = begin;
  stretch.until = end == Duration::max() ? std::nullopt : std::optional(end);
  stretch.phase = phase_of_change(begin, worst, all);
  stretch.words.clear();
  for (const Claim* claim : worst) {
    stretch.words.insert(stretch.words.end(), claim->words.begin(), claim->words.end());
    stretch.is_for_good = stretch.is_for_good || claim->is_for_good;
    stretch.is_end_assumed = stretch.is_end_assumed || claim->is_end_assumed;
  }
  return stretch;
}

bool goes_on_as(const Claim& before, const Claim& next) {
  return before.until == next.since && before.level == next.level;
}

void extend(Claim& before, const Claim& next) {
  before.until = next.until;
  before.ended_as = next.ended_as;
  before.is_for_good = next.is_for_good;
  before.is_end_assumed = next.is_end_assumed;
}

std::vector<Claim> stretches_of_one_fault(const Claims& claims) {
  std::vector<Claim> stretches;
  const std::vector<Duration> changes = changes_of(claims);
  for (std::size_t i = 0; i + 1 < changes.size(); ++i) {
    const Claims worst = worst_at(changes[i], claims);
    if (worst.empty()) continue;
    Claim next = stretch(changes[i], changes[i + 1], worst, claims);
    if (!stretches.empty() && goes_on_as(stretches.back(), next))
      extend(stretches.back(), next);
    else
      stretches.push_back(std::move(next));
  }
  return stretches;
}

}  // namespace

std::string_view kind_of(const Claim& claim) {
  return claim.level >= 1 ? claim.row->all : claim.row->part;
}

std::string_view figure_of(const Claim& claim) {
  return kind_of(claim) == claim.row->part ? claim.row->figure : "";
}

std::vector<Claim> stretches_of(const std::vector<Claim>& claims) {
  std::vector<Claim> stretches;
  for (const Claim& claim : claims) {
    Claims same;
    for (const Claim& each : claims) {
      if (is_same_fault(each, claim)) same.push_back(&each);
    }
    if (same.front() != &claim) continue;
    const std::vector<Claim> found = stretches_of_one_fault(same);
    stretches.insert(stretches.end(), found.begin(), found.end());
  }
  std::ranges::stable_sort(stretches, {}, &Claim::ended_as);
  return stretches;
}

}  // namespace blackstart::drill
