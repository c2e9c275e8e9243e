#include "drill/load/timing_loader.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "providers/mock/operations.h"
#include "recovery/check.h"
#include "sim/kubernetes/profile.h"

namespace blackstart::drill {
namespace {

using recovery::Duration;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

struct Default {
  std::string_view operation;
  Duration p50, p95;        // equal: a constant
  std::string_view source;  // empty: an assumption
  std::string_view assumption;
};

constexpr std::string_view kMined =
    "terraform apply logs in public files, median and 95th percentile";
constexpr std::string_view kGuess = "no published figure";

// What is used where neither the scenario nor its timings say otherwise.
constexpr std::array kDefaults = {
    Default{"region.probe", {}, {}, "", "a probe answers at once"},
    Default{"zones.probe", {}, {}, "", "a probe answers at once"},
    Default{"zone.evacuate", minutes(2), minutes(2), "",
            "Application Recovery Controller says \"a few minutes\""},
    Default{"database.fail_over", {}, {}, "", "one call; how long the promotion takes is its own"},
    Default{"stuck_pods.replace", seconds(30), seconds(30), "", "a few calls; no published figure"},
    Default{"deployment.check", {}, {}, "", "a look at what stands"},
    Default{"disaster.declare", {}, {}, "", "deciding takes no longer than responding"},
    Default{"vpc.create", seconds(3), seconds(15), kMined, ""},
    Default{"nat_gateway.create", milliseconds(106500), seconds(125), kMined, ""},
    Default{"peering.request", seconds(60), seconds(120),
            "astronomer/docs@0fd057ffa astro/connect-aws.md", ""},
    Default{"cluster.create", milliseconds(573500), seconds(664), kMined, ""},
    Default{"node_pool.create", seconds(119), seconds(192), kMined, ""},
    Default{"database.create", seconds(299), seconds(851), kMined, ""},
    Default{"metadata.restore", minutes(10), minutes(40), "",
            "depends on the size of the database; no published figure"},
    Default{"dns.update", seconds(60), seconds(60),
            "Route 53: generally within 60 s to all servers", ""},
};

sim::Timing timing_of(const Default& row) {
  const auto distribution = row.p50 == row.p95
                                ? sim::Distribution::constant(row.p50)
                                : sim::Distribution::quantiles(0.5, row.p50, 0.95, row.p95);
  return {distribution, std::string(row.source), std::string(row.assumption)};
}

// "p95" -> 0.95, "p99.9" -> 0.999.
std::optional<double> probability_in(std::string_view key) {
  if (key.size() < 2 || key.front() != 'p') return std::nullopt;
  double percent = 0;
  const auto [end, error] = std::from_chars(key.data() + 1, key.data() + key.size(), percent);
  const bool is_one =
      error == std::errc() && end == key.data() + key.size() && percent > 0 && percent < 100;
  return is_one ? std::optional(percent / 100) : std::nullopt;
}

std::vector<Duration> durations_in(const Node& list, Problems& problems) {
  std::vector<Duration> durations;
  if (!expect(list, Node::Kind::array, problems)) return durations;
  for (const Node& element : list.elements) {
    if (const auto duration = duration_of(element, problems)) durations.push_back(*duration);
  }
  return durations;
}

std::optional<sim::Distribution> range_in(const Node& list, Problems& problems) {
  const auto bounds = durations_in(list, problems);
  if (bounds.size() == 2 && bounds[0] <= bounds[1])
    return sim::Distribution::range(bounds[0], bounds[1]);
  problems.add(list.place, "a range is two durations, the shorter first");
  return std::nullopt;
}

std::optional<sim::Distribution> samples_in(const Node& list, Problems& problems) {
  auto samples = durations_in(list, problems);
  if (!samples.empty()) return sim::Distribution::samples(std::move(samples));
  problems.add(list.place, "samples are at least one duration");
  return std::nullopt;
}

std::optional<sim::Distribution> quantiles_in(Fields& fields, Problems& problems) {
  std::vector<std::pair<double, Duration>> quantiles;
  for (const Node::Member& member : fields.node().members) {
    const auto probability = probability_in(member.key);
    if (!probability) continue;
    fields.find(member.key);
    if (const auto duration = duration_of(member.value, problems))
      quantiles.emplace_back(*probability, *duration);
  }
  std::ranges::sort(quantiles);
  const bool rises = quantiles.size() == 2 && quantiles[0].first < quantiles[1].first &&
                     quantiles[0].second <= quantiles[1].second;
  if (rises) {
    return sim::Distribution::quantiles(quantiles[0].first, quantiles[0].second, quantiles[1].first,
                                        quantiles[1].second);
  }
  problems.add(fields.node().place,
               "expected a duration as \"constant\", a \"range\", \"samples\", or two rising "
               "quantiles such as "
               "\"p50\" and \"p95\"");
  return std::nullopt;
}

std::optional<sim::Distribution> distribution_in(Fields& fields, Problems& problems) {
  const Node* constant = fields.find("constant");
  const Node* range = fields.find("range");
  const Node* samples = fields.find("samples");
  if ((constant != nullptr) + (range != nullptr) + (samples != nullptr) > 1) {
    problems.add(fields.node().place, "one of \"constant\", \"range\" and \"samples\" is enough");
    return std::nullopt;
  }
  if (constant != nullptr) {
    const auto duration = duration_of(*constant, problems);
    return duration ? std::optional(sim::Distribution::constant(*duration)) : std::nullopt;
  }
  if (range != nullptr) return range_in(*range, problems);
  if (samples != nullptr) return samples_in(*samples, problems);
  return quantiles_in(fields, problems);
}

}  // namespace

std::optional<sim::Timing> load_timing(const Node& node, Problems& problems) {
  if (node.is(Node::Kind::string)) {
    const auto duration = duration_of(node, problems);
    if (!duration) return std::nullopt;
    return sim::Timing{sim::Distribution::constant(*duration), "", "given without a source"};
  }
  if (!node.is(Node::Kind::object)) {
    problems.add(node.place,
                 "expected a duration such as \"90s\", or an object such as "
                 "{\"p50\": \"5m\", \"p95\": \"20m\", \"source\": \"...\"}");
    return std::nullopt;
  }
  Fields fields(node, problems);
  const auto distribution = distribution_in(fields, problems);
  sim::Timing timing{.source = fields.text("source"), .assumption = fields.text("assumption")};
  fields.find("note");
  fields.finish();
  if (timing.source.empty() == timing.assumption.empty()) {
    problems.add(node.place, "a figure has either a \"source\" or an \"assumption\"");
    return std::nullopt;
  }
  if (!distribution) return std::nullopt;
  timing.distribution = *distribution;
  return timing;
}

Timings default_timings() {
  Timings timings;
  for (const sim::Operation& operation : mock::operations()) {
    timings.emplace(operation.name,
                    timing_of({operation.name, minutes(1), minutes(5), "", kGuess}));
  }
  for (const sim::PlatformTiming& row : sim::platform_timings()) {
    timings.emplace(row.key, sim::Timing{sim::Distribution::range(row.low, row.high),
                                         std::string(row.source), std::string(row.assumption)});
  }
  for (const Default& row : kDefaults) {
    const auto found = timings.find(row.operation);
    recovery::check(found != timings.end(), "what has a default is an operation");
    found->second = timing_of(row);
  }
  return timings;
}

void load_timings(const Node& node, Timings& timings, Problems& problems) {
  if (!expect(node, Node::Kind::object, problems)) return;
  std::vector<std::string> known;
  for (const auto& [key, timing] : timings) known.push_back(key);
  for (const Node::Member& member : node.members) {
    if (member.key == "title" || member.key == "$schema") continue;
    const auto found = timings.find(member.key);
    if (found == timings.end()) {
      problems.add(member.place, unknown("operation", member.key, known));
    } else if (const auto timing = load_timing(member.value, problems)) {
      found->second = *timing;
    }
  }
}

}  // namespace blackstart::drill
