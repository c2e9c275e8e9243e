#include "drill/load/strategy_loader.h"

#include <algorithm>
#include <array>

#include "drill/load/recovery_loader.h"
#include "drill/read/names.h"
#include "drill/text/durations.h"

namespace blackstart::drill {
namespace {

bool is_in(const sim::ClusterSpec& cluster, const std::string& region,
           const sim::WorldSpec& world) {
  return cluster.region != sim::kNone && world.regions[cluster.region].name == region;
}

// A cluster without a named twin is paired with the only cluster in the other region.
void pair_twins(const recovery::Move& move, const Place& place, sim::Setup& setup,
                Problems& problems) {
  setup.deploys_to_twins = true;
  sim::WorldSpec& world = setup.world;
  std::vector<sim::ClusterId> candidates;
  for (sim::ClusterId i = 0; i < world.clusters.size(); ++i) {
    if (is_in(world.clusters[i], move.to, world)) candidates.push_back(i);
  }
  for (sim::ClusterSpec& cluster : world.clusters) {
    if (!is_in(cluster, move.from, world)) continue;
    if (cluster.twin == sim::kNone && candidates.size() == 1) cluster.twin = candidates.front();
    if (cluster.twin != sim::kNone && is_in(world.clusters[cluster.twin], move.to, world)) continue;
    problems.add(place, "cluster '" + cluster.name + "' has no twin in " + move.to +
                            "; name one by \"twin\"");
  }
}

void must_have_copies(const recovery::Move& move, const Place& place, sim::Setup& setup,
                      Problems& problems) {
  const auto holds_metadata = [](const sim::CopySpec& copy) {
    return copy.holds[static_cast<std::size_t>(sim::Part::metadata)];
  };
  for (const sim::ClusterSpec& cluster : setup.world.clusters) {
    if (!is_in(cluster, move.from, setup.world)) continue;
    if (std::ranges::any_of(cluster.copies, holds_metadata)) continue;
    problems.add(place, "cluster '" + cluster.name +
                            "' has no copy of its metadata to restore; give it one under "
                            "\"protection\"");
  }
}

// What a strategy rests on in peace time: set up, or a problem where it is missing.
struct PeaceTime {
  std::string_view strategy;
  void (*prepare)(const recovery::Move& move, const Place& place, sim::Setup& setup,
                  Problems& problems);
};
constexpr std::array kPeaceTimes = {PeaceTime{"two_clusters", pair_twins},
                                    PeaceTime{"backup_and_restore", must_have_copies}};

class StrategyLoader {
 public:
  StrategyLoader(const Node& node, recovery::Brief& brief, sim::Setup& setup, Problems& problems)
      : fields_(node, problems), brief_(brief), setup_(setup), problems_(problems) {}

  void load(Includes& includes) {
    load_kind();
    load_direction();
    must_hold_a_cluster();
    brief_.move.ticket_opened_by = person("ticket_opened_by", brief_.move.ticket_opened_by);
    brief_.move.vendor = person("vendor", brief_.move.vendor);
    prepare();
    if (const Node* runbook = fields_.find("runbook"))
      brief_.runbook = load_runbook(includes.resolve(*runbook), setup_, problems_);
    fields_.finish();
  }

 private:
  void load_kind() {
    const Node* kind = fields_.require("kind", Node::Kind::string);
    brief_.strategy = fields_.text("kind");
    if (kind != nullptr)
      find_named(recovery::strategies(), brief_.strategy, "strategy", kind->place, problems_);
  }

  void load_direction() {
    const recovery::Strategy* known = recovery::find_strategy(brief_.strategy);
    const bool leaves = known == nullptr || known->leaves_region;
    recovery::Move& move = brief_.move;
    move.from = region("from");
    const bool says_where = leaves || fields_.find("to") != nullptr;
    move.to = says_where ? region("to") : move.from;
    if (!leaves && move.from != move.to)
      problems_.add(fields_.node().place, "an in-region recovery stays in its region");
    if (leaves && move.from == move.to && !move.to.empty())
      problems_.add(fields_.node().place, "recovery leads from one region to another");
  }

  void must_hold_a_cluster() {
    const sim::WorldSpec& world = setup_.world;
    const std::string& from = brief_.move.from;
    const auto is_there = [&](const sim::ClusterSpec& each) { return is_in(each, from, world); };
    const bool is_known =
        std::ranges::find(world.regions, from, &sim::RegionSpec::name) != world.regions.end();
    if (is_known && std::ranges::none_of(world.clusters, is_there))
      problems_.add(fields_.find("from")->place,
                    "no cluster is in '" + from + "': there would be nothing to recover");
  }

  void prepare() {
    const auto* found = std::ranges::find(kPeaceTimes, brief_.strategy, &PeaceTime::strategy);
    if (found != kPeaceTimes.end())
      found->prepare(brief_.move, fields_.node().place, setup_, problems_);
  }

  std::string region(std::string_view key) {
    const Node* node = fields_.require(key, Node::Kind::string);
    const std::string name = fields_.text(key);
    if (node != nullptr) find_named(setup_.world.regions, name, "region", node->place, problems_);
    return name;
  }

  std::string person(std::string_view key, const std::string& fallback) {
    const Node* node = fields_.find(key, Node::Kind::string);
    if (node == nullptr) return fallback;
    find_named(setup_.people, node->string, "person", node->place, problems_);
    return node->string;
  }

  Fields fields_;
  recovery::Brief& brief_;
  sim::Setup& setup_;
  Problems& problems_;
};

// A probe that is given up before it answers is neither a miss nor a sighting.
void must_be_answered(const recovery::Brief& brief, const sim::Setup& setup, const Place& place,
                      Problems& problems) {
  const recovery::Strategy* strategy = recovery::find_strategy(brief.strategy);
  if (strategy == nullptr) return;
  const std::string probe(strategy->probe);
  const Duration timeout = brief.detection.probe_timeout;
  const Duration fastest = setup.timings.at(probe).distribution.quantile(0.001);
  if (fastest < timeout) return;
  problems.add(place, probe + " takes " + text_of(fastest) +
                          " and is given up after the \"probe_timeout\" of " + text_of(timeout) +
                          ": none would ever be answered");
}

}  // namespace

std::optional<recovery::Brief> load_strategy(Fields& scenario, Includes& includes,
                                             sim::Setup& setup, Problems& problems) {
  const Node* strategy = scenario.find("strategy", Node::Kind::object);
  const Node* watch = scenario.find("detection", Node::Kind::object);
  recovery::Brief brief;
  // Without a strategy nobody acts on it, but what it says must be right.
  if (watch != nullptr)
    brief.detection = load_detection(*watch, setup, brief.declared_by, problems);
  if (strategy == nullptr) return std::nullopt;
  StrategyLoader(*strategy, brief, setup, problems).load(includes);
  if (brief.detection.from.empty()) brief.detection.from = {brief.move.to};
  must_be_answered(brief, setup, watch == nullptr ? strategy->place : watch->place, problems);
  return brief;
}

}  // namespace blackstart::drill
