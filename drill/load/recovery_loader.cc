#include "drill/load/recovery_loader.h"

#include <algorithm>

#include "drill/read/names.h"
#include "drill/text/words.h"
#include "providers/mock/operations.h"

namespace blackstart::drill {
namespace {

using sim::DataClass;
using sim::kNone;
using sim::Provenance;

recovery::Inventory::Cluster cluster_of(const sim::WorldSpec& world, const sim::ClusterSpec& spec) {
  recovery::Inventory::Cluster cluster;
  cluster.name = spec.name;
  cluster.region = world.regions[spec.region].name;
  if (spec.twin != kNone) cluster.twin = world.clusters[spec.twin].name;
  for (const sim::NodePoolSpec& pool : spec.node_pools) cluster.node_pools.push_back(pool.name);
  for (const sim::ItemId id : spec.items) {
    const sim::ItemSpec& item = world.items[id];
    const bool is_customers = item.provenance == Provenance::customer;
    if (item.data_class == DataClass::peering) cluster.peerings.push_back({item.name, item.owner});
    if (item.data_class == DataClass::route && is_customers)
      cluster.customer_routes.push_back({item.name, item.owner});
    if (item.data_class == DataClass::security_group_rule && is_customers) {
      cluster.customer_security_group_rules.push_back({item.name, item.owner});
    }
  }
  for (const sim::AllowListSpec& list : spec.allow_lists)
    cluster.allow_lists.push_back({list.name, list.owner});
  for (std::size_t part = 0; part < sim::kParts; ++part) {
    const auto holds_it = [part](const sim::CopySpec& copy) { return copy.holds[part]; };
    if (std::ranges::any_of(spec.copies, holds_it))
      cluster.copied_parts.emplace_back(sim::kPartNames[part]);
  }
  return cluster;
}

void add_reached(const sim::WorldSpec& world, const sim::DeploymentSpec& spec,
                 const sim::Need& need, recovery::Inventory::Deployment& deployment) {
  const sim::ClusterSpec& cluster = world.clusters[spec.cluster];
  if (need.kind == sim::NeedKind::workload_identity) {
    deployment.uses_workload_identity = true;
  } else if (need.kind == sim::NeedKind::allow_list) {
    add_once(deployment.reaches,
             "allow_list:" + cluster.name + "/" + cluster.allow_lists[need.item].name);
  } else if (need.kind == sim::NeedKind::item && world.items[need.item].cluster != kNone) {
    const sim::ItemSpec& item = world.items[need.item];
    add_once(deployment.reaches,
             std::string(name_of(item.data_class)) + ":" + cluster.name + "/" + item.name);
  }
}

recovery::Inventory::Deployment deployment_of(const sim::WorldSpec& world,
                                              const sim::DeploymentSpec& spec) {
  recovery::Inventory::Deployment deployment;
  deployment.name = spec.name;
  deployment.cluster = world.clusters[spec.cluster].name;
  deployment.tier = spec.tier;
  deployment.owner = spec.owner;
  deployment.uses_workload_identity = !spec.workload_identity.empty();
  for (const sim::ItemId id : spec.items) {
    const sim::ItemSpec& item = world.items[id];
    if (item.provenance == Provenance::ui)
      add_once(deployment.ui_made, std::string(name_of(item.data_class)));
    if (item.data_class == DataClass::alert_email) deployment.has_alert_emails = true;
  }
  for (const sim::DagSpec& dag : spec.dags) {
    for (const sim::Need& need : dag.needs) add_reached(world, spec, need, deployment);
    for (const sim::TaskSpec& task : dag.tasks) {
      for (const sim::Need& need : task.needs) add_reached(world, spec, need, deployment);
    }
  }
  return deployment;
}

void must_be_an_api(const std::string& name, const Place& place, Problems& problems) {
  const std::vector<std::string> known(recovery::apis().begin(), recovery::apis().end());
  if (std::ranges::find(known, name) != known.end()) return;
  problems.add(place, unknown("API", name, known));
}

class RunbookLoader {
 public:
  RunbookLoader(const sim::Setup& setup, Problems& problems) : setup_(setup), problems_(problems) {}

  std::vector<recovery::Step> load(const Node& node) {
    Fields fields(node, problems_);
    fields.text("title");
    if (const Node* steps = fields.require("steps");
        steps != nullptr && expect(*steps, Node::Kind::array, problems_)) {
      for (const Node& step : steps->elements) load_step(step);
      if (steps->elements.empty())
        problems_.add(steps->place, "a runbook without steps recovers nothing");
    }
    fields.finish();
    await_verifications();
    for (const recovery::PlanProblem& problem : recovery::find_problems(steps_)) {
      const std::string instead =
          problem.instead.empty() ? "" : "; did you mean '" + problem.instead + "'?";
      problems_.add(places_[problem.step], problem.what + instead);
    }
    return std::move(steps_);
  }

 private:
  void load_step(const Node& node) {
    Fields fields(node, problems_);
    recovery::Step step;
    step.name = fields.text("name");
    if (const Node* name = fields.require("name", Node::Kind::string);
        name != nullptr && step.name.empty())
      problems_.add(name->place, "a name is not empty");
    step.needs = fields.texts("needs");
    step.owner = fields.text("owner");
    if (const Node* owner = fields.find("owner", Node::Kind::string))
      find_named(setup_.people, step.owner, "person", owner->place, problems_);
    load_action(fields, step);
    const Node* verify = fields.find("verify", Node::Kind::object);
    fields.finish();
    steps_.push_back(step);
    places_.push_back(node.place);
    if (verify != nullptr) load_verification(*verify, step);
  }

  void load_action(Fields& fields, recovery::Step& step) {
    step.operation = fields.text("operation");
    std::uint32_t known = kNone;
    if (const Node* operation = fields.require("operation", Node::Kind::string))
      known =
          find_named(mock::operations(), step.operation, "operation", operation->place, problems_);
    step.target = fields.text("target");
    if (const Node* target = fields.require("target", Node::Kind::string))
      check_target(step, known, target->place);
    step.tier = tier_of(step.target);
    for (const Node::Member& member : fields.named("with")) load_parameter(member, step);
    step.api = fields.text("api");
    if (const Node* api = fields.find("api", Node::Kind::string))
      must_be_an_api(step.api, api->place, problems_);
    step.timeout = fields.duration("timeout").value_or(recovery::kForever);
    if (step.timeout <= Duration{0})
      problems_.add(fields.find("timeout")->place, "a time-out is longer than \"0s\"");
    step.retry.backoff_first = fields.duration("backoff").value_or(step.retry.backoff_first);
    step.retry.backoff_max = std::max(step.retry.backoff_max, step.retry.backoff_first);
    step.retry.attempts_max = 4;
    const Node* retries = fields.find("retries");
    if (retries != nullptr && retries->string == "unlimited")
      step.retry.attempts_max = recovery::Retry::kWithoutEnd;
    else if (retries != nullptr)
      step.retry.attempts_max =
          static_cast<std::uint32_t>(fields.count("retries", 3, 0, 10'000)) + 1;
  }

  // What is about no Deployment is not held up by those of any tier.
  std::uint32_t tier_of(const std::string& target) const {
    for (const sim::DeploymentSpec& deployment : setup_.world.deployments)
      if (target == "deployment:" + deployment.name) return deployment.tier;
    return 0;
  }

  void load_parameter(const Node::Member& member, recovery::Step& step) {
    static const std::vector<std::string> kKnown = {"region", "from", "pool"};
    if (std::ranges::find(kKnown, member.key) == kKnown.end())
      problems_.add(member.place, unknown("parameter", member.key, kKnown));
    if (!expect(member.value, Node::Kind::string, problems_)) return;
    const std::string& value = step.with[member.key] = member.value.string;
    if (member.key == "pool")
      check_pool(value, step.target, member.value.place);
    else
      find_named(setup_.world.regions, value, "region", member.value.place, problems_);
  }

  void check_pool(const std::string& pool, const std::string& target, const Place& place) {
    for (const sim::ClusterSpec& cluster : setup_.world.clusters) {
      if (target == "cluster:" + cluster.name)
        return void(find_named(cluster.node_pools, pool, "node pool", place, problems_));
    }
    if (!target.starts_with("cluster:")) problems_.add(place, "only a cluster has node pools");
  }

  void check_target(const recovery::Step& step, std::uint32_t operation, const Place& place) {
    const std::string& target = step.target;
    const std::vector<std::string> known = known_targets();
    if (std::ranges::find(known, target) == known.end())
      return problems_.add(place, unknown("target", target, known));
    const std::string_view wanted = operation == kNone ? "" : mock::operations()[operation].target;
    if (!wanted.empty() && target.substr(0, target.find(':')) != wanted)
      problems_.add(place, "'" + step.operation + "' is done to a " + std::string(wanted) +
                               ", not to '" + target + "'");
  }

  std::vector<std::string> known_targets() const {
    std::vector<std::string> known;
    for (const auto& region : setup_.world.regions) known.push_back("region:" + region.name);
    for (const auto& deployment : setup_.world.deployments)
      known.push_back("deployment:" + deployment.name);
    for (const auto& cluster : setup_.world.clusters) {
      known.push_back("cluster:" + cluster.name);
      for (const auto& list : cluster.allow_lists)
        known.push_back("allow_list:" + cluster.name + "/" + list.name);
      for (const sim::ItemId id : cluster.items) {
        const sim::ItemSpec& item = setup_.world.items[id];
        known.push_back(std::string(name_of(item.data_class)) + ":" + cluster.name + "/" +
                        item.name);
      }
    }
    return known;
  }

  void load_verification(const Node& node, const recovery::Step& of) {
    Fields fields(node, problems_);
    recovery::Step step;
    step.name = of.name + " (verified)";
    step.needs = {of.name};
    load_action(fields, step);
    fields.finish();
    verified_.push_back(of.name);
    steps_.push_back(std::move(step));
    places_.push_back(node.place);
  }

  // Who needs a step that is verified needs its verification.
  void await_verifications() {
    for (recovery::Step& step : steps_) {
      for (std::string& need : step.needs) {
        const bool is_verified = std::ranges::find(verified_, need) != verified_.end();
        if (is_verified && step.name != need + " (verified)") need += " (verified)";
      }
    }
  }

  const sim::Setup& setup_;
  Problems& problems_;
  std::vector<recovery::Step> steps_;
  std::vector<Place> places_;
  std::vector<std::string> verified_;
};

}  // namespace

recovery::Inventory inventory_of(const sim::WorldSpec& world, Instant as_of) {
  recovery::Inventory inventory;
  inventory.as_of = as_of;
  for (const sim::ClusterSpec& cluster : world.clusters)
    inventory.clusters.push_back(cluster_of(world, cluster));
  for (const sim::DeploymentSpec& each : world.deployments)
    inventory.deployments.push_back(deployment_of(world, each));
  return inventory;
}

std::vector<recovery::Step> load_runbook(const Node& node, const sim::Setup& setup,
                                         Problems& problems) {
  return RunbookLoader(setup, problems).load(node);
}

recovery::Detection load_detection(const Node& node, const sim::Setup& setup,
                                   std::string& declared_by, Problems& problems) {
  Fields fields(node, problems);
  recovery::Detection detection;
  detection.probe_every = fields.duration("probe_every").value_or(detection.probe_every);
  detection.probe_timeout = fields.duration("probe_timeout").value_or(detection.probe_timeout);
  detection.misses = static_cast<std::uint32_t>(fields.count("misses", 3, 1, 64));
  detection.of =
      static_cast<std::uint32_t>(fields.count("of", detection.misses, detection.misses, 64));
  detection.from = fields.texts("from");
  declared_by = fields.text("declared_by");
  if (const Node* person = fields.find("declared_by", Node::Kind::string))
    find_named(setup.people, declared_by, "person", person->place, problems);
  if (detection.probe_timeout <= Duration{0})
    problems.add(fields.find("probe_timeout")->place, "a time-out is longer than \"0s\"");
  if (detection.probe_every < std::chrono::seconds(1)) {
    problems.add(fields.find("probe_every")->place,
                 "probing more often than every second is not a plan");
    detection.probe_every = std::chrono::seconds(1);
  }
  if (const Node* from = fields.find("from", Node::Kind::array)) {
    for (const Node& vantage : from->elements)
      find_named(setup.world.regions, vantage.string, "region", vantage.place, problems);
    if (from->elements.empty())
      problems.add(from->place, "nobody would look; name at least one region");
  }
  fields.finish();
  return detection;
}

recovery::Limits load_limits(const Node& node, Problems& problems) {
  Fields fields(node, problems);
  recovery::Limits limits;
  limits.parallel_calls =
      static_cast<std::uint32_t>(fields.count("parallel_calls", limits.parallel_calls, 1, 100'000));
  for (const Node::Member& member : fields.named("apis")) {
    must_be_an_api(member.key, member.place, problems);
    Fields api(member.value, problems);
    recovery::RateLimit& limit = limits.apis[member.key];
    limit.bucket = static_cast<std::uint32_t>(api.count("bucket", 1, 1, 1'000'000));
    limit.refill_every = api.duration("refill_every").value_or(limit.refill_every);
    if (limit.refill_every <= Duration{0})
      problems.add(api.find("refill_every")->place,
                   "a bucket refills more slowly than every \"0s\"");
    api.finish();
  }
  fields.finish();
  return limits;
}

}  // namespace blackstart::drill
