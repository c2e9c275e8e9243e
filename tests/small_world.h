#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "providers/mock/operations.h"
#include "recovery/check.h"
#include "sim/fault/fault.h"
#include "sim/kubernetes/profile.h"
#include "sim/simulation.h"

// A world small enough to work out by hand: one cluster in east with one Deployment, rebuilt in
// west. Every option has a default, so that what a test sets is what the test is about.
namespace blackstart::tests {

using namespace std::chrono_literals;
using sim::DataClass;
using sim::Instant;
using sim::Provenance;

inline const Instant kStart =
    Instant(std::chrono::sys_days(std::chrono::year(2026) / 1 / 5).time_since_epoch());

inline constexpr sim::RegionId kEast = 0, kWest = 1;

struct SmallWorld {
  recovery::Duration horizon = 24h;
  recovery::Duration outage_at = 4h;
  recovery::Duration outage_lasts = 10h;
  recovery::Duration every_operation_takes = 10min;
  recovery::Duration people_respond_in = 5min;
  recovery::Duration dag_every = 1h;
  std::vector<std::string> watched_from = {"west"};
  std::vector<recovery::Step> runbook;  // empty: the strategy's own plan
  std::string strategy = "reprovision";
  std::string declared_by = "commander";
  std::uint32_t misses = 3;

  sim::Setup setup() const;
  recovery::Brief brief() const;
};

inline std::shared_ptr<const sim::Binding> binding_of(
    sim::Setup setup, std::span<const sim::Operation> operations = mock::operations()) {
  return std::make_shared<const sim::Binding>(std::make_shared<const sim::Setup>(std::move(setup)),
                                              operations);
}

inline sim::Simulation simulate(sim::Setup setup, std::uint64_t seed = 1) {
  return {binding_of(std::move(setup)), seed};
}

inline sim::Simulation finished(sim::Setup setup, std::uint64_t seed = 1) {
  sim::Simulation simulation = simulate(std::move(setup), seed);
  simulation.run_until(simulation.setup().ends_at);
  return simulation;
}

// When the DAGs were unpaused for the last time.
inline Instant unpaused_at(const sim::Simulation& simulation) {
  std::optional<Instant> unpaused;
  simulation.history().for_each([&](const sim::Record& record) {
    if (record.what == sim::Happening::dags_unpaused) unpaused = record.at;
  });
  recovery::check(unpaused.has_value(), "an unpausing");
  return *unpaused;
}

inline std::uint32_t kind_named(std::string_view name) {
  const auto found = std::ranges::find(sim::faults(), name, &sim::FaultKind::name);
  recovery::check(found != sim::faults().end(), "a kind of fault");
  return static_cast<std::uint32_t>(found - sim::faults().begin());
}

inline sim::Timing constantly(recovery::Duration duration) {
  return {.distribution = sim::Distribution::constant(duration),
          .source = "the test",
          .assumption = ""};
}

inline sim::ItemId add_item(sim::Setup& setup, sim::ItemSpec item) {
  const auto id = static_cast<sim::ItemId>(setup.world.items.size());
  if (item.deployment != sim::kNone) setup.world.deployments[item.deployment].items.push_back(id);
  if (item.cluster != sim::kNone) setup.world.clusters[item.cluster].items.push_back(id);
  setup.world.items.push_back(std::move(item));
  return id;
}

inline void add_things(sim::Setup& setup) {
  const auto of_cluster = [&](DataClass data_class, Provenance provenance, std::string name,
                              std::string owner) {
    add_item(setup, {.data_class = data_class,
                     .provenance = provenance,
                     .name = std::move(name),
                     .cluster = 0,
                     .owner = std::move(owner)});
  };
  const auto of_deployment = [&](DataClass data_class, Provenance provenance, std::string name) {
    add_item(setup, {.data_class = data_class,
                     .provenance = provenance,
                     .name = std::move(name),
                     .deployment = 0,
                     .owner = "team"});
  };
  of_cluster(DataClass::vpc, Provenance::none, "vpc", "");
  of_cluster(DataClass::peering, Provenance::none, "warehouse", "team");
  of_cluster(DataClass::route, Provenance::vendor, "default", "");
  of_cluster(DataClass::route, Provenance::customer, "to-warehouse", "team");
  of_cluster(DataClass::egress_ip, Provenance::none, "nat-a", "");
  of_deployment(DataClass::environment_variable, Provenance::plain, "TARGET");
  of_deployment(DataClass::environment_variable, Provenance::secret, "PASSWORD");
  of_deployment(DataClass::connection, Provenance::ui, "warehouse");
  of_deployment(DataClass::variable, Provenance::image, "threshold");
  of_deployment(DataClass::pause_flag, Provenance::none, "invoices");
  of_deployment(DataClass::image, Provenance::none, "v1");
}

inline recovery::Inventory inventory() {
  recovery::Inventory inventory{.as_of = kStart};
  inventory.clusters.push_back({.name = "production",
                                .region = "east",
                                .twin = "",
                                .node_pools = {"worker"},
                                .peerings = {{"warehouse", "team"}},
                                .customer_routes = {{"to-warehouse", "team"}}});
  inventory.deployments.push_back({.name = "billing",
                                   .cluster = "production",
                                   .tier = 0,
                                   .owner = "team",
                                   .ui_made = {"connection"}});
  return inventory;
}

// One cluster in east, and in it one Deployment with a DAG of two tasks of a minute.
inline sim::WorldSpec bare_world(recovery::Duration dag_every) {
  sim::WorldSpec world{.provider = "aws", .tiers = {"critical"}};
  world.regions = {{.name = "east", .zones = {"a", "b"}}, {.name = "west", .zones = {"a", "b"}}};
  world.services = {{.name = "control_plane"},
                    {.name = "iam", .region = kEast},
                    {.name = "route53", .region = kEast}};
  sim::add_zones_and_regional_services(world);
  world.clusters.push_back(
      {.name = "production", .region = kEast, .node_pools = {{.name = "worker"}}});
  sim::DeploymentSpec billing{.name = "billing", .cluster = 0, .owner = "team"};
  billing.profile.scheduler_start = billing.profile.worker_start = 0s;
  sim::TaskSpec task;
  task.duration = sim::Distribution::constant(1min);
  billing.dags.push_back({.name = "invoices",
                          .schedule = {.every = dag_every},
                          .start_date = kStart - 24h,
                          .tasks = sim::chain_of(2, task)});
  world.deployments.push_back(std::move(billing));
  return world;
}

// Platforms take no time either, so that sums can be done by hand.
inline void add_timings(sim::Setup& setup, recovery::Duration every_operation_takes) {
  for (const sim::Operation& operation : mock::operations()) {
    const bool is_instant =
        operation.name.ends_with(".probe") || operation.name == "disaster.declare";
    setup.timings.emplace(operation.name, constantly(is_instant ? 0s : every_operation_takes));
  }
  for (const sim::PlatformTiming& timing : sim::platform_timings())
    setup.timings.emplace(timing.key, constantly(0s));
}

inline recovery::Brief SmallWorld::brief() const {
  recovery::Brief brief;
  brief.name = "east to west";
  brief.inventory = inventory();
  brief.strategy = runbook.empty() ? strategy : "runbook";
  brief.move = {.from = "east", .to = "west"};
  brief.runbook = runbook;
  brief.detection.from = watched_from;
  brief.detection.misses = brief.detection.of = misses;
  brief.declared_by = declared_by;
  return brief;
}

inline sim::Setup SmallWorld::setup() const {
  sim::Setup setup;
  setup.starts_at = kStart;
  setup.ends_at = kStart + horizon;
  setup.world = bare_world(dag_every);
  add_things(setup);
  setup.faults.push_back({.name = "outage",
                          .kind = kind_named("region_outage"),
                          .target = kEast,
                          .begins = kStart + outage_at,
                          .lasts = outage_lasts});
  for (const char* person : {"commander", "team", "platform-team", "vendor-support"})
    setup.people.push_back({.name = person, .responds = constantly(people_respond_in)});
  add_timings(setup, every_operation_takes);
  setup.missions.push_back(std::make_shared<const recovery::MissionPlan>(brief()));
  return setup;
}

// A twin of the small world's cluster, in west.
inline void add_twin(sim::Setup& setup) {
  setup.world.clusters.push_back(
      {.name = "standby", .region = kWest, .node_pools = {{.name = "worker"}}});
  setup.world.clusters[0].twin = 1;
  setup.deploys_to_twins = true;
}

// And the recovery leads there.
inline void add_twin_to_recover_in(sim::Setup& setup) {
  add_twin(setup);
  recovery::Brief brief = setup.missions[0]->brief();
  brief.strategy = "two_clusters";
  brief.inventory.clusters[0].twin = "standby";
  brief.inventory.clusters.push_back({.name = "standby", .region = "west"});
  setup.missions = {std::make_shared<const recovery::MissionPlan>(brief)};
}

}  // namespace blackstart::tests
