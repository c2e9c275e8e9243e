#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "drill/outcome.h"
#include "sim/fault/fault.h"
#include "tests/program.h"

// Every published outage happens twice: to a world with its replicas, and to the same world without
// them; the same people decide by the same rules with the same luck. Replicas within the region
// (without them everything stands in the zone that was hit) or in another one may not help: control
// planes, whole regions and deleted accounts ignore some. But they do not make recovery later:
// there is no exception.
namespace blackstart::tests {
namespace {

namespace fs = std::filesystem;
using drill::DeploymentOutcome;
using drill::Scenario;
using recovery::Duration;

const fs::path kScenarios = kSource / "scenarios";

// The first zone that a fault of the scenario names; the first of its region where none does.
std::string hit_zone(const Scenario& scenario) {
  const sim::WorldSpec& world = scenario.setup->world;
  for (const sim::FaultSpec& fault : scenario.setup->faults) {
    if (fault.domain == sim::Domain::zone) return sim::target_name(world, fault);
  }
  return world.regions[world.clusters.front().region].zones.front();
}

// Two schedulers in different zones and a standby of the database, whose primary is hit; or one of
// each, all in the zone that is hit.
nlohmann::json replicas(const Scenario& scenario, bool has_replicas) {
  const std::string zone = hit_zone(scenario);
  nlohmann::json world;
  for (const sim::ClusterSpec& cluster : scenario.setup->world.clusters) {
    nlohmann::json& database = world["clusters"][cluster.name]["database"];
    database = {{"primary", zone}};
    if (has_replicas) continue;
    database["standby"] = false;
    world["clusters"][cluster.name]["zones"] = {zone};
  }
  for (const sim::DeploymentSpec& deployment : scenario.setup->world.deployments) {
    world["deployments"][deployment.name] = {{"scheduler_count", has_replicas ? 2 : 1},
                                             {"is_high_availability", has_replicas}};
  }
  return world;
}

fs::path world_of(const fs::path& incident) {
  const auto file = nlohmann::json::parse(text_of_file(incident));
  return incident.parent_path() / file["world"].get<std::string>();
}

Scenario variant(const fs::path& incident, nlohmann::json changed) {
  const Scratch scratch;
  changed["extends"] = incident;
  changed["world"] = world_of(incident);
  return drill::load_scenario(scratch.write("variant.json", changed.dump()));
}

Scenario in_one_region(const fs::path& incident, bool has_replicas) {
  return variant(incident, {{"override", replicas(drill::load_scenario(incident), has_replicas)}});
}

// A second cluster of each, like the first, where the scenario recovers to: every change reaches
// both, and the twin takes over. Without it everything is built anew there.
Scenario in_two_regions(const fs::path& incident, bool has_twins) {
  const Scenario scenario = drill::load_scenario(incident);
  if (!has_twins) return variant(incident, {});
  const auto world = nlohmann::json::parse(text_of_file(world_of(incident)), nullptr, true, true);
  nlohmann::json clusters;
  for (const auto& [name, cluster] : world["clusters"].items()) {
    clusters[name] = {{"twin", name + "-twin"}};
    clusters[name + "-twin"] = cluster;
    clusters[name + "-twin"]["region"] = scenario.to;
    for (const char* of_its_region : {"zones", "database"})
      clusters[name + "-twin"].erase(of_its_region);
  }
  return variant(
      incident,
      {{"override", {{"clusters", clusters}}},
       {"strategy", {{"kind", "two_clusters"}, {"from", scenario.from}, {"to", scenario.to}}}});
}

// How long each Deployment was down, added up; to the end of the run where it did not come back.
// The slowest alone would be whichever runs once a day.
Duration downtime(const Scenario& scenario, std::uint64_t seed) {
  const drill::Outcome outcome = drill::run(scenario, seed, {});
  Duration total{};
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    for (const drill::Outage& outage : deployment.outages)
      total += outage.rta().value_or(outcome.ends_at - outage.began);
  }
  return total;
}

// A run of half a year takes a second.
std::uint64_t runs_of(const Scenario& scenario) {
  const Duration horizon = scenario.setup->ends_at - scenario.setup->starts_at;
  return horizon > std::chrono::hours(60 * 24) ? 1 : 5;
}

using World = Scenario (*)(const fs::path& incident, bool has_replicas);

// How much later redundancy recovered, in the median of paired runs; negative: earlier.
Duration delay_by_redundancy(const fs::path& incident, World world) {
  const Scenario with = world(incident, true), without = world(incident, false);
  std::vector<Duration> delays;
  for (std::uint64_t seed = 1; seed <= runs_of(with); ++seed)
    delays.push_back(downtime(with, seed) - downtime(without, seed));
  std::ranges::sort(delays);
  return delays[delays.size() / 2];
}

struct Replayed {
  std::size_t all = 0, earlier = 0;
};

Replayed replay(World world) {
  Replayed replayed;
  for (const auto& entry : fs::directory_iterator(kScenarios / "incidents")) {
    const Duration delay = delay_by_redundancy(entry.path(), world);
    ++replayed.all;
    replayed.earlier += delay < Duration{0};
    EXPECT_LE(delay, Duration{0}) << entry.path().stem();
  }
  return replayed;
}

TEST(Replay, RedundancyInTheRegionDoesNotRecoverLater) {
  const Replayed replayed = replay(in_one_region);
  EXPECT_EQ(replayed.all, 21u);
  EXPECT_GE(replayed.earlier, 8u) << "what makes no difference anywhere is not redundancy";
}

TEST(Replay, ATwinInAnotherRegionDoesNotRecoverLater) {
  const Replayed replayed = replay(in_two_regions);
  EXPECT_EQ(replayed.all, 21u);
  EXPECT_GE(replayed.earlier, 1u) << "what makes no difference anywhere is not redundancy";
}

}  // namespace
}  // namespace blackstart::tests
