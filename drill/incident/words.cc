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
    ScopeWord{"api", nullptr},
    ScopeWord{"control", nullptr},
    ScopeWord{"launch", nullptr},
};

struct ThingWord {
  std::string_view word;
  Subject subject;
  bool is_control_plane = false;
};

// Of several known parts the last says what it is: "ec2_network" is network.
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
    ThingWord{"iam", Subject::identity, true},
    ThingWord{"sts", Subject::identity, true},
    ThingWord{"aad", Subject::identity, true},
    ThingWord{"entra", Subject::identity, true},
    ThingWord{"cognito", Subject::identity, true},
    ThingWord{"auth", Subject::identity, true},
    ThingWord{"authentication", Subject::identity, true},
    ThingWord{"login", Subject::identity, true},
    ThingWord{"sign", Subject::identity, true},
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
    ThingWord{"tenant", Subject::tenant},
    ThingWord{"account", Subject::tenant},
};

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

template <class Rows>
std::string nearest_in(const Rows& rows, std::string_view word) {
  const auto far = [word](const auto& row) { return recovery::edit_distance(word, row.word); };
  return std::string(std::ranges::min_element(rows, {}, far)->word);
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
    if (!severity_.is_known) severity_.nearest = nearest_in(kSeverities, words.substr(0, 40));
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

// One letter in five may be wrong; short words are too much alike.
bool is_slip(std::string_view word, std::string_view known) {
  return recovery::edit_distance(word, known) <= word.size() / 5;
}

Thing read_thing(std::string_view words) {
  Thing thing{.is_known = false};
  bool is_outside = false;
  for (const std::string& part : parts_of(words)) {
    const auto* row = std::ranges::find(kThings, part, &ThingWord::word);
    if (row != kThings.end()) {
      thing.is_known = true;
      thing.subject = row->subject;
      thing.is_control_plane = thing.is_control_plane || row->is_control_plane;
    }
    is_outside = is_outside || contains(kOutside, part);
    thing.is_control_plane = thing.is_control_plane || contains(kControlPlanes, part);
    thing.is_global = thing.is_global || contains(kGlobal, part);
  }
  if (is_outside) thing.subject = Subject::outside;
  thing.is_known = thing.is_known || is_outside;
  if (!thing.is_known) thing.nearest = nearest_in(kThings, words.substr(0, 40));
  return thing;
}

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
  Thing thing = read_thing(words);
  if (thing.is_known || words.size() > 40 || !is_slip(words, thing.nearest)) return thing;
  Thing meant = read_thing(thing.nearest);
  meant.nearest = thing.nearest;
  return meant;
}

}  // namespace blackstart::drill
