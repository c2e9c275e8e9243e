#include "drill/incident/severity.h"

#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "drill/incident/severity_words.h"
#include "drill/incident/share_words.h"
#include "drill/incident/thing_words.h"
#include "drill/incident/words.h"

namespace blackstart::drill {
namespace {

// With one of these a recovery is no longer under way: "recovery_complete".
constexpr std::array<std::string_view, 5> kWhole = {"full", "fully", "complete", "completely",
                                                    "completed"};
// "not recovered" changes nothing, "no longer degraded" is the end.
constexpr std::array<std::string_view, 3> kNegations = {"not", "no", "never"};
constexpr std::size_t kLongestPhrase = 3;  // "on_and_off"

std::vector<std::string_view> known_words() {
  std::vector<std::string_view> words;
  for (const SeverityWord& row : severity_words()) words.push_back(row.word);
  for (const ScopeWord& row : scope_words()) words.push_back(row.word);
  return words;
}

bool is_number(const std::string& part) { return part.front() >= '0' && part.front() <= '9'; }

// What the parts of a severity add up to. Several parts that are a word of their own are read as
// one: "up_to" is not up.
class SeverityReader {
 public:
  Severity read(std::string_view words) {
    const std::vector<std::string> parts = parts_of(words);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (const auto share = share_at(parts, i); share && !share_) share_ = share;
    }
    for (std::size_t i = 0; i < parts.size();) i += see_at(parts, i);
    settle_what_is_known();
    settle_where();
    settle();
    return severity_;
  }

 private:
  // How many parts it was.
  std::size_t see_at(const std::vector<std::string>& parts, std::size_t i) {
    for (std::size_t length = kLongestPhrase; length > 1; --length) {
      if (see(phrase_at(parts, i, length))) return length;
    }
    const std::string& part = parts[i];
    const bool is_noise = is_number(part) || thing_word(part) != nullptr || share_at(parts, i);
    if (!see(part) && !is_noise) unread_ += (unread_.empty() ? "" : "_") + part;
    return 1;
  }

  bool see(const std::string& word) {
    const bool is_negation = contains(kNegations, word);
    is_negated_ = is_negated_ || is_negation;
    is_whole_ = is_whole_ || contains(kWhole, word);
    const SeverityWord* row = severity_word(word);
    if (row != nullptr) take(*row);
    const ScopeWord* scope = scope_word(word);
    if (scope != nullptr && scope->scope != nullptr) severity_.*scope->scope = true;
    says_where_ = says_where_ || scope != nullptr;
    return is_negation || row != nullptr || scope != nullptr || is_severity_filler(word);
  }

  void take(const SeverityWord& row) {
    says_how_bad_ = true;
    const bool is_negated = std::exchange(is_negated_, false);
    if (is_negated) return say(row.role == Role::impairs ? Role::ends : Role::tells);
    say(row.role);
    if (row.how != nullptr) severity_.*row.how = true;
    // Of two levels the lower is meant: "near_total".
    if (row.level != kSaysNothing) level_ = std::min(row.level, level_.value_or(1));
  }

  void say(Role role) {
    is_healing_ = is_healing_ || role == Role::lessens || role == Role::ends;
    is_telling_ = is_telling_ || role == Role::tells;
    if (role == Role::lessens || role == Role::ends) severity_.role = role;
  }

  // Where it was says how bad it was only if nothing else is said: "region", and not "zapped_AZ".
  void settle_what_is_known() {
    severity_.is_stated = share_.has_value();
    severity_.is_known = says_how_bad_ || share_ || (says_where_ && unread_.empty());
    if (!severity_.is_known) severity_.nearest = nearest_of(known_words(), unread_);
  }

  // "2_of_3_AZs" is a share of the region; "major_AZs" is said of each of them.
  void settle_where() {
    if (!severity_.is_of_zones) return;
    (share_ ? severity_.is_of_region : severity_.is_of_zone) = true;
  }

  // Whatever heals says so, and what else is said is how far: "partial_recovery", "full_recovery",
  // "recovered_90pct". What only tells says no level.
  void settle() {
    const double level = share_ ? *share_ : level_.value_or(severity_.level);
    const bool has_level = share_ || level_;
    if (!is_healing_) {
      severity_.level = level;
      if (is_telling_ && !has_level && !severity_.is_for_good) severity_.role = Role::tells;
      return;
    }
    if (share_) severity_.left = 1 - *share_;
    const bool is_part = has_level && level < 1;
    if (is_part) severity_.role = Role::lessens;
    if (!is_part && is_whole_) severity_.role = Role::ends;
    if (share_ && *share_ == 1) severity_.role = Role::ends;
  }

  Severity severity_;
  std::optional<double> level_, share_;
  std::string unread_;  // parts that nobody knows
  bool says_how_bad_ = false, says_where_ = false;
  bool is_healing_ = false, is_telling_ = false, is_whole_ = false, is_negated_ = false;
};

}  // namespace

Severity severity_of(std::string_view words) { return SeverityReader().read(words); }

}  // namespace blackstart::drill
