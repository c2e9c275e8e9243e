#include <algorithm>

#include "drill/load/change.h"
#include "drill/load/fault_loader.h"
#include "drill/load/includes.h"
#include "drill/load/judgement_loader.h"
#include "drill/load/names.h"
#include "drill/load/origin_loader.h"
#include "drill/load/peace_loader.h"
#include "drill/load/people.h"
#include "drill/load/price_loader.h"
#include "drill/load/recovery_loader.h"
#include "drill/load/timing_loader.h"
#include "drill/load/world_loader.h"
#include "drill/scenario.h"
#include "drill/text/durations.h"
#include "providers/mock/operations.h"

namespace blackstart::drill {
namespace {

namespace fs = std::filesystem;

const Instant kDefaultStart =
    Instant(std::chrono::sys_days(std::chrono::year(2026) / 1 / 5).time_since_epoch());

constexpr double kMostEvents = 5e7;

class ScenarioLoader {
 public:
  ScenarioLoader(const fs::path& file, const std::vector<Change>& changes)
      : includes_(problems_), file_(file), root_(includes_.read(file)) {
    root_ = includes_.extended(std::move(root_));
    for (const Change& each : changes) change(root_, each.pointer, each.value, problems_);
    if (!changes.empty()) root_ = includes_.extended(std::move(root_));
  }

  Scenario load() {
    if (!root_.is(Node::Kind::object)) expect(root_, Node::Kind::object, problems_), give_up();
    Fields fields(root_, problems_);
    Scenario scenario;
    scenario.file = file_;
    scenario.title = fields.text("title", file_.stem().generic_string());
    load_time(fields);
    load_parts(fields);
    if (world_.is(Node::Kind::object)) load_what_happens_in_the_world(fields, scenario);
    fields.finish();
    if (problems_.any()) give_up();
    finish(scenario);
    return scenario;
  }

 private:
  [[noreturn]] void give_up() const { throw InputError(problems_); }

  void load_what_happens_in_the_world(Fields& fields, Scenario& scenario) {
    setup_.world = load_world(world_, setup_.starts_at, setup_.people, problems_);
    load_people(fields.named("people"), setup_.people,
                ignored_);  // the scenario's is the last word
    load_faults(fields);
    load_deploys(fields, setup_, problems_);
    load_edits(fields, setup_, problems_);
    load_strategy(fields, scenario);
    must_be_asked_for(fields.named("people"), Fields(world_, ignored_).named("people"), setup_,
                      brief_, problems_);
    must_come_to_an_end(fields);
    load_judgements(fields, setup_, scenario, problems_);
    load_origin(fields, setup_, scenario, problems_);
  }

  void load_time(Fields& fields) {
    setup_.starts_at = fields.instant("starts_at").value_or(kDefaultStart);
    const Duration horizon = fields.duration("horizon").value_or(std::chrono::hours(48));
    if (horizon <= Duration{0})
      problems_.add(fields.find("horizon")->place, "a horizon is longer than \"0s\"");
    setup_.ends_at = setup_.starts_at + horizon;
  }

  void load_parts(Fields& fields) {
    setup_.people = default_people();
    setup_.timings = default_timings();
    if (const Node* timings = fields.find("timings")) {
      load_timings(includes_.resolve(*timings), setup_.timings, problems_);
    }
    if (const Node* prices = fields.find("prices"))
      load_prices(includes_.resolve(*prices), prices_, problems_);
    load_people(fields.named("people"), setup_.people, problems_);
    if (const Node* world = fields.require("world")) {
      world_ = includes_.resolve(*world);
      expect(world_, Node::Kind::object, problems_);
    }
    if (const Node* patch = fields.find("override", Node::Kind::object))
      world_ = includes_.merged(world_, *patch);
    // Names cannot be looked up in a world that could not be read: these wait until it can be.
    if (!world_.is(Node::Kind::object)) {
      for (const char* key :
           {"faults", "deploys", "strategy", "detection", "objectives", "expectations", "accepted"})
        fields.find(key);
    }
    if (const Node* limits = fields.find("limits", Node::Kind::object))
      setup_.limits = load_limits(*limits, problems_);
  }

  // A schedule of seconds over a horizon of years is well-formed, and would run for a day.
  void must_come_to_an_end(Fields& fields) {
    const auto horizon = static_cast<double>((setup_.ends_at - setup_.starts_at).count());
    const auto times = [horizon](Duration every) {
      return horizon /
             static_cast<double>(std::max<Duration>(every, std::chrono::seconds(1)).count());
    };
    double events = 0;
    for (const sim::DeploymentSpec& deployment : setup_.world.deployments) {
      for (const sim::DagSpec& dag : deployment.dags) {
        if (dag.schedule.kind == sim::ScheduleSpec::Kind::timedelta)
          events += times(dag.schedule.every) * static_cast<double>(dag.tasks.size() + 1);
      }
    }
    if (brief_) {
      events +=
          times(brief_->detection.probe_every) * static_cast<double>(brief_->detection.from.size());
    }
    const Node* horizon_given = fields.find("horizon");
    if (events > kMostEvents)
      problems_.add(horizon_given == nullptr ? root_.place : horizon_given->place,
                    "more than 50 million runs, tasks and probes would be simulated; shorten the "
                    "horizon, or schedule and probe less often");
  }

  void load_faults(Fields& fields) {
    const Node* list = fields.find("faults", Node::Kind::array);
    if (list == nullptr) return;
    for (const Node& node : list->elements) load_fault(node, setup_, problems_);
    std::ranges::stable_sort(setup_.faults, {}, &sim::FaultSpec::begins);
  }

  void load_strategy(Fields& fields, Scenario& scenario) {
    const Node* node = fields.find("strategy", Node::Kind::object);
    const Node* watch = fields.find("detection", Node::Kind::object);
    recovery::Brief brief;
    // Without a strategy nobody acts on it, but what it says must be right.
    if (watch != nullptr)
      brief.detection = load_detection(*watch, setup_, brief.declared_by, problems_);
    if (node == nullptr) return;
    Fields strategy(*node, problems_);
    const Node* kind = strategy.require("kind", Node::Kind::string);
    brief.strategy = scenario.strategy = strategy.text("kind");
    if (kind != nullptr)
      find_named(recovery::strategies(), brief.strategy, "strategy", kind->place, problems_);
    scenario.from = brief.move.from = region(strategy, "from");
    const recovery::Strategy* row = recovery::find_strategy(brief.strategy);
    const bool leaves = row == nullptr || row->leaves_region;
    const bool says_where = leaves || strategy.find("to") != nullptr;
    scenario.to = brief.move.to = says_where ? region(strategy, "to") : scenario.from;
    if (!leaves && scenario.from != scenario.to)
      problems_.add(node->place, "an in-region recovery stays in its region");
    if (leaves && scenario.from == scenario.to && !scenario.to.empty())
      problems_.add(node->place, "recovery leads from one region to another");
    must_hold_a_cluster(strategy, scenario.from);
    brief.move.ticket_opened_by = person(strategy, "ticket_opened_by", brief.move.ticket_opened_by);
    brief.move.vendor = person(strategy, "vendor", brief.move.vendor);
    if (brief.strategy == "two_clusters") pair_twins(scenario.from, scenario.to, *node);
    if (brief.strategy == "backup_and_restore") must_have_copies(scenario.from, *node);
    if (const Node* runbook = strategy.find("runbook")) {
      brief.runbook = load_runbook(includes_.resolve(*runbook), setup_, problems_);
    }
    strategy.finish();
    if (brief.detection.from.empty()) brief.detection.from = {brief.move.to};
    if (row != nullptr)
      must_be_answered(std::string(row->probe), brief.detection, watch == nullptr ? *node : *watch);
    brief_ = std::move(brief);
  }

  // A probe that is given up before it answers is neither a miss nor a sighting.
  void must_be_answered(const std::string& probe, const recovery::Detection& detection,
                        const Node& node) {
    const Duration fastest = setup_.timings.at(probe).distribution.quantile(0.001);
    if (fastest < detection.probe_timeout) return;
    problems_.add(node.place, probe + " takes " + text_of(fastest) +
                                  " and is given up after the \"probe_timeout\" of " +
                                  text_of(detection.probe_timeout) +
                                  ": none would ever be answered");
  }

  bool is_in(const sim::ClusterSpec& cluster, const std::string& region) const {
    return cluster.region != sim::kNone && setup_.world.regions[cluster.region].name == region;
  }

  void must_hold_a_cluster(Fields& strategy, const std::string& from) {
    const auto& regions = setup_.world.regions;
    const bool is_known = std::ranges::find(regions, from, &sim::RegionSpec::name) != regions.end();
    const auto is_there = [&](const sim::ClusterSpec& each) { return is_in(each, from); };
    if (is_known && std::ranges::none_of(setup_.world.clusters, is_there))
      problems_.add(strategy.find("from")->place,
                    "no cluster is in '" + from + "': there would be nothing to recover");
  }

  std::string region(Fields& fields, std::string_view key) {
    const Node* node = fields.require(key, Node::Kind::string);
    const std::string name = fields.text(key);
    if (node != nullptr) find_named(setup_.world.regions, name, "region", node->place, problems_);
    return name;
  }

  std::string person(Fields& fields, std::string_view key, std::string fallback) {
    const Node* node = fields.find(key, Node::Kind::string);
    if (node == nullptr) return fallback;
    find_named(setup_.people, node->string, "person", node->place, problems_);
    return node->string;
  }

  // A cluster without a named twin is paired with the only cluster in the other region.
  void pair_twins(const std::string& from, const std::string& to, const Node& node) {
    setup_.deploys_to_twins = true;
    std::vector<sim::ClusterId> candidates;
    for (sim::ClusterId i = 0; i < setup_.world.clusters.size(); ++i) {
      if (is_in(setup_.world.clusters[i], to)) candidates.push_back(i);
    }
    for (sim::ClusterSpec& cluster : setup_.world.clusters) {
      if (!is_in(cluster, from)) continue;
      if (cluster.twin == sim::kNone && candidates.size() == 1) cluster.twin = candidates.front();
      if (cluster.twin != sim::kNone && is_in(setup_.world.clusters[cluster.twin], to)) continue;
      problems_.add(node.place, "cluster '" + cluster.name + "' has no twin in " + to +
                                    "; name one by \"twin\"");
    }
  }

  void must_have_copies(const std::string& from, const Node& node) {
    const auto holds_metadata = [](const sim::CopySpec& copy) {
      return copy.holds[static_cast<std::size_t>(sim::Part::metadata)];
    };
    for (const sim::ClusterSpec& cluster : setup_.world.clusters) {
      if (setup_.world.regions[cluster.region].name != from) continue;
      if (std::ranges::any_of(cluster.copies, holds_metadata)) continue;
      problems_.add(node.place, "cluster '" + cluster.name +
                                    "' has no copy of its metadata to restore; give it one under "
                                    "\"protection\"");
    }
  }

  // What an incident's words became is run as it is: the timeline says what came of it.
  void must_hit_something(const Scenario& scenario) {
    const Node* faults = root_.find("faults");
    if (faults == nullptr || scenario.origin) return;
    must_take_nodes(*faults, setup_, problems_);
    if (problems_.any()) give_up();
  }

  void finish(Scenario& scenario) {
    must_hit_something(scenario);
    scenario.hash = includes_.hash();
    scenario.prices = prices_;
    if (brief_) {
      brief_->name = scenario.title;
      brief_->inventory = inventory_of(setup_.world, setup_.starts_at);
      for (const auto& [operation, timing] : setup_.timings)
        brief_->expected[operation] = timing.distribution.median();
      for (const sim::Person& each : setup_.people)
        brief_->responds[each.name] = each.responds.distribution.median();
      setup_.missions.push_back(std::make_shared<const recovery::MissionPlan>(std::move(*brief_)));
    }
    scenario.setup = std::make_shared<const sim::Setup>(std::move(setup_));
    try {
      scenario.binding = std::make_shared<const sim::Binding>(scenario.setup, mock::operations());
    } catch (const sim::BindingError& error) {
      const std::string& step = scenario.setup->missions.front()->step(error.step()).name;
      problems_.add(root_.find("strategy")->place, "step '" + step + "': " + error.what());
      give_up();
    }
  }

  Problems problems_, ignored_;
  Includes includes_;
  fs::path file_;
  Node root_, world_;
  sim::Setup setup_;
  Prices prices_ = default_prices();
  std::optional<recovery::Brief> brief_;
};

}  // namespace

Scenario load_scenario(const std::filesystem::path& file, const std::vector<Change>& changes) {
  return ScenarioLoader(file, changes).load();
}

sim::WorldSpec load_world_file(const std::filesystem::path& file) {
  Problems problems;
  Includes includes(problems);
  const Node node = includes.extended(includes.read(file));
  std::vector<sim::Person> people = default_people();
  sim::WorldSpec world;
  if (!problems.any()) world = load_world(node, kDefaultStart, people, problems);
  if (world.clusters.empty() && !problems.any()) problems.add(node.place, "it has no clusters");
  if (problems.any()) throw InputError(problems);
  return world;
}

}  // namespace blackstart::drill
