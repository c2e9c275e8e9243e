#include "drill/incident/severity.h"

#include <array>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "drill/incident/words.h"

namespace blackstart::drill {
namespace {

constexpr double kSaysNothing = -1;

struct SeverityWord {
  std::string_view word;
  Role role;
  double level = kSaysNothing;
};

// The levels are assumptions: where the publisher gave a number ("13pct") it is used instead.
constexpr std::array kSeverities = {
    SeverityWord{"total", Role::impairs, 1},
    SeverityWord{"complete", Role::impairs, 1},
    SeverityWord{"completely", Role::impairs, 1},
    SeverityWord{"full", Role::impairs, 1},
    SeverityWord{"fully", Role::impairs, 1},
    SeverityWord{"down", Role::impairs, 1},
    SeverityWord{"outage", Role::impairs, 1},
    SeverityWord{"unavailable", Role::impairs, 1},
    SeverityWord{"unreachable", Role::impairs, 1},
    SeverityWord{"offline", Role::impairs, 1},
    SeverityWord{"blackout", Role::impairs, 1},
    SeverityWord{"dark", Role::impairs, 1},
    SeverityWord{"failed", Role::impairs, 1},
    SeverityWord{"shutdown", Role::impairs, 1},
    SeverityWord{"relapse", Role::impairs, 1},
    SeverityWord{"near", Role::impairs, 0.95},
    SeverityWord{"nearly", Role::impairs, 0.95},
    SeverityWord{"almost", Role::impairs, 0.95},
    SeverityWord{"critical", Role::impairs, 0.75},
    SeverityWord{"severe", Role::impairs, 0.75},
    SeverityWord{"most", Role::impairs, 0.75},
    SeverityWord{"mostly", Role::impairs, 0.75},
    SeverityWord{"major", Role::impairs, 0.5},
    SeverityWord{"high", Role::impairs, 0.5},
    SeverityWord{"partial", Role::impairs, 0.25},
    SeverityWord{"partially", Role::impairs, 0.25},
    SeverityWord{"part", Role::impairs, 0.25},
    SeverityWord{"moderate", Role::impairs, 0.25},
    SeverityWord{"intermittent", Role::impairs, 0.25},
    SeverityWord{"degraded", Role::impairs, 0.1},
    SeverityWord{"degradation", Role::impairs, 0.1},
    SeverityWord{"brownout", Role::impairs, 0.1},
    SeverityWord{"elevated", Role::impairs, 0.1},
    SeverityWord{"minor", Role::impairs, 0.1},
    SeverityWord{"low", Role::impairs, 0.1},
    SeverityWord{"slow", Role::impairs, 0.1},
    SeverityWord{"latency", Role::impairs, 0.1},
    SeverityWord{"throttled", Role::impairs, 0.1},
    SeverityWord{"thermal", Role::impairs, 0.1},
    SeverityWord{"impact", Role::impairs},
    SeverityWord{"errors", Role::impairs},
    SeverityWord{"recover", Role::lessens},
    SeverityWord{"recovering", Role::lessens},
    SeverityWord{"recovery", Role::lessens},
    SeverityWord{"mitigating", Role::lessens},
    SeverityWord{"mitigation", Role::lessens},
    SeverityWord{"improving", Role::lessens},
    SeverityWord{"improved", Role::lessens},
    SeverityWord{"restoring", Role::lessens},
    SeverityWord{"resolving", Role::lessens},
    SeverityWord{"recovered", Role::ends},
    SeverityWord{"resolved", Role::ends},
    SeverityWord{"restored", Role::ends},
    SeverityWord{"mitigated", Role::ends},
    SeverityWord{"fixed", Role::ends},
    SeverityWord{"ended", Role::ends},
    SeverityWord{"closed", Role::ends},
    SeverityWord{"normal", Role::ends},
    SeverityWord{"operational", Role::ends},
    SeverityWord{"healthy", Role::ends},
    SeverityWord{"available", Role::ends},
    SeverityWord{"online", Role::ends},
    SeverityWord{"none", Role::ends},
    SeverityWord{"tail", Role::ends},
    SeverityWord{"info", Role::tells},
    SeverityWord{"update", Role::tells},
    SeverityWord{"monitoring", Role::tells},
    SeverityWord{"investigating", Role::tells},
    SeverityWord{"identified", Role::tells},
    SeverityWord{"confirmed", Role::tells},
    SeverityWord{"stable", Role::tells},
    SeverityWord{"stabilised", Role::tells},
    SeverityWord{"stabilized", Role::tells},
    SeverityWord{"trigger", Role::tells},
    SeverityWord{"precursor", Role::tells},
};

// With one of these a recovery is no longer under way: "recovery_complete".
constexpr std::array<std::string_view, 4> kWhole = {"full", "fully", "complete", "completely"};
// "not recovered" changes nothing, "no longer degraded" is the end.
constexpr std::array<std::string_view, 3> kNegations = {"not", "no", "never"};
constexpr std::array<std::string_view, 2> kPercents = {"pct", "percent"};

struct ScopeWord {
  std::string_view word;
  bool Severity::*scope;  // nullptr: who it is about says the list of what was affected
};

constexpr std::array kScopes = {
    ScopeWord{"az", &Severity::is_of_zone},
    ScopeWord{"zone", &Severity::is_of_zone},
    ScopeWord{"zonal", &Severity::is_of_zone},
    ScopeWord{"singleaz", &Severity::is_of_zone},
    ScopeWord{"datacentre", &Severity::is_of_zone},
    ScopeWord{"datacenter", &Severity::is_of_zone},
    ScopeWord{"region", &Severity::is_of_region},
    ScopeWord{"regional", &Severity::is_of_region},
    ScopeWord{"global", &Severity::is_global},
    ScopeWord{"worldwide", &Severity::is_global},
    ScopeWord{"tenant", &Severity::is_of_tenant},
    ScopeWord{"account", &Severity::is_of_tenant},
    ScopeWord{"permanent", &Severity::is_for_good},
    ScopeWord{"destroyed", &Severity::is_for_good},
    ScopeWord{"deleted", &Severity::is_for_good},
    ScopeWord{"deletion", &Severity::is_for_good},
    ScopeWord{"api", &Severity::is_of_control_plane},
    ScopeWord{"apis", &Severity::is_of_control_plane},
    ScopeWord{"control", &Severity::is_of_control_plane},
    ScopeWord{"management", &Severity::is_of_control_plane},
    ScopeWord{"launch", nullptr},
};

std::vector<std::string_view> known_words() {
  std::vector<std::string_view> words;
  for (const SeverityWord& row : kSeverities) words.push_back(row.word);
  return words;
}

// "13pct", "7.5pct", or 30 with "percent" after it: a share.
std::optional<double> share_at(const std::vector<std::string>& parts, std::size_t i) {
  const std::string& part = parts[i];
  double number = 0;
  const char* end = part.data() + part.size();
  const auto [stop, error] = std::from_chars(part.data(), end, number);
  const std::string_view unit = stop == end && i + 1 < parts.size()
                                    ? std::string_view(parts[i + 1])
                                    : std::string_view(stop, static_cast<std::size_t>(end - stop));
  const bool is_share = error == std::errc{} && contains(kPercents, unit);
  return is_share && number >= 0 && number <= 100 ? std::optional(number / 100) : std::nullopt;
}

// What the parts of a severity add up to.
class SeverityReader {
 public:
  Severity read(std::string_view words) {
    severity_.is_known = false;
    const std::vector<std::string> parts = parts_of(words);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (const auto share = share_at(parts, i); share && !share_) share_ = share;
      see(parts[i]);
    }
    severity_.is_known = severity_.is_known || share_.has_value();
    if (!severity_.is_known) severity_.nearest = nearest_of(known_words(), words);
    settle();
    return severity_;
  }

 private:
  void see(const std::string& part) {
    is_negated_ = is_negated_ || contains(kNegations, part);
    is_whole_ = is_whole_ || contains(kWhole, part);
    if (const auto* row = std::ranges::find(kSeverities, part, &SeverityWord::word);
        row != kSeverities.end()) {
      see(*row);
    }
    const auto* scope = std::ranges::find(kScopes, part, &ScopeWord::word);
    if (scope == kScopes.end()) return;
    severity_.is_known = true;
    if (scope->scope != nullptr) severity_.*scope->scope = true;
  }

  void see(const SeverityWord& row) {
    severity_.is_known = true;
    const bool is_negated = std::exchange(is_negated_, false);
    if (is_negated)
      say(row.role == Role::impairs ? Role::ends : Role::tells);
    else
      say(row.role);
    // Of two levels the lower is meant: "near_total".
    if (!is_negated && row.level != kSaysNothing) level_ = std::min(row.level, level_.value_or(1));
  }

  void say(Role role) {
    is_healing_ = is_healing_ || role == Role::lessens || role == Role::ends;
    is_telling_ = is_telling_ || role == Role::tells;
    if (role == Role::lessens || role == Role::ends) severity_.role = role;
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
  bool is_healing_ = false, is_telling_ = false, is_whole_ = false, is_negated_ = false;
};

}  // namespace

Severity severity_of(std::string_view words) { return SeverityReader().read(words); }

}  // namespace blackstart::drill
