#include "drill/load/platform_loader.h"

#include <algorithm>
#include <array>
#include <optional>

namespace blackstart::drill {
namespace {

constexpr std::int64_t kNodesMax = 10'000;

// The index of a zone in its region.
std::optional<std::uint32_t> zone_named(const sim::RegionSpec& region, const std::string& name,
                                        const Place& place, Problems& problems) {
  const auto found = std::ranges::find(region.zones, name);
  if (found != region.zones.end()) return static_cast<std::uint32_t>(found - region.zones.begin());
  problems.add(place,
               "unknown zone '" + name + "' of " + region.name + suggestion(name, region.zones));
  return std::nullopt;
}

std::uint32_t nodes_in(const Node::Member& member, Problems& problems) {
  const bool is_count = member.value.is(Node::Kind::integer) && member.value.integer >= 0 &&
                        member.value.integer <= kNodesMax;
  if (is_count) return static_cast<std::uint32_t>(member.value.integer);
  problems.add(member.value.place, "expected a number of nodes, 0 to 10000");
  return 0;
}

// Of a pool that says no more than its name.
sim::NodeRole role_by_name(std::string_view pool) {
  if (pool == "system") return sim::NodeRole::system;
  return pool == "airflow" ? sim::NodeRole::airflow : sim::NodeRole::workers;
}

sim::NodeRole role_in(Fields& fields, std::string_view pool) {
  const auto by_name = static_cast<std::size_t>(role_by_name(pool));
  return static_cast<sim::NodeRole>(
      fields.word("runs", by_name, {"system", "airflow", "workers"}, "role"));
}

sim::NodePoolSpec node_pool_in(const Node::Member& member, Problems& problems) {
  sim::NodePoolSpec pool{.name = member.key};
  Fields fields(member.value, problems);
  pool.runs = role_in(fields, pool.name);
  pool.type = fields.text("type", pool.type);
  pool.nodes = static_cast<std::uint32_t>(fields.count("nodes", 0, 1, kNodesMax));
  pool.nodes_max =
      static_cast<std::uint32_t>(fields.count("max", kNodesMax, pool.nodes, kNodesMax));
  pool.pods = static_cast<std::uint32_t>(fields.count("pods", 0, 1, 1'000));
  fields.finish();
  return pool;
}

void load_node_pools(Fields& cluster, sim::ClusterSpec& spec, Problems& problems) {
  const Node* node = cluster.find("node_pools");
  if (node != nullptr && node->is(Node::Kind::object)) {
    for (const Node::Member& member : node->members)
      spec.node_pools.push_back(node_pool_in(member, problems));
  } else {
    std::vector<std::string> names = cluster.texts("node_pools");
    if (names.empty()) names = {"system", "airflow", "worker"};
    for (const std::string& name : names)
      spec.node_pools.push_back({.name = name, .runs = role_by_name(name)});
  }
  if (spec.node_pools.size() > 64) problems.add(node->place, "more than 64 node pools");
}

// The first two of a cluster's zones, unless the file says otherwise.
void load_database(Fields& cluster, const sim::RegionSpec& region, sim::ClusterSpec& spec,
                   Problems& problems) {
  spec.database.primary = spec.zones.empty() ? 0 : spec.zones[0];
  spec.database.standby = spec.zones.size() < 2 ? spec.database.primary + 1 : spec.zones[1];
  const Node* node = cluster.find("database", Node::Kind::object);
  if (node == nullptr) return;
  Fields fields(*node, problems);
  if (const Node* primary = fields.find("primary", Node::Kind::string)) {
    const auto zone = zone_named(region, primary->string, primary->place, problems);
    if (zone == spec.database.standby) std::swap(spec.database.primary, spec.database.standby);
    if (zone) spec.database.primary = *zone;
  }
  const Node* standby = fields.find("standby");
  if (standby != nullptr && standby->is(Node::Kind::boolean)) {
    spec.database.has_standby = standby->boolean;
  } else if (standby != nullptr && expect(*standby, Node::Kind::string, problems)) {
    const auto zone = zone_named(region, standby->string, standby->place, problems);
    if (zone) spec.database.standby = *zone;
    if (zone == spec.database.primary)
      problems.add(standby->place, "a standby stands in another zone than its primary");
  }
  fields.finish();
}

std::string threshold_problem(const sim::PlatformThreshold& row) {
  return row.count != nullptr ? "expected a number, 0 to 10000" : "expected true or false";
}

void set_threshold(const sim::PlatformThreshold& row, const Node& value,
                   sim::PlatformProfile& profile, Problems& problems) {
  if (row.duration != nullptr) {
    const auto duration = duration_of(value, problems);
    if (duration) profile.*row.duration = *duration;
  } else if (row.count != nullptr && value.is(Node::Kind::integer) && value.integer >= 0 &&
             value.integer <= 10'000) {
    profile.*row.count = static_cast<std::uint32_t>(value.integer);
  } else if (row.flag != nullptr && value.is(Node::Kind::boolean)) {
    profile.*row.flag = value.boolean;
  } else {
    problems.add(value.place, threshold_problem(row));
  }
}

}  // namespace

void load_capacity(Fields& region, sim::RegionSpec& spec, Problems& problems) {
  for (const Node::Member& zone : region.named("capacity")) {
    const auto index = zone_named(spec, zone.key, zone.place, problems);
    if (!index || !expect(zone.value, Node::Kind::object, problems)) continue;
    for (const Node::Member& type : zone.value.members) {
      spec.capacities.push_back(
          {.zone = *index, .type = type.key, .nodes = nodes_in(type, problems)});
    }
  }
  for (const Node::Member& type : region.named("quotas"))
    spec.quotas.push_back({.type = type.key, .nodes = nodes_in(type, problems)});
}

void must_be_types_of_pools(Fields& region, const sim::WorldSpec& world, Problems& problems) {
  std::vector<std::string> known;
  for (const sim::ClusterSpec& cluster : world.clusters)
    for (const sim::NodePoolSpec& pool : cluster.node_pools) known.push_back(pool.type);
  const auto must_be_known = [&](const Node::Member& type) {
    if (std::ranges::find(known, type.key) == known.end())
      problems.add(type.place,
                   "no node pool is of the type '" + type.key + "'" + suggestion(type.key, known));
  };
  for (const Node::Member& zone : region.named("capacity"))
    std::ranges::for_each(zone.value.members, must_be_known);
  std::ranges::for_each(region.named("quotas"), must_be_known);
}

void load_platform(Fields& cluster, const sim::WorldSpec& world, sim::ClusterSpec& spec,
                   Problems& problems) {
  load_node_pools(cluster, spec, problems);
  if (spec.region == sim::kNone) return;
  const sim::RegionSpec& region = world.regions[spec.region];
  for (const std::string& name : cluster.texts("zones")) {
    const auto zone = zone_named(region, name, cluster.find("zones")->place, problems);
    if (zone) spec.zones.push_back(*zone);
  }
  load_database(cluster, region, spec, problems);
}

void load_stateful_pods(Fields& deployment, sim::DeploymentSpec& spec, Problems& problems) {
  for (const std::string& role : deployment.texts("stateful_pods")) {
    if (role == "worker")
      spec.has_stateful_workers = true;
    else if (role == "scheduler")
      spec.has_stateful_schedulers = true;
    else
      problems.add(deployment.find("stateful_pods")->place,
                   unknown("pod", role, {"scheduler", "worker"}));
  }
}

void load_platform_profile(Fields& world, sim::PlatformProfile& profile, Problems& problems) {
  std::vector<std::string> known;
  for (const sim::PlatformThreshold& row : sim::platform_thresholds()) known.emplace_back(row.key);
  for (const Node::Member& member : world.named("kubernetes")) {
    const auto found = std::ranges::find(known, member.key);
    if (found == known.end()) {
      problems.add(member.place, unknown("threshold", member.key, known));
      continue;
    }
    set_threshold(sim::platform_thresholds()[static_cast<std::size_t>(found - known.begin())],
                  member.value, profile, problems);
  }
}

}  // namespace blackstart::drill
