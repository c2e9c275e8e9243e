#pragma once

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "drill/campaign/campaign.h"
#include "tests/small_world.h"

namespace blackstart::tests {

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
    drill::Scenario scenario;
    scenario.file = "small.json";
    scenario.setup = std::make_shared<const sim::Setup>(std::move(setup));
    scenario.binding = std::make_shared<const sim::Binding>(scenario.setup, mock::operations());
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

// The rows of these runs, which do not depend on the number of threads.
inline std::vector<drill::Row> at_once(std::span<const drill::Scenario> worlds,
                                       std::span<const drill::PlannedRun> runs) {
  return drill::rehearse(worlds, runs, {.threads = 2}).rows;
}

}  // namespace blackstart::tests
