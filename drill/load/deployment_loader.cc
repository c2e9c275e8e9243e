#include "drill/load/deployment_loader.h"

#include <algorithm>

#include "drill/load/world_loader.h"

namespace blackstart::drill {
namespace {

using sim::DataClass;
using sim::kNone;
using sim::Provenance;

class DeploymentLoader {
 public:
  DeploymentLoader(const Node::Member& member, sim::WorldSpec& world,
                   const std::vector<sim::Person>& people, Instant starts_at, Problems& problems)
      : fields_(member.value, problems),
        world_(world),
        people_(people),
        starts_at_(starts_at),
        problems_(problems),
        id_(static_cast<sim::DeploymentId>(world.deployments.size())) {
    world_.deployments.push_back({.name = member.key});
  }

  void load() {
    load_head();
    load_environment();
    for (const auto& [key, data_class] : {std::pair{"variables", DataClass::variable},
                                          {"connections", DataClass::connection},
                                          {"pools", DataClass::pool}}) {
      load_configuration(key, data_class);
    }
    for (const std::string& role : fields_.texts("roles"))
      add(DataClass::role, Provenance::none, role);
    for (const Node::Member& dag : fields_.named("dags"))
      add(DataClass::pause_flag, Provenance::none, dag.key);
    for (const Node::Member& dag : fields_.named("dags")) load_dag(dag);
    fields_.finish();
  }

 private:
  sim::DeploymentSpec& spec() { return world_.deployments[id_]; }

  void add(DataClass data_class, Provenance provenance, std::string name) {
    spec().items.push_back(static_cast<sim::ItemId>(world_.items.size()));
    world_.items.push_back({.data_class = data_class,
                            .provenance = provenance,
                            .name = std::move(name),
                            .deployment = id_,
                            .owner = spec().owner});
  }

  void load_head() {
    if (const Node* cluster = fields_.require("cluster")) {
      spec().cluster = find_named(world_.clusters, fields_.text("cluster"), "cluster",
                                  cluster->place, problems_);
    }
    const std::string tier = fields_.text("tier", world_.tiers.back());
    const auto found = std::ranges::find(world_.tiers, tier);
    spec().tier = static_cast<std::uint32_t>(found - world_.tiers.begin());
    if (found == world_.tiers.end()) {
      problems_.add(fields_.find("tier")->place,
                    "unknown tier '" + tier + "'" + suggestion(tier, world_.tiers));
      spec().tier = 0;
    }
    spec().owner = fields_.text("owner", "data-team");
    const Node* owner = fields_.find("owner");
    find_named(people_, spec().owner, "person",
               owner == nullptr ? fields_.node().place : owner->place, problems_);
    load_executor();
    spec().scheduler_count = static_cast<std::uint32_t>(fields_.count("scheduler_count", 1, 1, 16));
    spec().is_high_availability = fields_.flag("is_high_availability", false);
    spec().is_development_mode = fields_.flag("is_development_mode", false);
    spec().runtime_version = fields_.text("runtime_version");
    spec().image_tag = fields_.text("image_tag", "latest");
    spec().workload_identity = fields_.text("workload_identity");
    load_fernet_key();
    for (const char* accepted : {"worker_queues", "origin", "description"}) fields_.find(accepted);
    add(DataClass::image, Provenance::none, spec().image_tag);
    add(DataClass::dag_bundle, Provenance::none,
        fields_.text("dag_bundle_version", spec().image_tag));
  }

  void load_executor() {
    static const std::vector<std::string> kNames = {"CELERY", "KUBERNETES", "ASTRO"};
    const std::string name = fields_.text("executor", "CELERY");
    const auto found = std::ranges::find(kNames, name);
    if (found == kNames.end()) {
      problems_.add(fields_.find("executor")->place,
                    "unknown executor '" + name + "'" + suggestion(name, kNames));
      return;
    }
    spec().profile.executor = static_cast<sim::Executor>(found - kNames.begin());
  }

  void load_fernet_key() {
    const std::string key = fields_.text("fernet_key", "kept");
    spec().keeps_fernet_key = key == "kept";
    if (key == "kept" || key == "lost_with_cluster") return;
    problems_.add(fields_.find("fernet_key")->place, "expected \"kept\" or \"lost_with_cluster\"");
  }

  void load_environment() {
    for (const Node::Member& member : fields_.named("environment_variables")) {
      Fields variable(member.value, problems_);
      add(DataClass::environment_variable,
          variable.flag("secret", false) ? Provenance::secret : Provenance::plain, member.key);
      variable.finish();
    }
    for (const std::string& address : fields_.texts("alert_emails")) {
      add(DataClass::alert_email, Provenance::none, address);
    }
  }

  void load_configuration(const char* key, DataClass data_class) {
    const Node* node = fields_.find(key, Node::Kind::object);
    if (node == nullptr) return;
    Fields by_provenance(*node, problems_);
    for (const auto& [name, provenance] : {std::pair{"ui", Provenance::ui},
                                           {"image", Provenance::image},
                                           {"environment", Provenance::environment},
                                           {"secrets_backend", Provenance::secrets_backend}}) {
      for (const std::string& entry : by_provenance.texts(name)) add(data_class, provenance, entry);
    }
    by_provenance.finish();
  }

  void load_dag(const Node::Member& member) {
    Fields fields(member.value, problems_);
    sim::DagSpec dag{.name = member.key};
    dag.schedule.every = schedule_of(fields);
    dag.start_date = fields.instant("start_date").value_or(starts_at_);
    load_tasks(fields, dag);
    dag.paused = fields.flag("paused", false);
    dag.tags = fields.texts("tags");
    if (const Node* needs = fields.find("needs", Node::Kind::array)) {
      for (const Node& need : needs->elements) {
        if (expect(need, Node::Kind::string, problems_)) load_need(need, dag);
      }
    }
    fields.finish();
    spec().dags.push_back(std::move(dag));
  }

  // A number of tasks, one after the other and all alike.
  static void load_tasks(Fields& fields, sim::DagSpec& dag) {
    const auto count = static_cast<std::uint32_t>(fields.count("tasks", 1, 1, 10'000));
    sim::TaskSpec task;
    task.duration = sim::Distribution::constant(
        fields.duration("task_duration").value_or(std::chrono::minutes(1)));
    task.xcom_rows = static_cast<std::uint32_t>(fields.count("xcom_rows", 1, 0, 1'000));
    task.xcom_bytes = static_cast<std::uint64_t>(fields.count("xcom_bytes", 0));
    task.log_bytes = static_cast<std::uint64_t>(fields.count("log_bytes", 0));
    dag.tasks = sim::chain_of(count, task);
  }

  Duration schedule_of(Fields& fields) {
    const Node* node = fields.find("schedule", Node::Kind::string);
    if (node == nullptr || node->string == "@daily") return std::chrono::days(1);
    if (node->string == "@hourly") return std::chrono::hours(1);
    if (node->string == "@weekly") return std::chrono::days(7);
    const auto every = duration_of(*node, problems_);
    if (every && *every < std::chrono::seconds(1))
      problems_.add(node->place, "a schedule is at least \"1s\"");
    return every && *every >= std::chrono::seconds(1) ? *every : std::chrono::days(1);
  }

  void load_need(const Node& node, sim::DagSpec& dag) {
    if (node.string == "workload_identity") {
      dag.needs.push_back({.kind = sim::NeedKind::workload_identity});
      return;
    }
    std::vector<std::string> known = {"workload_identity"};
    if (spec().cluster == kNone) return;
    const sim::ClusterSpec& cluster = world_.clusters[spec().cluster];
    for (std::uint32_t i = 0; i < cluster.allow_lists.size(); ++i) {
      known.push_back("allow_list:" + cluster.allow_lists[i].name);
      if (known.back() == node.string) {
        dag.needs.push_back({.kind = sim::NeedKind::allow_list, .item = i});
        return;
      }
    }
    bool is_known = false;
    const std::vector<sim::ItemId>* const holders[] = {&cluster.items, &spec().items};
    for (const auto* items : holders) {
      for (const sim::ItemId item : *items)
        is_known = add_need(item, node.string, dag, known) || is_known;
    }
    if (!is_known)
      problems_.add(node.place,
                    "unknown need '" + node.string + "'" + suggestion(node.string, known));
  }

  // A peering is of no use without the routes that lead through it.
  bool add_need(sim::ItemId item, const std::string& wanted, sim::DagSpec& dag,
                std::vector<std::string>& known) {
    const sim::ItemSpec& candidate = world_.items[item];
    known.push_back(std::string(name_of(candidate.data_class)) + ":" + candidate.name);
    const bool leads_there =
        candidate.via != kNone && "peering:" + world_.items[candidate.via].name == wanted;
    if (known.back() != wanted && !leads_there) return false;
    dag.needs.push_back({.kind = sim::NeedKind::item, .item = item});
    return true;
  }

  Fields fields_;
  sim::WorldSpec& world_;
  const std::vector<sim::Person>& people_;
  Instant starts_at_;
  Problems& problems_;
  sim::DeploymentId id_;
};

}  // namespace

void load_deployment(const Node::Member& member, sim::WorldSpec& world,
                     const std::vector<sim::Person>& people, Instant starts_at,
                     Problems& problems) {
  DeploymentLoader(member, world, people, starts_at, problems).load();
}

}  // namespace blackstart::drill
