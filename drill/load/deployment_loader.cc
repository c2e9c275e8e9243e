#include "drill/load/deployment_loader.h"

#include <algorithm>

#include "drill/load/airflow_loader.h"
#include "drill/load/platform_loader.h"
#include "drill/read/names.h"

namespace blackstart::drill {
namespace {

using sim::DataClass;
using sim::Provenance;

class DeploymentLoader {
 public:
  DeploymentLoader(const Node& node, const std::vector<sim::Person>& people,
                   const DagSurroundings& around)
      : fields_(node, around.problems),
        people_(people),
        around_(around),
        world_(around.world),
        problems_(around.problems) {}

  void load() {
    load_head();
    load_environment();
    for (const auto& [key, data_class] : {std::pair{"variables", DataClass::variable},
                                          {"connections", DataClass::connection},
                                          {"pools", DataClass::pool}}) {
      load_configuration(key, data_class);
    }
    load_pool_sizes(fields_, world_, spec(), problems_);
    for (const std::string& role : fields_.texts("roles"))
      add(DataClass::role, Provenance::none, role);
    for (const Node::Member& dag : fields_.named("dags"))
      add(DataClass::pause_flag, Provenance::none, dag.key);
    for (const Node::Member& dag : fields_.named("dags")) load_dag(dag, around_);
    fields_.finish();
  }

 private:
  sim::DeploymentSpec& spec() { return around_.spec(); }

  void add(DataClass data_class, Provenance provenance, std::string name) {
    spec().items.push_back(static_cast<sim::ItemId>(world_.items.size()));
    world_.items.push_back({.data_class = data_class,
                            .provenance = provenance,
                            .name = std::move(name),
                            .deployment = around_.deployment,
                            .owner = spec().owner});
  }

  void load_head() {
    if (const Node* cluster = fields_.require("cluster")) {
      spec().cluster = find_named(world_.clusters, fields_.text("cluster"), "cluster",
                                  cluster->place, problems_);
    }
    spec().tier = static_cast<std::uint32_t>(
        fields_.word("tier", world_.tiers.size() - 1, world_.tiers, "tier"));
    spec().owner = fields_.text("owner", "data-team");
    const Node* owner = fields_.find("owner");
    find_named(people_, spec().owner, "person",
               owner == nullptr ? fields_.node().place : owner->place, problems_);
    load_airflow(fields_, spec(), problems_);
    spec().is_high_availability = fields_.flag("is_high_availability", false);
    spec().is_development_mode = fields_.flag("is_development_mode", false);
    load_hibernation();
    load_stateful_pods(fields_, spec(), problems_);
    spec().image_tag = fields_.text("image_tag", "latest");
    spec().workload_identity = fields_.text("workload_identity");
    load_fernet_key();
    for (const char* accepted : {"origin", "description"}) fields_.find(accepted);
    add(DataClass::image, Provenance::none, spec().image_tag);
    add(DataClass::dag_bundle, Provenance::none,
        fields_.text("dag_bundle_version", spec().image_tag));
  }

  void load_hibernation() {
    const Node* flag = fields_.find("is_hibernating");
    const Node* schedules = fields_.find("hibernation_schedules", Node::Kind::array);
    spec().is_hibernating = fields_.flag("is_hibernating", false);
    for (std::size_t i = 0; schedules != nullptr && i < schedules->elements.size(); ++i)
      load_hibernation_schedule(schedules->elements[i]);
    const bool ever_sleeps = spec().is_hibernating || !spec().hibernation_schedules.empty();
    if (!ever_sleeps || spec().is_development_mode) return;
    problems_.add((spec().is_hibernating ? flag : schedules)->place,
                  "only a Deployment in development mode hibernates; write "
                  "\"is_development_mode\": true");
  }

  void load_hibernation_schedule(const Node& node) {
    if (!expect(node, Node::Kind::object, problems_)) return;
    Fields schedule(node, problems_);
    const bool is_enabled = schedule.flag("enabled", true);
    schedule.find("description");
    const auto sleeps_at = cron_in(schedule, "hibernate_at");
    const auto wakes_at = cron_in(schedule, "wake_at");
    schedule.finish();
    if (sleeps_at && wakes_at && is_enabled)
      spec().hibernation_schedules.push_back({.sleeps_at = *sleeps_at, .wakes_at = *wakes_at});
  }

  std::optional<sim::Cron> cron_in(Fields& fields, std::string_view key) {
    const Node* node = fields.require(key, Node::Kind::string);
    if (node == nullptr) return std::nullopt;
    auto read = sim::Cron::parse(node->string);
    if (const auto* mistake = std::get_if<sim::CronMistake>(&read)) {
      problems_.add(node->place, mistake->what);
      return std::nullopt;
    }
    return std::get<sim::Cron>(read);
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

  Fields fields_;
  const std::vector<sim::Person>& people_;
  const DagSurroundings& around_;
  sim::WorldSpec& world_;
  Problems& problems_;
};

}  // namespace

void load_deployment(const Node& node, const std::vector<sim::Person>& people,
                     const DagSurroundings& around) {
  DeploymentLoader(node, people, around).load();
}

}  // namespace blackstart::drill
