#include "drill/incident/severity.h"

#include <algorithm>
#include <array>
#include <cstdint>
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

// What a share may be one of.
enum class Of : std::uint8_t { nothing, what_is_gone, what_works, measure, what_is_back };

Of share_with(const SeverityWord& row) {
  if (row.role == Role::impairs) return Of::what_is_gone;
  if (row.is_of_what_works) return Of::what_works;
  return row.role == Role::tells ? Of::nothing : Of::what_is_back;
}

// What the parts of a severity add up to. Several parts that are a word of their own are read as
// one: "up_to" is not up.
class SeverityReader {
 public:
  explicit SeverityReader(std::string_view words) : parts_(parts_of(words)) {}

  Severity read() {
    read_share();
    for (std::size_t i = 0; i < parts_.size();) i += see_at(i);
    settle_what_is_known();
    settle_where();
    settle();
    return severity_;
  }

 private:
  void read_share() {
    for (; at_ < parts_.size() && !share_; ++at_) share_ = share_at(parts_, at_);
    if (share_) --at_;
  }

  // How many parts it was.
  std::size_t see_at(std::size_t i) {
    for (std::size_t length = kLongestPhrase; length > 1; --length) {
      if (see(phrase_at(parts_, i, length), length)) return length;
    }
    if (const auto share = share_at(parts_, i)) return pass_share_at(i, share->parts);
    const std::string& part = parts_[i];
    const bool is_noise = is_number(part) || thing_word(part) != nullptr;
    if (see(part, 1)) return 1;
    of_.push_back(Of::nothing);
    if (!is_noise) leave_unread(part);
    return 1;
  }

  // Of several the first is read.
  std::size_t pass_share_at(std::size_t i, std::size_t length) {
    of_.resize(i + length, Of::nothing);
    for (std::size_t k = i; k < i + length && i != at_; ++k) leave_unread(parts_[k]);
    return length;
  }

  void leave_unread(const std::string& part) {
    severity_.unread += (severity_.unread.empty() ? "" : " ") + part;
  }

  bool see(const std::string& word, std::size_t length) {
    const SeverityWord* row = severity_word(word);
    const ScopeWord* scope = scope_word(word);
    const bool is_negation = contains(kNegations, word);
    const bool is_measure = is_measure_of_what_works(word);
    const bool is_known =
        is_negation || is_measure || row != nullptr || scope != nullptr || is_severity_filler(word);
    if (!is_known) return false;
    const Of said = row == nullptr ? Of::nothing : share_with(*row);
    of_.resize(of_.size() + length, is_measure ? Of::measure : said);
    is_negated_ = is_negated_ || is_negation;
    if (row != nullptr) take(*row);
    if (scope != nullptr && scope->scope != nullptr) severity_.*scope->scope = true;
    says_where_ = says_where_ || scope != nullptr;
    return true;
  }

  void take(const SeverityWord& row) {
    says_how_bad_ = true;
    if (std::exchange(is_negated_, false)) return take_negated(row);
    say(row.role);
    is_whole_ = is_whole_ || contains(kWhole, row.word);
    if (row.how != nullptr) severity_.*row.how = true;
    if (!row.harms_nobody_since.empty()) severity_.harms_nobody_since = row.harms_nobody_since;
    if (row.level != kSaysNothing) say_level(row.level);
  }

  // "not total" is less, and how much nobody says; "not down" is nothing.
  void take_negated(const SeverityWord& row) {
    is_not_all_ = is_not_all_ || is_word_for_all(row.word);
    if (!is_word_for_all(row.word)) say(row.role == Role::impairs ? Role::ends : Role::tells);
  }

  // Of two levels the lower is meant: "near_total".
  void say_level(double level) { level_ = std::min(level, level_.value_or(1)); }

  void say(Role role) {
    is_healing_ = is_healing_ || role == Role::lessens || role == Role::ends;
    is_telling_ = is_telling_ || role == Role::tells;
    if (role == Role::lessens || role == Role::ends) severity_.role = role;
  }

  // Where it was says how bad it was only if nothing else is said: "region", and not "zapped_AZ".
  void settle_what_is_known() {
    severity_.is_stated = share_.has_value();
    severity_.says_level = share_ || level_ || severity_.is_for_good;
    severity_.is_known = says_how_bad_ || share_ || (says_where_ && severity_.unread.empty());
    if (!severity_.is_known) severity_.nearest = nearest_of(known_words(), severity_.unread);
  }

  // "2_of_3_AZs" is a share of the region; "major_AZs" is said of each of them.
  void settle_where() {
    if (!severity_.is_of_zones) return;
    (share_ ? severity_.is_of_region : severity_.is_of_zone) = true;
  }

  void settle() {
    if (is_not_all_) level_ = std::min(severity_.level, level_.value_or(1));
    const Of of = share_ ? what_the_share_is_of() : Of::nothing;
    if (of == Of::what_works) return settle_at(1 - share_->least);
    if (of == Of::what_is_gone) return settle_at(share_->most);
    if (is_healing_) return settle_healing();
    severity_.level = share_ ? share_->most : level_.value_or(severity_.level);
    const bool has_level = share_ || level_;
    if (is_telling_ && !has_level && !severity_.is_for_good) severity_.role = Role::tells;
  }

  // So much is gone by now, whatever was before.
  void settle_at(double level) {
    severity_.level = level;
    severity_.role = level > 0 || !is_healing_ ? Role::impairs : Role::ends;
  }

  // Whatever heals says so, and what else is said is how far: "partial_recovery", "full_recovery",
  // "recovered_90pct". What only tells says no level.
  void settle_healing() {
    const bool is_part = is_not_all_ || (share_ ? share_->least : level_.value_or(1)) < 1;
    if (share_) severity_.left = 1 - share_->least;
    if (is_part) severity_.role = Role::lessens;
    if (!is_part && (is_whole_ || share_)) severity_.role = Role::ends;
  }

  // What is said next of it, or else what was said before: "only 10% of the machines available",
  // "availability down to 40%".
  Of what_the_share_is_of() const {
    const std::size_t behind = at_ + share_->parts;
    if (is_just_before("by") || is_of_a_loss()) return Of::what_is_gone;
    for (std::size_t i = behind; i < of_.size(); ++i) {
      if (of_[i] == Of::nothing || names_its_whole(i, behind)) continue;
      const bool is_gone = of_[i] == Of::measure && of_at(i + 1) == Of::what_is_gone;
      return is_gone ? Of::what_is_gone : settled(of_[i]);
    }
    return what_was_said_before();
  }

  Of what_was_said_before() const {
    bool is_loss = false, is_of_what_works = false;
    for (std::size_t i = at_; i-- > 0;) {
      if (of_[i] == Of::what_is_back) return of_[i];
      is_loss = is_loss || of_[i] == Of::what_is_gone;
      is_of_what_works = is_of_what_works || settled(of_[i]) == Of::what_works;
    }
    const bool is_what_is_left = is_just_before("to") || is_just_before("at");
    if (is_of_what_works && (!is_loss || is_what_is_left)) return Of::what_works;
    return is_healing_ ? Of::nothing : Of::what_is_gone;
  }

  static Of settled(Of of) { return of == Of::measure ? Of::what_works : of; }
  Of of_at(std::size_t i) const { return i < of_.size() ? of_[i] : Of::nothing; }
  bool is_just_before(std::string_view word) const { return at_ > 0 && parts_[at_ - 1] == word; }
  bool is_of_a_loss() const {
    return is_just_before("of") && at_ > 1 && of_[at_ - 2] == Of::what_is_gone;
  }

  // "80% of the impacted machines are back": which ones, and not how they are.
  bool names_its_whole(std::size_t i, std::size_t behind) const {
    return i > behind && of_[i] != Of::measure && (parts_[i - 1] == "of" || parts_[i - 1] == "the");
  }

  const std::vector<std::string> parts_;
  Severity severity_;
  std::optional<double> level_;
  std::optional<Share> share_;  // the first
  std::size_t at_ = 0;          // where that is said
  std::vector<Of> of_;          // each part
  bool says_how_bad_ = false, says_where_ = false;
  bool is_healing_ = false, is_telling_ = false;
  bool is_whole_ = false, is_not_all_ = false, is_negated_ = false;
};

}  // namespace

Severity severity_of(std::string_view words) { return SeverityReader(words).read(); }

}  // namespace blackstart::drill
