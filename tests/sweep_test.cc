#include "drill/campaign/sweep.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "drill/read/problems.h"
#include "tests/program.h"
#include "tests/says.h"
#include "tests/small_drill.h"

// One scenario with each combination of some of its values.
namespace blackstart::tests {
namespace {

using namespace drill;

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
  const std::filesystem::path file = kSource / kMain;
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

TEST(Sweep, RunsThatCannotTellAreNotCountedAsMissed) {
  SmallDrill drill;
  drill.world.horizon = 5h;  // nobody is back by then, and an RTO of 20 h has time
  const std::vector variants = {drill.scenario()};
  const std::vector<Axis> axes = {{"/detection/misses", {"2"}}};
  const Sweep found = sweep(axes, variants, at_once(variants, runs_of_seeds(1, 4)));
  EXPECT_EQ(found.points[0].objectives[0].unknown, 4U);
  EXPECT_EQ(found.points[0].rta.unseen, 4U);
  const std::string text = write_sweep_text(found, {});
  EXPECT_FALSE(says(text, "0.0 %"));
  EXPECT_TRUE(says(text, "unknown: 4 of 4 not seen"));
}

TEST(Sweep, APercentSignDoesNotFallToTheNextLine) {
  const std::vector<Axis> axes = {{"/detection/misses", {"2"}},
                                  {"/detection/probe_every", {"30s"}},
                                  {"/timings/cluster.create/p95", {"15m"}}};
  const std::vector variants = {SmallDrill{}.scenario()};
  const std::string text = write_sweep_text(
      sweep(axes, variants, at_once(variants, runs_of_seeds(1, 4))), {.width = 80});
  EXPECT_TRUE(says(text, "% met"));
  EXPECT_TRUE(says(text, "100.0"));
  EXPECT_FALSE(says(text, "100.0 %"));
}

TEST(StudyCommands, ASweepShowsEveryCombination) {
  const Finished finished = blackstart("sweep " + kMain +
                                       " --runs 2 --vary /detection/misses=2,5 --vary "
                                       "/detection/probe_every=10s,60s --format json");
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
  EXPECT_EQ(nlohmann::json::parse(finished.out).at("points").size(), 4U);
  EXPECT_EQ(blackstart("sweep " + kMain).exit_code, 2);
  EXPECT_EQ(blackstart("sweep " + kMain + " --vary /detection/mises=1").exit_code, 2);
  const Finished twice =
      blackstart("sweep " + kMain + " --vary /detection/misses=2 --vary /detection/misses=3");
  EXPECT_EQ(twice.exit_code, 2);
  EXPECT_EQ(twice.err,
            "blackstart: --vary /detection/misses is given twice: one list has all its values\n");
}

TEST(StudyCommands, AnObjectiveThatIsSweptIsToldInEveryRow) {
  const Finished finished =
      blackstart("sweep " + kMain + " --runs 1 --vary /objectives/0/rto=2h,20h --format json");
  const auto points = nlohmann::json::parse(finished.out).at("points");
  const auto says = [&](std::size_t point) {
    return points.at(point).at("objectives").at(0).get<std::string>();
  };
  EXPECT_EQ(says(0),
            "tier critical, region lost; RTO 2h to first_success since fault; RPO "
            "environment_variable 0s");
  EXPECT_EQ(says(1),
            "tier critical, region lost; RTO 20h to first_success since fault; RPO "
            "environment_variable 0s");
}

}  // namespace
}  // namespace blackstart::tests
