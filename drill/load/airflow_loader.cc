#include "drill/load/airflow_loader.h"

#include <algorithm>
#include <charconv>

namespace blackstart::drill {
namespace {

constexpr std::uint32_t kNewestAirflow = 3;
// Source: Astronomer's Runtime release notes: 13 is the last Runtime of Airflow 2; from Airflow 3
// on a Runtime is called after its Airflow, as in 3.1-14.
constexpr std::uint32_t kLastRuntimeOfAirflow2 = 13;

std::optional<std::uint32_t> leading_number(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end != text.data() ? std::optional(number) : std::nullopt;
}

std::optional<std::uint32_t> airflow_of_runtime(std::string_view runtime) {
  const auto number = leading_number(runtime);
  const std::size_t dash = runtime.find('-');
  const bool is_as_its_airflow =  // 3.1-14, and not 5.0.0-rc1
      dash != std::string_view::npos && std::ranges::count(runtime.substr(0, dash), '.') == 1;
  if (number && is_as_its_airflow) return number;
  if (number && *number <= kLastRuntimeOfAirflow2) return 2;
  return std::nullopt;
}

// 3, "3" or "3.1.0".
std::optional<std::uint32_t> version_of(const Node& node) {
  const auto number = node.is(Node::Kind::string) ? leading_number(node.string) : std::nullopt;
  for (const std::uint32_t version : {2U, 3U}) {
    if (number == version || (node.is(Node::Kind::integer) && node.integer == version))
      return version;
  }
  return std::nullopt;
}

std::uint32_t version_in(Fields& fields, std::uint32_t fallback, Problems& problems) {
  const Node* node = fields.find("airflow_version");
  if (node == nullptr) return fallback;
  const auto version = version_of(*node);
  if (!version) problems.add(node->place, "the version of Airflow is 2 or 3, or such as \"3.1.0\"");
  return version.value_or(fallback);
}

sim::Executor executor_in(Fields& fields) {
  return static_cast<sim::Executor>(
      fields.word("executor", 0, {"CELERY", "KUBERNETES", "ASTRO"}, "executor"));
}

sim::WorkerQueueSpec queue_of(const Node::Member& member, Problems& problems) {
  Fields fields(member.value, problems);
  sim::WorkerQueueSpec queue{.name = member.key};
  const auto count = [&](std::string_view key, std::uint32_t fallback, std::int64_t least) {
    return static_cast<std::uint32_t>(fields.count(key, fallback, least, 10'000));
  };
  queue.workers_min = count("min_worker_count", queue.workers_min, 0);
  queue.workers_max = count("max_worker_count", queue.workers_max, 1);
  queue.concurrency = count("worker_concurrency", queue.concurrency, 1);
  for (const char* accepted : {"worker_type", "is_default"}) fields.find(accepted);
  fields.finish();
  if (queue.workers_min > queue.workers_max)
    problems.add(member.value.place, "min_worker_count is not above max_worker_count");
  return queue;
}

void load_queues(Fields& fields, sim::DeploymentSpec& deployment, Problems& problems) {
  const auto& members = fields.named("worker_queues");
  if (members.empty()) return;
  deployment.worker_queues.clear();
  for (const Node::Member& member : members)
    deployment.worker_queues.push_back(queue_of(member, problems));
}

// "airflow": {"zombie_threshold": "5m", "parallelism": 64, …}.
void load_thresholds(Fields& fields, sim::Profile& profile, Problems& problems) {
  const Node* node = fields.find("airflow", Node::Kind::object);
  if (node == nullptr) return;
  Fields overrides(*node, problems);
  for (const sim::ProfileRow& row : sim::profile_rows()) {
    if (row.count != nullptr) {
      std::uint32_t& value = profile.*row.count;
      const std::int64_t least = row.may_be_zero ? 0 : 1;
      value = static_cast<std::uint32_t>(overrides.count(row.name, value, least, 1'000'000));
    } else if (const auto duration = overrides.duration(row.name)) {
      profile.*row.duration = *duration;
      if (*duration == Duration{0} && !row.may_be_zero)
        problems.add(overrides.find(row.name)->place, "a period is longer than \"0s\"");
    }
  }
  overrides.finish();
}

std::uint32_t slots_in(Fields& fields, std::string_view key) {
  return static_cast<std::uint32_t>(fields.count(key, sim::PoolSpec{}.slots, 1, 1'000'000));
}

// 4, or {"slots": 4, "include_deferred": true}.
sim::PoolSpec pool_in(Fields& pools, const Node& node, const std::string& name,
                      Problems& problems) {
  sim::PoolSpec pool{.name = name};
  if (!node.is(Node::Kind::object)) {
    pool.slots = slots_in(pools, name);
    return pool;
  }
  Fields fields(node, problems);
  pool.slots = slots_in(fields, "slots");
  pool.includes_deferred = fields.flag("include_deferred", false);
  fields.finish();
  return pool;
}

}  // namespace

void load_airflow(Fields& fields, sim::DeploymentSpec& deployment, Problems& problems) {
  deployment.runtime_version = fields.text("runtime_version");
  deployment.profile.executor = executor_in(fields);
  const auto of_runtime = airflow_of_runtime(deployment.runtime_version);
  const Node* runtime = fields.find("runtime_version");
  if (runtime != nullptr && !leading_number(deployment.runtime_version))
    problems.add(runtime->place, "'" + deployment.runtime_version +
                                     "' is not a runtime version such as \"3.1-14\" or \"12.1.0\"");
  deployment.profile.airflow_major =
      version_in(fields, of_runtime.value_or(kNewestAirflow), problems);
  deployment.scheduler_count =
      static_cast<std::uint32_t>(fields.count("scheduler_count", 1, 1, 16));
  load_queues(fields, deployment, problems);
  load_thresholds(fields, deployment.profile, problems);
}

// "pool_slots": {"warehouse": 4, "default_pool": 128}.
void load_pool_sizes(Fields& fields, const sim::WorldSpec& world, sim::DeploymentSpec& deployment,
                     Problems& problems) {
  const Node* node = fields.find("pool_slots", Node::Kind::object);
  if (node == nullptr) return;
  std::vector<std::string> known = {"default_pool"};
  for (const sim::ItemId item : deployment.items) {
    if (world.items[item].data_class == sim::DataClass::pool)
      known.push_back(world.items[item].name);
  }
  Fields pools(*node, problems);
  for (const std::string& name : known) {
    if (const Node* pool = pools.find(name))
      deployment.pools.push_back(pool_in(pools, *pool, name, problems));
  }
  pools.finish();
}

}  // namespace blackstart::drill
