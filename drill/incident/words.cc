#include "drill/incident/words.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "recovery/spelling.h"

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
    SeverityWord{"full", Role::impairs, 1},
    SeverityWord{"down", Role::impairs, 1},
    SeverityWord{"outage", Role::impairs, 1},
    SeverityWord{"unavailable", Role::impairs, 1},
    SeverityWord{"relapse", Role::impairs, 1},
    SeverityWord{"near", Role::impairs, 0.95},
    SeverityWord{"almost", Role::impairs, 0.95},
    SeverityWord{"critical", Role::impairs, 0.75},
    SeverityWord{"severe", Role::impairs, 0.75},
    SeverityWord{"major", Role::impairs, 0.5},
    SeverityWord{"high", Role::impairs, 0.5},
    SeverityWord{"partial", Role::impairs, 0.25},
    SeverityWord{"partially", Role::impairs, 0.25},
    SeverityWord{"part", Role::impairs, 0.25},
    SeverityWord{"moderate", Role::impairs, 0.25},
    SeverityWord{"intermittent", Role::impairs, 0.25},
    SeverityWord{"degraded", Role::impairs, 0.1},
    SeverityWord{"degradation", Role::impairs, 0.1},
    SeverityWord{"elevated", Role::impairs, 0.1},
    SeverityWord{"minor", Role::impairs, 0.1},
    SeverityWord{"low", Role::impairs, 0.1},
    SeverityWord{"slow", Role::impairs, 0.1},
    SeverityWord{"thermal", Role::impairs, 0.1},
    SeverityWord{"recovering", Role::lessens},
    SeverityWord{"recovery", Role::lessens},
    SeverityWord{"mitigating", Role::lessens},
    SeverityWord{"improving", Role::lessens},
    SeverityWord{"improved", Role::lessens},
    SeverityWord{"restoring", Role::lessens},
    SeverityWord{"recovered", Role::ends},
    SeverityWord{"resolved", Role::ends},
    SeverityWord{"restored", Role::ends},
    SeverityWord{"mitigated", Role::ends},
    SeverityWord{"ended", Role::ends},
    SeverityWord{"closed", Role::ends},
    SeverityWord{"normal", Role::ends},
    SeverityWord{"tail", Role::ends},
    SeverityWord{"info", Role::tells},
    SeverityWord{"update", Role::tells},
    SeverityWord{"investigating", Role::tells},
    SeverityWord{"identified", Role::tells},
    SeverityWord{"confirmed", Role::tells},
    SeverityWord{"stabilised", Role::tells},
    SeverityWord{"stabilized", Role::tells},
    SeverityWord{"trigger", Role::tells},
    SeverityWord{"precursor", Role::tells},
};

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
    ScopeWord{"api", nullptr},
    ScopeWord{"control", nullptr},
    ScopeWord{"launch", nullptr},
};

struct ThingWord {
  std::string_view word;
  Subject subject;
  bool is_control_plane = false;
};

// Of several known parts the last says what it is: "ec2_network" is network. Two parts that are a
// word of their own are read as one: "blob_storage" is no disk.
constexpr std::array kThings = {
    ThingWord{"ec2", Subject::machines},
    ThingWord{"compute", Subject::machines},
    ThingWord{"gce", Subject::machines},
    ThingWord{"vm", Subject::machines},
    ThingWord{"vms", Subject::machines},
    ThingWord{"instance", Subject::machines},
    ThingWord{"instances", Subject::machines},
    ThingWord{"node", Subject::machines},
    ThingWord{"nodes", Subject::machines},
    ThingWord{"server", Subject::machines},
    ThingWord{"servers", Subject::machines},
    ThingWord{"facility", Subject::machines},
    ThingWord{"power", Subject::machines},
    ThingWord{"cooling", Subject::machines},
    ThingWord{"zone", Subject::machines},
    ThingWord{"az", Subject::machines},
    ThingWord{"datacentre", Subject::machines},
    ThingWord{"datacenter", Subject::machines},
    ThingWord{"ebs", Subject::disks},
    ThingWord{"pd", Subject::disks},
    ThingWord{"disk", Subject::disks},
    ThingWord{"disks", Subject::disks},
    ThingWord{"volume", Subject::disks},
    ThingWord{"volumes", Subject::disks},
    ThingWord{"storage", Subject::disks},
    ThingWord{"snapshot", Subject::disks, true},
    ThingWord{"rds", Subject::database},
    ThingWord{"sql", Subject::database},
    ThingWord{"cloudsql", Subject::database},
    ThingWord{"postgres", Subject::database},
    ThingWord{"database", Subject::database},
    ThingWord{"aurora", Subject::database},
    ThingWord{"eks", Subject::kubernetes, true},
    ThingWord{"gke", Subject::kubernetes, true},
    ThingWord{"aks", Subject::kubernetes, true},
    ThingWord{"ecs", Subject::kubernetes, true},
    ThingWord{"fargate", Subject::kubernetes, true},
    ThingWord{"kubernetes", Subject::kubernetes, true},
    ThingWord{"network", Subject::network},
    ThingWord{"networking", Subject::network},
    ThingWord{"connectivity", Subject::network},
    ThingWord{"vpc", Subject::network},
    ThingWord{"vnet", Subject::network},
    ThingWord{"elb", Subject::network},
    ThingWord{"nlb", Subject::network},
    ThingWord{"nat", Subject::network},
    ThingWord{"dns", Subject::network},
    ThingWord{"route53", Subject::dns, true},
    ThingWord{"s3", Subject::buckets},
    ThingWord{"gcs", Subject::buckets},
    ThingWord{"blob", Subject::buckets},
    ThingWord{"bucket", Subject::buckets},
    ThingWord{"buckets", Subject::buckets},
    ThingWord{"blob_storage", Subject::buckets},
    ThingWord{"object_storage", Subject::buckets},
    ThingWord{"cloud_storage", Subject::buckets},
    ThingWord{"azure_storage", Subject::buckets},
    ThingWord{"queue_storage", Subject::buckets},
    ThingWord{"table_storage", Subject::buckets},
    ThingWord{"storage_account", Subject::buckets},
    ThingWord{"storage_accounts", Subject::buckets},
    ThingWord{"iam", Subject::identity, true},
    ThingWord{"sts", Subject::identity, true},
    ThingWord{"aad", Subject::identity, true},
    ThingWord{"entra", Subject::identity, true},
    ThingWord{"cognito", Subject::identity, true},
    ThingWord{"auth", Subject::identity, true},
    ThingWord{"authentication", Subject::identity, true},
    ThingWord{"login", Subject::identity, true},
    ThingWord{"sign_in", Subject::identity, true},
    ThingWord{"console", Subject::console, true},
    ThingWord{"portal", Subject::console, true},
    ThingWord{"monitoring", Subject::monitoring},
    ThingWord{"cloudwatch", Subject::monitoring},
    ThingWord{"metrics", Subject::monitoring},
    ThingWord{"alarms", Subject::monitoring},
    ThingWord{"capacity", Subject::capacity},
    ThingWord{"region", Subject::everything},
    ThingWord{"all", Subject::everything},
    ThingWord{"most", Subject::everything},
    ThingWord{"everything", Subject::everything},
    ThingWord{"customers", Subject::everything},
    ThingWord{"apis", Subject::everything, true},
};

constexpr std::array<std::string_view, 7> kPremises = {
    "facility", "power", "cooling", "datacentre", "datacenter", "az", "zone"};

// Whose all of it is, and what says that it is gone.
constexpr std::array<std::string_view, 6> kTenants = {
    "tenant", "account", "organization", "organisation", "subscription", "project"};
constexpr std::array<std::string_view, 6> kDeletions = {"deleted", "deletion", "erased",
                                                        "purged",  "wiped",    "destroyed"};
// What says whose or which one it is, and not what.
constexpr std::array<std::string_view, 13> kFillers = {
    "aws",      "amazon", "azure", "microsoft", "gcp",      "google", "service",
    "services", "of",     "the",   "customer",  "internal", "tail"};

// What was hit and no Airflow data plane of this model consists of.
constexpr std::array<std::string_view, 24> kOutside = {
    "dynamodb",   "kinesis",   "lambda",      "redshift", "elasticache", "emr",
    "workspaces", "workspace", "eventbridge", "dataflow", "vertex",      "vsts",
    "devops",     "app",       "support",     "status",   "page",        "cosmos",
    "bigquery",   "pubsub",    "sqs",         "sns",      "openai",      "functions"};

constexpr std::array<std::string_view, 7> kControlPlanes = {
    "api", "control", "plane", "launch", "launches", "provisioning", "propagation"};
constexpr std::array<std::string_view, 2> kGlobal = {"global", "worldwide"};

// "13pct", "80pct": a share.
std::optional<double> share_in(std::string_view part) {
  double number = 0;
  const auto [stop, error] = std::from_chars(part.data(), part.data() + part.size(), number);
  const std::string_view rest = part.substr(static_cast<std::size_t>(stop - part.data()));
  const bool is_share = error == std::errc{} && (rest == "pct" || rest == "percent");
  return is_share && number >= 0 && number <= 100 ? std::optional(number / 100) : std::nullopt;
}

// One letter in so many may be wrong. What is taken for another word is more like it than what is
// only told with it; short words are too much alike.
constexpr std::size_t kLettersPerSlip = 5;
constexpr std::size_t kLettersPerLikeness = 4;
constexpr std::size_t kLongestWord = 40;

struct Likeness {
  std::string_view word;
  std::size_t distance = kLongestWord;
};

template <class Rows>
Likeness nearest_in(const Rows& rows, std::string_view word) {
  Likeness nearest;
  if (word.size() > kLongestWord) return nearest;
  for (const auto& row : rows) {
    const std::size_t distance = recovery::edit_distance(word, row.word);
    if (distance < nearest.distance) nearest = {row.word, distance};
  }
  return nearest;
}

// A known word that a part of these is like; empty: it would be far-fetched.
template <class Rows>
std::string like_in(const Rows& rows, std::string_view words) {
  Likeness found;
  for (const std::string& part : parts_of(words)) {
    const Likeness nearest = nearest_in(rows, part);
    const bool is_like = nearest.distance <= part.size() / kLettersPerLikeness;
    if (is_like && nearest.distance < found.distance) found = nearest;
  }
  return std::string(found.word);
}

template <class List>
bool contains(const List& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

// What the parts of a severity add up to.
class SeverityReader {
 public:
  Severity read(std::string_view words) {
    severity_.is_known = false;
    for (const std::string& part : parts_of(words)) see(part);
    if (!severity_.is_known) severity_.nearest = like_in(kSeverities, words);
    if (level_) severity_.level = *level_;
    // "partially restored" is not the end.
    if (severity_.role == Role::ends && level_ && *level_ < 1) severity_.role = Role::lessens;
    if (severity_.role == Role::lessens && share_) severity_.left = 1 - *share_;
    return severity_;
  }

 private:
  void see(const std::string& part) {
    if (const auto share = share_in(part); share && !share_) {
      share_ = share;
      severity_.is_known = true;
      if (severity_.role == Role::impairs) level_ = share;
    }
    if (const auto* row = std::ranges::find(kSeverities, part, &SeverityWord::word);
        row != kSeverities.end()) {
      see(*row);
    }
    const auto* scope = std::ranges::find(kScopes, part, &ScopeWord::word);
    if (scope == kScopes.end()) return;
    severity_.is_known = true;
    if (scope->scope != nullptr) severity_.*scope->scope = true;
  }

  // Whatever heals says so last: "partial_recovery". Of two levels the lower is meant:
  // "near_total".
  void see(const SeverityWord& row) {
    severity_.is_known = true;
    if (row.role != Role::impairs) severity_.role = row.role;
    if (row.level != kSaysNothing && !share_) level_ = std::min(row.level, level_.value_or(1));
  }

  Severity severity_;
  std::optional<double> level_, share_;
};

// What the parts of a thing add up to.
class ThingReader {
 public:
  Thing read(std::string_view words) {
    const std::vector<std::string> parts = parts_of(words);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (i + 1 < parts.size() && see_thing(parts[i] + "_" + parts[i + 1]))
        ++i;
      else
        see(parts[i]);
    }
    if (is_outside_) thing_.subject = Subject::outside;
    const bool is_tenant =
        known_.empty() && has_tenant_ && !has_unread_ && (thing_.is_deleted || parts.size() == 1);
    if (is_tenant) thing_.subject = Subject::tenant;
    thing_.is_known = is_outside_ || is_tenant || !known_.empty();
    if (!thing_.is_known) thing_.nearest = like_in(kThings, words);
    if (has_unread_ && !is_outside_) thing_.taken_for = known_;
    return thing_;
  }

 private:
  void see(const std::string& part) {
    const bool is_thing = see_thing(part);
    const bool is_outside = contains(kOutside, part);
    const bool is_side = contains(kControlPlanes, part);
    const bool is_global = contains(kGlobal, part);
    is_outside_ = is_outside_ || is_outside;
    thing_.is_control_plane = thing_.is_control_plane || is_side;
    thing_.is_global = thing_.is_global || is_global;
    thing_.is_premises = thing_.is_premises || contains(kPremises, part);
    const bool is_tenant = contains(kTenants, part), is_deletion = contains(kDeletions, part);
    has_tenant_ = has_tenant_ || is_tenant;
    thing_.is_deleted = thing_.is_deleted || is_deletion;
    const bool is_read = is_thing || is_outside || is_side || is_global || is_tenant || is_deletion;
    has_unread_ = has_unread_ || (!is_read && !contains(kFillers, part));
  }

  bool see_thing(const std::string& word) {
    const auto* row = std::ranges::find(kThings, word, &ThingWord::word);
    if (row == kThings.end()) return false;
    thing_.subject = row->subject;
    thing_.is_control_plane = thing_.is_control_plane || row->is_control_plane;
    known_ = word;
    return true;
  }

  Thing thing_;
  std::string known_;
  bool is_outside_ = false, has_tenant_ = false, has_unread_ = false;
};

}  // namespace

std::vector<std::string> parts_of(std::string_view words) {
  std::vector<std::string> parts(1);
  for (const char c : words) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool is_part = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
    if (is_part)
      parts.back() += lower;
    else if (!parts.back().empty())
      parts.emplace_back();
  }
  if (parts.back().empty()) parts.pop_back();
  return parts;
}

Severity severity_of(std::string_view words) { return SeverityReader().read(words); }

Thing thing_of(std::string_view words) {
  Thing thing = ThingReader().read(words);
  if (thing.is_known) return thing;
  const Likeness meant = nearest_in(kThings, words);
  if (meant.distance > words.size() / kLettersPerSlip) return thing;
  thing = ThingReader().read(meant.word);
  thing.taken_for = meant.word;
  return thing;
}

}  // namespace blackstart::drill
