#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "drill/campaign/sensitivity.h"
#include "drill/campaign/sweep.h"
#include "drill/load/problems.h"
#include "tests/program.h"
#include "tests/small_drill.h"

namespace blackstart::tests {
namespace {

using namespace drill;

const std::string kMain = "scenarios/region-outage/reprovision.json";
const std::string kTwin = "scenarios/region-outage/two-clusters.json";

std::vector<Row> at_once(std::span<const Scenario> worlds, std::span<const PlannedRun> runs) {
  return rehearse(worlds, runs, {.threads = 2}).rows;
}

Scenario long_creation(recovery::Duration rto) {
  SmallDrill drill;
  drill.cluster_create.distribution = sim::Distribution::range(0s, 10h);
  drill.world.horizon = 48h;
  drill.rto = rto;
  return drill.scenario();
}

TEST(Sensitivity, TheFigureThatMattersIsOnTopAndItsBreakEvenHolds) {
  const Scenario scenario = long_creation(8h);
  const Sensitivity found = sensitivity_of(scenario, {.runs = 2}, at_once);
  ASSERT_EQ(found.sways.size(), 1U) << "nothing else has a spread";
  EXPECT_EQ(found.sways[0].input.name, "cluster.create");
  EXPECT_EQ(found.sways[0].low, 30min);
  EXPECT_EQ(found.sways[0].high, 9h + 30min);
  ASSERT_EQ(found.break_evens.size(), 1U);
  const BreakEven& turn = found.break_evens[0];
  ASSERT_EQ(turn.kind, BreakEven::Kind::below);
  const auto is_met = [&](recovery::Duration held) {
    const Scenario world =
        with_input(scenario, "cluster.create", sim::Distribution::constant(held));
    return run(judged_by_the_run(world), 1, {}).objectives[0].verdict == Verdict::met;
  };
  EXPECT_TRUE(is_met(turn.at));
  EXPECT_FALSE(is_met(turn.at + 1min));
}

TEST(Sensitivity, AnObjectiveThatNoFigureSavesIsSaid) {
  EXPECT_EQ(sensitivity_of(long_creation(1min), {.runs = 1}, at_once).break_evens[0].kind,
            BreakEven::Kind::never);
}

TEST(Sensitivity, ThePictureHasABarForTheFigure) {
  const std::string svg =
      write_tornado_svg(sensitivity_of(long_creation(8h), {.runs = 1}, at_once));
  EXPECT_TRUE(svg.starts_with("<svg "));
  EXPECT_NE(svg.find(">cluster.create</text>"), std::string::npos);
  EXPECT_NE(svg.find("fill=\"#e0a030\""), std::string::npos) << "amber: it is assumed";
}

TEST(Sweep, AnAxisIsSplitAtCommasOutsideOfValues) {
  const auto axis =
      axis_in(R"(/people/x/responds={"constant":"5m","assumption":"a, b"},["1m","2m"],7)");
  ASSERT_TRUE(axis);
  EXPECT_EQ(axis->pointer, "/people/x/responds");
  EXPECT_EQ(axis->values, (std::vector<std::string>{R"({"constant":"5m","assumption":"a, b"})",
                                                    R"(["1m","2m"])", "7"}));
  EXPECT_FALSE(axis_in("misses=1,2"));
  EXPECT_FALSE(axis_in("/misses"));
  EXPECT_FALSE(axis_in("/misses=1,,2"));
}

TEST(Sweep, TheLastAxisTurnsFastest) {
  const std::vector<Axis> axes = {{"/a", {"1", "2"}}, {"/b", {"x", "y"}}};
  std::string story;
  for (const auto& point : grid_of(axes)) story += point[0].value + point[1].value + " ";
  EXPECT_EQ(story, "1x 1y 2x 2y ");
}

TEST(Sweep, AChangeLeadsIntoIncludedFiles) {
  const std::filesystem::path file = std::filesystem::path(BLACKSTART_SOURCE_DIR) / kMain;
  const Scenario changed = load_scenario(
      file,
      {{"/timings/cluster.create/p95", "1h"}, {"/faults/0/for", "20h"}, {"/horizon", "\"60h\""}});
  EXPECT_NEAR(static_cast<double>(
                  changed.setup->timings.at("cluster.create").distribution.quantile(0.95).count()),
              3600e6, 1);
  EXPECT_EQ(changed.setup->faults[0].lasts, 20h);
  EXPECT_EQ(changed.setup->ends_at - changed.setup->starts_at, 60h);
  EXPECT_THROW(load_scenario(file, {{"/faults/7/for", "1h"}}), InputError);
  EXPECT_THROW(load_scenario(file, {{"/detection/mises", "1"}}), InputError);
  EXPECT_THROW(load_scenario(file, {{"horizon", "1h"}}), InputError);
}

TEST(StudyCommands, ASweepShowsEveryCombination) {
  const Finished finished = blackstart("sweep " + kMain +
                                       " --runs 2 --vary /detection/misses=2,5 --vary "
                                       "/detection/probe_every=10s,60s --format json");
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
  EXPECT_EQ(nlohmann::json::parse(finished.out).at("points").size(), 4U);
  EXPECT_EQ(blackstart("sweep " + kMain).exit_code, 2);
  EXPECT_EQ(blackstart("sweep " + kMain + " --vary /detection/mises=1").exit_code, 2);
}

TEST(StudyCommands, ATwinIsFasterThanBuildingAnewAndLosesLess) {
  const Finished finished =
      blackstart("compare " + kMain + " " + kTwin + " --runs 8 --format json");
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
  const auto contenders = nlohmann::json::parse(finished.out).at("contenders");
  const auto& rta = contenders.at(1).at("minus_the_first").at(0);
  EXPECT_TRUE(rta.at("is_less").get<bool>()) << rta;
  EXPECT_EQ(contenders.at(0).at("dominated_by"), nlohmann::json::array({1}));
  EXPECT_TRUE(contenders.at(1).at("dominated_by").empty());
}

TEST(StudyCommands, WhatIsNotTheSameDisasterIsNotCompared) {
  const Scratch scratch;
  const std::string other =
      scratch
          .write("other.json",
                 R"({ "extends": ")" BLACKSTART_SOURCE_DIR "/" + kMain +
                     R"(", "horizon": "24h", "world": ")" BLACKSTART_SOURCE_DIR
                     R"(/scenarios/worlds/astro-aws-two-regions.json", "timings": {} })")
          .string();
  const Finished finished = blackstart("compare " + kMain + " " + other);
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_EQ(finished.err, other + " /horizon: 1d is not what " + kMain + " has: 2d\n");
}

}  // namespace
}  // namespace blackstart::tests
