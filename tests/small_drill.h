#pragma once

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "drill/campaign/campaign.h"
#include "tests/small_world.h"

namespace blackstart::tests {

// The scenario in another world, or its own with a difference.
inline drill::Scenario in_world(drill::Scenario scenario, sim::Setup setup) {
  scenario.setup = std::make_shared<const sim::Setup>(std::move(setup));
  scenario.binding = std::make_shared<const sim::Binding>(scenario.setup, mock::operations());
  return scenario;
}

// The small world as a scenario, with one figure that nobody knows: creating the cluster takes 10
// to 20 minutes; and one belief about many runs.
struct SmallDrill {
  SmallWorld world;
  sim::Timing cluster_create = {.distribution = sim::Distribution::range(10min, 20min),
                                .assumption = "nobody knows"};
  recovery::Duration rto = 20h;
  std::string statistic = "p95";
  std::vector<recovery::Duration> unknown_ends;  // of the outage; empty: its end is known

  drill::Scenario scenario() const {
    sim::Setup setup = world.setup();
    setup.timings.at("cluster.create") = cluster_create;
    drill::Scenario scenario = in_world({}, std::move(setup));
    scenario.file = "small.json";
    if (!unknown_ends.empty())
      scenario.unknown_ends.push_back(
          {.fault = "outage", .assumed = world.outage_lasts, .sweep = unknown_ends});
    scenario.objectives.push_back({.rto = rto});
    scenario.expectations.push_back(
        {.measure = "rta", .statistic = statistic, .runs = statistic.empty() ? 0U : 20U});
    scenario.expectations.back().bounds.push_back(
        {.kind = drill::Bound::Kind::at_most, .number = rto.count()});
    return scenario;
  }
};

// Nobody can look, so that the region's return is the recovery: a minute later the first task
// succeeds. It is assumed to come after 10 hours, and may as well come after 30.
inline SmallDrill drill_of_unknown_end() {
  SmallDrill drill{.cluster_create = constantly(10min), .rto = 16h, .statistic = "max"};
  drill.world.horizon = 60h;
  drill.world.watched_from = {"east"};
  drill.unknown_ends = {1h, 6h, 30h};
  return drill;
}

// The rows of these runs, which do not depend on the number of threads.
inline std::vector<drill::Row> at_once(std::span<const drill::Scenario> scenarios,
                                       std::span<const drill::PlannedRun> runs) {
  return drill::rehearse(scenarios, runs, {.threads = 2}).rows;
}

}  // namespace blackstart::tests
