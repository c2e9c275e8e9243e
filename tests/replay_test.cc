#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "drill/outcome.h"
#include "sim/fault/fault.h"
#include "tests/program.h"

// Every published outage happens twice: to a world with its replicas, and to the same world without
// them, standing in the zone that was hit; the same people decide by the same rules with the same
// luck. Redundancy within a region may not help (control planes, whole regions and deleted accounts
// ignore it), but it does not make recovery later: there is no exception.
namespace blackstart::tests {
namespace {

namespace fs = std::filesystem;
using drill::DeploymentOutcome;
using drill::Milestone;
using drill::Scenario;
using recovery::Duration;

const fs::path kScenarios = fs::path(BLACKSTART_SOURCE_DIR) / "scenarios";

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

Scenario variant(const fs::path& incident, bool has_replicas) {
  const Scenario scenario = drill::load_scenario(incident);
  const auto file = nlohmann::json::parse(text_of_file(incident));
  const Scratch scratch;
  const nlohmann::json changed = {
      {"extends", incident},
      {"world", incident.parent_path() / file["world"].get<std::string>()},
      {"override", replicas(scenario, has_replicas)}};
  return drill::load_scenario(scratch.write("variant.json", changed.dump()));
}

// From the onset until each Deployment that was hit works again, added up; the rest of the run for
// one that does not. The slowest alone would be whichever runs once a day.
Duration downtime(const Scenario& scenario, std::uint64_t seed) {
  const drill::Outcome outcome = drill::run(scenario, seed, {});
  const recovery::Instant onset = scenario.setup->faults.front().begins;
  Duration total{};
  for (const DeploymentOutcome& deployment : outcome.deployments) {
    if (deployment.status == drill::Status::unaffected) continue;
    const auto& back = deployment.at[static_cast<std::size_t>(Milestone::first_success)];
    const bool is_back = back && deployment.status == drill::Status::recovered;
    total += (is_back ? *back : outcome.ends_at) - onset;
  }
  return total;
}

// A run of half a year takes a second.
std::uint64_t runs_of(const Scenario& scenario) {
  const Duration horizon = scenario.setup->ends_at - scenario.setup->starts_at;
  return horizon > std::chrono::hours(60 * 24) ? 1 : 5;
}

// How much later redundancy recovered, in the median of paired runs; negative: earlier.
Duration delay_by_redundancy(const fs::path& incident) {
  const Scenario with = variant(incident, true), without = variant(incident, false);
  std::vector<Duration> delays;
  for (std::uint64_t seed = 1; seed <= runs_of(with); ++seed)
    delays.push_back(downtime(with, seed) - downtime(without, seed));
  std::ranges::sort(delays);
  return delays[delays.size() / 2];
}

TEST(Replay, RedundancyDoesNotRecoverLater) {
  std::size_t earlier = 0, replayed = 0;
  for (const auto& entry : fs::directory_iterator(kScenarios / "incidents")) {
    const Duration delay = delay_by_redundancy(entry.path());
    ++replayed;
    earlier += delay < Duration{0};
    EXPECT_LE(delay, Duration{0}) << entry.path().stem();
  }
  EXPECT_EQ(replayed, 21u);
  EXPECT_GE(earlier, 8u) << "what makes no difference anywhere is not redundancy";
}

}  // namespace
}  // namespace blackstart::tests
