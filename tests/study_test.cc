#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "drill/campaign/bill.h"
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

// The main job, but for these members.
std::string main_with(const std::string& members) {
  const std::string scenarios = BLACKSTART_SOURCE_DIR "/scenarios/";
  const std::string timings = R"("timings": ")" + scenarios + R"(timings/aws-measured.json", )";
  return R"({ "extends": ")" BLACKSTART_SOURCE_DIR "/" + kMain + R"(", "world": ")" + scenarios +
         R"(worlds/astro-aws-two-regions.json", )" +
         (members.find("\"timings\"") != std::string::npos ? "" : timings) + members + " }";
}

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

// A DAG every hour whose run is one row, each of its two tasks another, and each of their XComs
// one.
TEST(Bill, OfASmallWorldIsWorkedOutByHand) {
  SmallDrill drill;
  const double hours = 30 * 24;
  const auto quantity = [](const Bill& bill, Billed billed) {
    return bill.lines[static_cast<std::size_t>(billed)].quantity;
  };
  const Bill bare = bill_of(drill.scenario());
  EXPECT_EQ(quantity(bare, Billed::cluster_hour), hours);
  EXPECT_EQ(quantity(bare, Billed::deployment_hour), hours);
  EXPECT_EQ(quantity(bare, Billed::database_hour), 2 * hours) << "a primary and its standby";
  EXPECT_EQ(quantity(bare, Billed::sent_gb), 0) << "nothing is copied";

  Scenario copied = drill.scenario();
  sim::Setup setup = *copied.setup;
  sim::CopySpec replica{.name = "replica", .kind = sim::CopySpec::Kind::replica, .region = 1};
  replica.holds[static_cast<std::size_t>(sim::Part::metadata)] = true;
  setup.world.clusters[0].copies = {replica};
  copied.setup = std::make_shared<const sim::Setup>(std::move(setup));
  copied.binding = std::make_shared<const sim::Binding>(copied.setup, mock::operations());
  copied.prices[static_cast<std::size_t>(Billed::database_hour)].dollars = 0.5;
  const Bill bill = bill_of(copied);
  EXPECT_EQ(quantity(bill, Billed::database_hour), 3 * hours) << "the replica is a server too";
  EXPECT_EQ(bill.total(), 3 * hours * 0.5);
  // The fault comes with the fifth run of the day, and the first was there when it began.
  const double bytes_an_hour = 3 * 5 * kBytesPerRow / 4;
  EXPECT_NEAR(quantity(bill, Billed::sent_gb), hours * bytes_an_hour / 1e9, 1e-9);
}

TEST(StudyCommands, ATwinIsFasterThanBuildingAnewLosesLessAndCostsMore) {
  const Finished finished =
      blackstart("compare " + kMain + " " + kTwin + " --runs 8 --format json");
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
  const auto contenders = nlohmann::json::parse(finished.out).at("contenders");
  const auto& rta = contenders.at(1).at("minus_the_first").at(0);
  EXPECT_TRUE(rta.at("is_less").get<bool>()) << rta;
  EXPECT_LT(contenders.at(0).at("bill").at("dollars"), contenders.at(1).at("bill").at("dollars"));
  for (const auto& each : contenders) EXPECT_TRUE(each.at("dominated_by").empty()) << each;
}

TEST(StudyCommands, WhatCostsMoreAndIsNoFasterIsBeaten) {
  const Scratch scratch;
  const std::string larger =
      scratch
          .write("larger.json", main_with(R"("override": { "clusters": { "production": {
            "node_pools": { "system": { "nodes": 40 }, "airflow": {}, "worker": {} } } } })"))
          .string();
  const Finished finished =
      blackstart("compare " + kMain + " " + larger + " --runs 2 --format json");
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
  EXPECT_EQ(nlohmann::json::parse(finished.out).at("contenders").at(1).at("dominated_by"),
            nlohmann::json::array({0}));
}

TEST(StudyCommands, ContendersAreBilledAtTheSamePrices) {
  const Scratch scratch;
  const std::string dear =
      scratch.write("dear.json", main_with(R"("prices": { "node_hour": 3 })")).string();
  const Finished finished = blackstart("compare " + kMain + " " + dear);
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_EQ(finished.err, dear + " /prices/node_hour: 3 is not what " + kMain + " has: 0.2\n");
}

TEST(StudyCommands, WhatIsNotTheSameDisasterIsNotCompared) {
  const Scratch scratch;
  const std::string other =
      scratch.write("other.json", main_with(R"("horizon": "24h", "timings": {})")).string();
  const Finished finished = blackstart("compare " + kMain + " " + other);
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_EQ(finished.err, other + " /horizon: 1d is not what " + kMain + " has: 2d\n");
}

}  // namespace
}  // namespace blackstart::tests
