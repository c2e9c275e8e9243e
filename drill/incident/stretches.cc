#include "drill/incident/stretches.h"

#include <algorithm>
#include <set>

namespace blackstart::drill {
namespace {

using Claims = std::vector<const Claim*>;

Duration end_of(const Claim& claim) { return claim.until.value_or(Duration::max()); }

bool is_same_trouble(const Claim& a, const Claim& b) {
  return a.row->all == b.row->all && a.row->part == b.row->part && a.row->figure == b.row->figure &&
         a.row->amount == b.row->amount && a.target == b.target;
}

bool holds_at(Duration moment, const Claim& claim) {
  return claim.since <= moment && end_of(claim) > moment;
}

bool is_part_of(Subject subject, const Claim& claim) {
  return claim.row->subject == subject && claim.level < 1;
}

// A part of the databases stands for a part of the machines only where nothing is said of the
// machines: they are no worse than they are said to be, and back as soon as they are.
bool is_said_of_machines_instead(Duration moment, const Claim& claim, const Claims& claims) {
  if (!is_part_of(Subject::database, claim)) return false;
  bool is_said = false;
  double level = 0;
  for (const Claim* each : claims) {
    if (each->row->subject != Subject::machines || each->since > moment) continue;
    is_said = is_said || end_of(*each) > claim.since;
    if (holds_at(moment, *each)) level = std::max(level, each->level);
  }
  return is_said && level < claim.level;
}

std::vector<Duration> changes_of(const Claims& claims) {
  std::set<Duration> changes;
  for (const Claim* claim : claims) changes.insert({claim->since, end_of(*claim)});
  return {changes.begin(), changes.end()};
}

Claims worst_at(Duration moment, const Claims& claims) {
  Claims worst;
  for (const Claim* claim : claims) {
    if (!holds_at(moment, *claim) || is_said_of_machines_instead(moment, *claim, claims)) continue;
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

void name_once(std::vector<std::string>& words, const std::string& word) {
  if (std::ranges::find(words, word) == words.end()) words.push_back(word);
}

// What is said outright needs nothing to be taken for granted.
const Becomes* plainest_of(const Claims& worst) {
  for (const Claim* claim : worst) {
    if (claim->row->assumes.empty()) return claim->row;
  }
  return worst.front()->row;
}

Stretch stretch(Duration begin, Duration end, const Claims& worst, const Claims& all) {
  Stretch stretch{.row = plainest_of(worst),
                  .target = worst.front()->target,
                  .level = worst.front()->level,
                  .since = begin,
                  .until = end == Duration::max() ? std::nullopt : std::optional(end),
                  .phase = phase_of_change(begin, worst, all)};
  for (const Claim* claim : worst) {
    name_once(stretch.words, claim->word);
    const bool ends_with_it = claim->until == stretch.until;
    stretch.is_end_assumed = stretch.is_end_assumed || (claim->is_end_assumed && ends_with_it);
  }
  return stretch;
}

bool goes_on_as(const Stretch& before, const Stretch& next) {
  return before.until == next.since && before.level == next.level;
}

// What is taken for granted of a part of it is taken for granted of it.
void extend(Stretch& before, const Stretch& next) {
  if (before.row->assumes.empty() && before.row->assumes_of_part.empty()) before.row = next.row;
  before.until = next.until;
  before.is_end_assumed = next.is_end_assumed;
}

std::vector<Stretch> stretches_of_one(const Claims& claims) {
  std::vector<Stretch> stretches;
  const std::vector<Duration> changes = changes_of(claims);
  for (std::size_t i = 0; i + 1 < changes.size(); ++i) {
    const Claims worst = worst_at(changes[i], claims);
    if (worst.empty()) continue;
    Stretch next = stretch(changes[i], changes[i + 1], worst, claims);
    if (!stretches.empty() && goes_on_as(stretches.back(), next))
      extend(stretches.back(), next);
    else
      stretches.push_back(std::move(next));
  }
  return stretches;
}

}  // namespace

std::vector<Stretch> stretches_of(const std::vector<Claim>& claims) {
  std::vector<Stretch> stretches;
  for (const Claim& claim : claims) {
    Claims same;
    for (const Claim& each : claims) {
      if (is_same_trouble(each, claim)) same.push_back(&each);
    }
    if (same.front() != &claim) continue;
    const std::vector<Stretch> found = stretches_of_one(same);
    stretches.insert(stretches.end(), found.begin(), found.end());
  }
  return stretches;
}

}  // namespace blackstart::drill
