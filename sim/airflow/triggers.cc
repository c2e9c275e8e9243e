#include <algorithm>

#include "sim/airflow/access.h"
#include "sim/airflow/airflow.h"
#include "sim/airflow/runs.h"
#include "sim/random.h"

namespace blackstart::sim {
namespace {

const std::uint64_t kArrival = hash_name("request arrives");

void plan_request(Stage& stage, DeploymentId deployment, std::uint32_t dag, std::uint32_t count) {
  const Distribution& arrivals =
      stage.setup.world.deployments[deployment].dags[dag].schedule.arrivals;
  const double luck = uniform(
      {.seed = stage.seed,
       .purpose = kArrival,
       .entity = stage.world.layout->dag(stage.world.layout->places(deployment).dags + dag).luck,
       .attempt = count});
  stage.schedule(stage.now + std::max(arrivals.draw(luck), Duration(1)),
                 {.kind = EventKind::dag_triggered, .a = deployment, .b = dag, .c = count + 1});
}

// Whoever calls from outside follows its names, or whoever told it where to call.
bool is_called(const Stage& stage, InstanceId id) {
  const SiteId reached = stage.world.callers_reach[spec_of(stage, id).cluster];
  return reached == kNone || reached == stage.world.instances[id].site;
}

void lose_trigger(Stage& stage, DeploymentId deployment, std::uint32_t dag) {
  stage.record(Happening::trigger_lost, deployment, dag);
}

// Source: apache/airflow assets/manager.py: an update is not queued for a DAG that is paused.
bool queues_assets(const Stage& stage, InstanceId id, std::uint32_t dag) {
  return stage.world.answers_requests(id) && stage.world.instances[id].is_unpaused &&
         !dag_layout(stage, id, dag).is_paused;
}

void update_asset(Stage& stage, InstanceId id, std::uint32_t dag, AssetId asset) {
  if (!queues_assets(stage, id, dag))
    return lose_trigger(stage, stage.world.instances[id].deployment, dag);
  const std::vector<AssetId>& assets = spec_of(stage, id).dags[dag].schedule.assets;
  std::uint32_t seen = dag_state(stage, id, dag).assets_seen;
  for (std::size_t i = 0; i < assets.size(); ++i) {
    if (assets[i] == asset) seen |= 1u << (i % 32);
  }
  if (seen == dag_state(stage, id, dag).assets_seen) return;
  see_assets(stage, id, dag, seen);
  plan_next_run(stage, id, dag);
}

}  // namespace

void plan_requests(Stage& stage, DeploymentId deployment) {
  const auto& dags = stage.setup.world.deployments[deployment].dags;
  for (std::uint32_t dag = 0; dag < dags.size(); ++dag) {
    if (dags[dag].schedule.kind == ScheduleSpec::Kind::external)
      plan_request(stage, deployment, dag, 0);
  }
}

void on_dag_triggered(Stage& stage, DeploymentId deployment, std::uint32_t dag,
                      std::uint32_t count) {
  plan_request(stage, deployment, dag, count);
  const InstanceId primary = stage.world.primary_of[deployment];
  // A request that nobody answers has no interval by which it could be made up for.
  if (!is_called(stage, primary) || !stage.world.answers_requests(primary))
    return lose_trigger(stage, deployment, dag);
  create_run(stage, primary, dag, RunKind::external, stage.now);
}

void see_assets(Stage& stage, InstanceId id, std::uint32_t dag, std::uint32_t seen) {
  dag_state(stage, id, dag).assets_seen = seen;
  stage.world.assets_seen.append({.at = stage.now, .instance = id, .dag = dag, .seen = seen});
}

std::uint32_t assets_seen_at(const World& world, InstanceId id, std::uint32_t dag, Instant at) {
  for (std::size_t i = world.assets_seen.size(); i > 0; --i) {
    const AssetsSeen& assets = world.assets_seen[i - 1];
    if (assets.instance == id && assets.dag == dag && assets.at <= at) return assets.seen;
  }
  return 0;
}

void update_assets(Stage& stage, InstanceId from, const TaskSpec& task) {
  for (const AssetId asset : task.updates) {
    for (const DagRef& consumer : stage.setup.world.assets[asset].consumers) {
      const bool is_own = consumer.deployment == stage.world.instances[from].deployment;
      update_asset(stage, is_own ? from : stage.world.primary_of[consumer.deployment], consumer.dag,
                   asset);
    }
  }
}

}  // namespace blackstart::sim
