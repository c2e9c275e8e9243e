#include <algorithm>
#include <fstream>
#include <sstream>

#include "drill/load/change.h"
#include "drill/load/judgement_loader.h"
#include "drill/load/recovery_loader.h"
#include "drill/load/timing_loader.h"
#include "drill/load/world_loader.h"
#include "drill/scenario.h"
#include "drill/text/durations.h"
#include "providers/mock/operations.h"
#include "sim/fault.h"
#include "sim/random.h"

namespace blackstart::drill {
namespace {

namespace fs = std::filesystem;

const Instant kDefaultStart =
    Instant(std::chrono::sys_days(std::chrono::year(2026) / 1 / 5).time_since_epoch());

std::uint64_t hash_with_file(std::uint64_t hash, const fs::path& file) {
  std::ostringstream bytes;
  bytes << hash << ' ' << std::ifstream(file, std::ios::binary).rdbuf();
  return sim::hash_name(bytes.str());
}

// Files that include one another by "extends"; a file that is being read may not be reached again.
class Includes {
 public:
  explicit Includes(Problems& problems) : problems_(problems) {}

  Node read(const fs::path& file, const Place& by) {
    const fs::path path = file.lexically_normal();
    if (std::ranges::find(open_, path) != open_.end()) {
      problems_.add(by, "a loop: " + path.generic_string() + " includes itself");
      return {.kind = Node::Kind::object};
    }
    open_.push_back(path);
    hash_ = hash_with_file(hash_, path);
    Node node = extended(read_document(path, problems_), path);
    open_.pop_back();
    return node;
  }

  // A path relative to the file that names it, or the thing itself.
  Node resolve(const Node& node, const fs::path& named_in) {
    if (node.is(Node::Kind::string)) return read(named_in.parent_path() / node.string, node.place);
    return extended(node, named_in);
  }

  // Of the bytes of all files that were read, in that order.
  std::uint64_t hash() const { return hash_; }

 private:
  Node extended(Node node, const fs::path& file) {
    const Node* base = node.find("extends");
    if (base == nullptr || !expect(*base, Node::Kind::string, problems_)) return node;
    return merged(read(file.parent_path() / base->string, base->place), node);
  }

  Problems& problems_;
  std::vector<fs::path> open_;
  std::uint64_t hash_ = 0;
};

class ScenarioLoader {
 public:
  ScenarioLoader(const fs::path& file, const std::vector<Change>& changes)
      : includes_(problems_),
        file_(file),
        root_(includes_.read(file, {.file = file.generic_string()})) {
    for (const Change& each : changes) change(root_, each.pointer, each.value, problems_);
  }

  Scenario load() {
    give_up_if_wrong();
    Fields fields(root_, problems_);
    Scenario scenario;
    scenario.file = file_;
    scenario.title = fields.text("title", file_.stem().generic_string());
    fields.find("extends");
    load_time(fields);
    load_parts(fields);
    give_up_if_wrong();
    load_faults(fields);
    load_deploys(fields);
    load_strategy(fields, scenario);
    load_judgements(fields, setup_, scenario, problems_);
    fields.finish();
    give_up_if_wrong();
    finish(scenario);
    return scenario;
  }

 private:
  void give_up_if_wrong() const {
    if (problems_.any()) throw InputError(problems_);
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
      load_timings(includes_.resolve(*timings, file_), setup_.timings, problems_);
    }
    const auto& people = fields.named("people");
    load_people(people, setup_.people, problems_);
    if (const Node* world = fields.require("world")) {
      world_ = includes_.resolve(*world, file_);
      if (const Node* patch = fields.find("override", Node::Kind::object))
        world_ = merged(world_, *patch);
      if (!problems_.any())
        setup_.world = load_world(world_, setup_.starts_at, setup_.people, problems_);
      load_people(people, setup_.people, ignored_);  // the scenario's word is the last
    }
    if (const Node* limits = fields.find("limits", Node::Kind::object))
      setup_.limits = load_limits(*limits, problems_);
  }

  void load_faults(Fields& fields) {
    const Node* list = fields.find("faults", Node::Kind::array);
    if (list == nullptr) return;
    for (const Node& node : list->elements) load_fault(node);
    std::ranges::stable_sort(setup_.faults, {}, &sim::FaultSpec::begins);
  }

  void load_fault(const Node& node) {
    Fields fields(node, problems_);
    sim::FaultSpec fault;
    const Node* kind = fields.require("kind");
    const Node* target = fields.require("target");
    const Node* at = fields.require("at");
    fault.name = fields.text("name", fields.text("kind"));
    if (kind != nullptr)
      fault.kind = find_named(sim::faults(), fields.text("kind"), "fault", kind->place, problems_);
    if (fault.kind != sim::kNone && target != nullptr) {
      const std::string name = fields.text("target");
      fault.target =
          sim::faults()[fault.kind].target == sim::FaultKind::Target::region
              ? find_named(setup_.world.regions, name, "region", target->place, problems_)
              : find_named(setup_.world.services, name, "service", target->place, problems_);
    }
    fault.begins = setup_.starts_at + fields.duration("at").value_or(Duration{0});
    if (at != nullptr && fault.begins >= setup_.ends_at)
      problems_.add(at->place, "begins after the horizon: nothing would be tested");
    fault.lasts = fields.duration("for").value_or(recovery::kForever);
    if (fault.lasts == Duration{0})
      problems_.add(fields.find("for")->place, "a fault lasts longer than \"0s\"");
    fields.finish();
    setup_.faults.push_back(std::move(fault));
  }

  void load_deploys(Fields& fields) {
    const Node* list = fields.find("deploys", Node::Kind::array);
    if (list == nullptr) return;
    for (const Node& node : list->elements) {
      Fields deploy(node, problems_);
      sim::DeploySpec spec{.change = deploy.text("change", "image"),
                           .reaches_twin = deploy.flag("reaches_twin", true)};
      const Node* at = deploy.require("at");
      spec.at = setup_.starts_at + deploy.duration("at").value_or(Duration{0});
      if (at != nullptr && spec.at > setup_.ends_at) {
        problems_.add(at->place, "is after the horizon: nothing would be deployed");
      }
      if (const Node* name = deploy.require("deployment")) {
        spec.deployment = find_named(setup_.world.deployments, deploy.text("deployment"),
                                     "Deployment", name->place, problems_);
      }
      deploy.finish();
      setup_.deploys.push_back(std::move(spec));
    }
  }

  void load_strategy(Fields& fields, Scenario& scenario) {
    const Node* node = fields.find("strategy", Node::Kind::object);
    const Node* watch = fields.find("detection", Node::Kind::object);
    if (node == nullptr) {
      std::string declared_by;  // nobody acts on it, but what it says must be right
      if (watch != nullptr) load_detection(*watch, setup_.world, declared_by, problems_);
      return;
    }
    Fields strategy(*node, problems_);
    recovery::Brief brief;
    const Node* kind = strategy.require("kind");
    brief.strategy = scenario.strategy = strategy.text("kind");
    if (kind != nullptr)
      find_named(recovery::strategies(), brief.strategy, "strategy", kind->place, problems_);
    scenario.from = brief.move.from = region(strategy, "from");
    scenario.to = brief.move.to = region(strategy, "to");
    if (scenario.from == scenario.to)
      problems_.add(node->place, "recovery leads from one region to another");
    brief.move.ticket_opened_by = person(strategy, "ticket_opened_by", brief.move.ticket_opened_by);
    brief.move.vendor = person(strategy, "vendor", brief.move.vendor);
    if (brief.strategy == "two_clusters") pair_twins(scenario.from, scenario.to, *node);
    if (const Node* runbook = strategy.find("runbook")) {
      brief.runbook = load_runbook(includes_.resolve(*runbook, file_), setup_, problems_);
    }
    strategy.finish();
    brief.detection.from = {brief.move.to};
    if (watch != nullptr)
      brief.detection = load_detection(*watch, setup_.world, brief.declared_by, problems_);
    if (watch != nullptr && !brief.declared_by.empty()) {
      find_named(setup_.people, brief.declared_by, "person", watch->find("declared_by")->place,
                 problems_);
    }
    brief_ = std::move(brief);
  }

  std::string region(Fields& fields, std::string_view key) {
    const Node* node = fields.require(key);
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
      if (setup_.world.regions[setup_.world.clusters[i].region].name == to) candidates.push_back(i);
    }
    for (sim::ClusterSpec& cluster : setup_.world.clusters) {
      if (setup_.world.regions[cluster.region].name != from || cluster.twin != sim::kNone) continue;
      if (candidates.size() == 1)
        cluster.twin = candidates.front();
      else
        problems_.add(node.place, "cluster '" + cluster.name + "' has no twin in " + to +
                                      "; name one by \"twin\"");
    }
  }

  void finish(Scenario& scenario) {
    scenario.hash = includes_.hash();
    scenario.premises = premises();
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
      give_up_if_wrong();
    }
  }

  std::map<std::string, std::string> premises() const {
    std::map<std::string, std::string> premises = {
        {"/starts_at", text_of(setup_.starts_at)},
        {"/horizon", text_of(setup_.ends_at - setup_.starts_at)}};
    if (const Node* faults = root_.find("faults")) {
      for (std::size_t i = 0; i < faults->elements.size(); ++i) {
        Node fault = faults->elements[i];
        std::erase_if(fault.members, [](const Node::Member& each) { return each.key == "name"; });
        premises.emplace("/faults/" + std::to_string(i), canonical(fault));
      }
    }
    const Node* deployments = world_.find("deployments");
    if (deployments == nullptr) return premises;
    for (const Node::Member& deployment : deployments->members) {
      const Node* dags = deployment.value.find("dags");
      premises.emplace("/world/deployments/" + deployment.key + "/dags",
                       dags == nullptr ? "none" : canonical(*dags));
    }
    return premises;
  }

  Problems problems_, ignored_;
  Includes includes_;
  fs::path file_;
  Node root_, world_;
  sim::Setup setup_;
  std::optional<recovery::Brief> brief_;
};

}  // namespace

Scenario load_scenario(const std::filesystem::path& file, const std::vector<Change>& changes) {
  return ScenarioLoader(file, changes).load();
}

}  // namespace blackstart::drill
