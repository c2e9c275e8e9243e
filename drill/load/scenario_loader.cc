#include <algorithm>

#include "drill/load/change.h"
#include "drill/load/fault_loader.h"
#include "drill/load/judgement_loader.h"
#include "drill/load/origin_loader.h"
#include "drill/load/peace_loader.h"
#include "drill/load/people.h"
#include "drill/load/price_loader.h"
#include "drill/load/recovery_loader.h"
#include "drill/load/strategy_loader.h"
#include "drill/load/timing_loader.h"
#include "drill/load/world_loader.h"
#include "drill/read/includes.h"
#include "drill/scenario.h"
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

  std::vector<fs::path> files() const { return includes_.files(); }

 private:
  [[noreturn]] void give_up() const { throw InputError(problems_); }

  void load_what_happens_in_the_world(Fields& fields, Scenario& scenario) {
    setup_.world = load_world(world_, setup_.starts_at, setup_.people, problems_);
    load_people(fields.named("people"), setup_.people,
                ignored_);  // the scenario's is the last word
    load_faults(fields);
    load_deploys(fields, setup_, problems_);
    load_edits(fields, setup_, problems_);
    brief_ = load_strategy(fields, includes_, setup_, problems_);
    name_strategy(scenario);
    name_what_is_unused(scenario);
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

  void name_strategy(Scenario& scenario) const {
    if (!brief_) return;
    scenario.strategy = brief_->strategy;
    scenario.from = brief_->move.from;
    scenario.to = brief_->move.to;
  }

  void name_what_is_unused(Scenario& scenario) const {
    if (root_.find("detection") != nullptr && !brief_)
      scenario.unused.emplace_back(
          "\"detection\" without a \"strategy\": nobody watches where nothing would be done");
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

std::vector<std::filesystem::path> files_read_for(const std::filesystem::path& file) {
  ScenarioLoader loader(file, {});
  try {
    loader.load();
  } catch (const InputError&) {  // whoever loads it to use it is told
  }
  return loader.files();
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
