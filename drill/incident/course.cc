#include "drill/incident/course.h"

#include <algorithm>
#include <utility>

#include "drill/text/durations.h"

namespace blackstart::drill {
namespace {

constexpr double kNothing = 0.02;  // less than this is taken for healed

bool is_same_trouble(const Claim& a, const Claim& b) {
  return a.row == b.row && a.target == b.target;
}

bool is_same_thing(const Claim& a, const Claim& b) {
  return is_of_one_thing(*a.row, *b.row) && a.target == b.target && a.word == b.word;
}

// What is hit worse than the share that was lost for good may heal, and leaves that share lost.
bool is_worse_than_a_loss(const Claim& said, const Claim& before) {
  return before.is_for_good && said.level > before.level;
}

constexpr double kSame = 1e-9;  // levels that differ by less are one, rounded

double level_left(const Claim& claim, const Remainder& left) {
  return left.is_of_the_worst ? std::min(claim.level, claim.worst * left.share)
                              : claim.level * left.share;
}

// All of a region is, in one of its zones, the machines.
Claim in_zone(Claim claim, const std::string& zone) {
  if (claim.row->subject == Subject::everything) claim.row = fault_of(Subject::machines, false);
  claim.around = std::exchange(claim.target, zone);
  return claim;
}

}  // namespace

bool is_better_already(const Claim& claim, const Remainder& left) {
  return left.is_of_the_worst && claim.level < claim.worst * left.share - kSame;
}

void Course::enter_phase(std::size_t phase, Duration now) {
  phase_ = phase;
  now_ = now;
}

std::string Course::say(Claim said) {
  said.since = now_;
  said.phase = phase_;
  said.worst = said.level;
  const auto before = std::ranges::find_if(open_, [&](const Claim& each) {
    return is_same_thing(each, said) && !is_worse_than_a_loss(said, each);
  });
  if (before == open_.end()) return begin(said);
  if (said.is_for_good && said.level >= 1) admit_loss(*before);
  if (before->level == said.level && before->row == said.row) return "";
  if (const std::string why = why_it_stays(*before, said); !why.empty()) return why;
  end(*before);
  said.worst = std::max(said.level, before->worst);
  *before = said;
  return why_it_is_masked(said);
}

std::string Course::begin(const Claim& said) {
  const bool is_worse_around = std::ranges::any_of(open_, [&](const Claim& each) {
    return each.row == said.row && each.target == said.around && each.level > said.level;
  });
  if (is_worse_around) return "all of " + said.around + " is said to be worse";
  open_.push_back(said);
  return why_it_is_masked(said);
}

std::string Course::why_it_is_masked(const Claim& said) const {
  const bool is_masked = std::ranges::any_of(open_, [&](const Claim& each) {
    return is_same_trouble(each, said) && each.level > said.level;
  });
  return is_masked ? "worse is said of it until that ends" : "";
}

std::string Course::why_it_stays(const Claim& before, const Claim& said) const {
  if (before.is_for_good) return "it was lost for good";
  if (said.level > before.level) return "";
  if (!said.is_level_known) return "its severity is not known, and not taken for an improvement";
  if (before.since == now_)
    return "phase " + std::to_string(before.phase + 1) + " says worse of the same instant";
  return before.row->figure.empty() && before.row == said.row ? "there is no half of it" : "";
}

// It was lost when it was hit, whenever that was admitted.
void Course::admit_loss(Claim& lost) {
  if (!lost.is_for_good)
    assumptions_.push_back(lost.target + " was lost for good when it was hit, at " +
                           text_of(lost.since) + ", not when that was published");
  lost.is_for_good = true;
  lost.level = lost.worst = 1;
}

// Asked before anything changes: what is chosen may depend on what else is open.
std::vector<bool> Course::chosen_by(const Chooses& chooses) const {
  std::vector<bool> chosen;
  for (const Claim& each : open_) chosen.push_back(chooses(each));
  return chosen;
}

bool Course::relieve(const Chooses& chooses, const Remainder& left) {
  const std::vector<bool> chosen = chosen_by(chooses);
  const std::vector<Claim> before = std::exchange(open_, {});
  for (std::size_t i = 0; i < before.size(); ++i) {
    const double level = level_left(before[i], left);
    if (chosen[i] && can_be_relieved(before[i], level))
      lessen(before[i], level);
    else
      open_.push_back(before[i]);
  }
  return std::ranges::find(chosen, true) != chosen.end();
}

bool Course::can_be_relieved(const Claim& claim, double level) const {
  const bool has_no_half = claim.row->figure.empty() && level >= kNothing;
  return !claim.is_for_good && !has_no_half && !is_of_now(claim);
}

bool Course::is_of_now(const Claim& claim) const {
  return claim.since == now_ && claim.phase == phase_;
}

void Course::split(const Chooses& chooses, const std::vector<std::string>& zones,
                   const std::vector<std::string>& leaving) {
  const std::vector<bool> chosen = chosen_by(chooses);
  const std::vector<Claim> before = std::exchange(open_, {});
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (chosen[i] && !before[i].is_for_good && !is_of_now(before[i]))
      split(before[i], zones, leaving);
    else
      open_.push_back(before[i]);
  }
}

void Course::split(const Claim& claim, const std::vector<std::string>& zones,
                   const std::vector<std::string>& leaving) {
  const bool was_all_of_it = claim.level >= 1;
  if (was_all_of_it) end(claim);
  for (const std::string& zone : zones) {
    const bool is_leaving = std::ranges::find(leaving, zone) != leaving.end();
    open_.push_back(in_zone(claim, zone));
    if (was_all_of_it && is_leaving) open_.back().since = now_;
  }
}

bool Course::has(const Chooses& chooses) const { return std::ranges::any_of(open_, chooses); }

void Course::lessen(const Claim& claim, double level) {
  end(claim);
  if (level < kNothing) return;
  open_.push_back(claim);
  open_.back().level = level;
  open_.back().since = now_;
  open_.back().phase = phase_;
}

void Course::end(Claim claim) {
  claim.until = now_;
  claim.ended_in_phase = phase_;
  ended_.push_back(std::move(claim));
}

std::vector<std::string> Course::where_hit(const Becomes& row) const {
  std::vector<std::string> targets;
  for (const Claim& each : open_) {
    const bool is_new = std::ranges::find(targets, each.target) == targets.end();
    if (each.row == &row && is_new) targets.push_back(each.target);
  }
  return targets;
}

void Course::tell_who_recovers_with_the_incident() {
  std::vector<std::string> words;
  for (const Claim& each : open_) {
    const bool is_new = std::ranges::find(words, each.word) == words.end();
    if (is_new && each.until && !each.is_end_assumed) words.push_back(each.word);
  }
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
  if (!words.empty())
    assumptions_.push_back(
        "no phase says when this recovered, taken to be as the incident ended: " + all);
}

std::vector<Claim> Course::finish(std::optional<Duration> end, Duration tail) {
  for (Claim& each : open_) {
    if (each.is_for_good && end)
      assumptions_.push_back(each.word + " at " + each.target +
                             " was lost for good: it does not come back as the incident ends");
    each.is_end_assumed = !each.is_for_good && !(end && *end > each.since);
    if (each.is_end_assumed)
      each.until = now_ + tail;
    else if (!each.is_for_good)
      each.until = end;
    ended_.push_back(each);
  }
  tell_who_recovers_with_the_incident();
  open_.clear();
  return std::move(ended_);
}

}  // namespace blackstart::drill
