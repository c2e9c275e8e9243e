#include "drill/actual/actual.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "drill/actual/calibrate.h"
#include "drill/actual/compare.h"
#include "tests/program.h"
#include "tests/refusal.h"
#include "tests/says.h"
#include "tests/small_drill.h"

namespace blackstart::tests {
namespace {

using drill::ActualDrill;

drill::Scenario scenario(const SmallWorld& world = {}) {
  return in_world({.file = "drill.json"}, world.setup());
}

ActualDrill drill_of(const std::string& name, recovery::Duration took) {
  return {.file = "day.csv",
          .steps = {{.name = name, .started = kStart, .finished = kStart + took, .line = 2}}};
}

std::string problems_of(const std::string& text) {
  const Scratch scratch;
  const auto file = scratch.write("day.csv", text);
  const std::string refusal = refusal_of([&] { drill::read_actual(file); });
  return refusal.empty() ? "" : refusal.substr(file.string().size());
}

TEST(Actual, IsReadByTheNamesOfItsColumns) {
  const Scratch scratch;
  const auto file = scratch.write("day.csv",
                                  "# a game day\n"
                                  "owner, finished ,step,started\r\n"
                                  "\n"
                                  "me,2026-01-05T01:00:00Z,\"say \"\"go\"\", then go\","
                                  "2026-01-05T00:30:00Z\r\n");
  const ActualDrill drill = drill::read_actual(file);
  ASSERT_EQ(drill.steps.size(), 1U);
  EXPECT_EQ(drill.steps[0].name, "say \"go\", then go");
  EXPECT_EQ(drill.steps[0].took(), 30min);
  EXPECT_EQ(drill.steps[0].line, 4U);
}

TEST(Actual, EachBadLineIsOneClearMessage) {
  const std::string header = "step,started,finished\n";
  const std::string good = "a,2026-01-05T00:00:00Z,2026-01-05T01:00:00Z\n";
  EXPECT_EQ(problems_of(""), ": no step in it; a line is step,started,finished");
  EXPECT_EQ(problems_of("step,begun,finished\n"),
            ":1:1: no column 'started'; the first line names the columns: step,started,finished");
  EXPECT_EQ(problems_of(header + "a,2026-01-05T00:00:00Z\n"),
            ":2:1: expected 3 fields as in the first line, found 2");
  EXPECT_EQ(problems_of(header + "a,2026-01-05T01:00:00Z,2026-01-05T00:00:00Z\n"),
            ":2:24: step 'a' is finished before it is started");
  EXPECT_EQ(problems_of(header + ",2026-01-05T00:00:00Z,2026-01-05T01:00:00Z\n"),
            ":2:1: the step has no name");
  EXPECT_EQ(problems_of(header + good + good), ":3:1: step 'a' is in line 2 already");
  EXPECT_EQ(problems_of(header + "a,noon,2026-01-05T01:00:00Z\n"),
            ":2:3: started: 'noon' is not an instant; write it such as \"2026-03-14T22:00:00Z\", "
            "in UTC");
  EXPECT_EQ(problems_of(header + good + "\xFF" + good), ":3:1: not UTF-8");
}

TEST(Actual, WhatASpreadsheetWritesIsReadOrToldAsThat) {
  EXPECT_EQ(problems_of("step;started;finished\n"),
            ":1:5: fields are separated by commas, not ';'");
  EXPECT_EQ(problems_of("step\tstarted\tfinished\n"),
            ":1:5: fields are separated by commas, not tabs");
  EXPECT_EQ(problems_of("Finished, Step ,STARTED\n2026-01-05T01:00:00Z,a,2026-01-05T00:00:00Z\n"),
            "");
}

TEST(Actual, AnInstantOfAnotherTimeZoneIsToldInUtc) {
  const auto problem_of = [](const std::string& finished) {
    return problems_of("step,started,finished\n\"é, \", 2026-01-05T00:00:00Z, " + finished + "\n");
  };
  EXPECT_EQ(problem_of("2026-01-05T01:30:00+02:00"),
            ":2:30: finished: '2026-01-05T01:30:00+02:00' is not in UTC; write it in UTC: "
            "2026-01-04T23:30:00Z");
  EXPECT_EQ(problem_of("2026-01-05T01:30:00-00:30"),
            ":2:30: finished: '2026-01-05T01:30:00-00:30' is not in UTC; write it in UTC: "
            "2026-01-05T02:00:00Z");
  EXPECT_EQ(problem_of("2026-01-05 01:30"),
            ":2:30: finished: '2026-01-05 01:30' is not an instant; write it such as "
            "\"2026-03-14T22:00:00Z\", in UTC");
}

TEST(Actual, AFolderIsToldAsOne) {
  const std::string folder = std::filesystem::temp_directory_path().generic_string();
  EXPECT_EQ(refusal_of([&] { drill::read_actual(folder); }),
            folder + ": is a directory; a CSV file is wanted");
}

// Every operation of this world takes ten minutes: a drill is faster than all runs, like all of
// them, or slower.
// RFC 4180: inside quotes a line break is a line break.
TEST(Actual, AQuotedFieldMayGoOnInTheNextLine) {
  const Scratch scratch;
  const auto file = scratch.write("day.csv",
                                  "step,started,finished,note\n"
                                  "vpc,2026-01-05T00:00:00Z,2026-01-05T00:10:00Z,\"slow,\r\n"
                                  "# and no comment\"\n"
                                  "image,2026-01-05T00:10:00Z,2026-01-05T00:20:00Z,\n");
  const ActualDrill drill = drill::read_actual(file);
  ASSERT_EQ(drill.steps.size(), 2U);
  EXPECT_EQ(drill.steps[1].name, "image");
  EXPECT_EQ(drill.steps[1].line, 4U);
  EXPECT_EQ(problems_of("step,started,finished\n\"a,2026-01-05T00:00:00Z,2026-01-05T00:10:00Z\n"),
            ":2:1: the quote that is opened here is not closed");
}

TEST(Actual, APercentileIsTheShareOfRunsThatTookLess) {
  const auto percentile = [](recovery::Duration took) {
    const auto drill = drill_of("cluster.create production", took);
    return drill::compare_drill(scenario(), drill, {.runs = 20}).steps.at(0).percentile;
  };
  EXPECT_EQ(percentile(9min), 0);
  EXPECT_EQ(percentile(10min), 0.5);
  EXPECT_EQ(percentile(11min), 1);
}

TEST(Actual, AStepBeginsWhenItsPersonDoesAndAMilestoneWithTheFault) {
  ActualDrill drill = drill_of("route.recreate production/to-warehouse", 10min);
  // Detected by the third missed probe, at 04:01:00; declared five minutes later, at once.
  drill.steps.push_back({.name = "declared", .started = kStart, .finished = kStart + 6min});
  const auto comparison = drill::compare_drill(scenario(), drill, {.runs = 1});
  ASSERT_EQ(comparison.steps.size(), 2U);
  EXPECT_EQ(comparison.steps[0].median, 10min);
  EXPECT_EQ(comparison.steps[1].median, 6min);
}

TEST(Actual, WhatEitherSideDoesNotKnowIsNamed) {
  ActualDrill drill = drill_of("cluster.create production", 10min);
  drill.steps.push_back(
      {.name = "cluster.create productoin", .started = kStart, .finished = kStart});
  const auto comparison = drill::compare_drill(scenario(), drill, {.runs = 1});
  ASSERT_EQ(comparison.unforeseen.size(), 1U);
  EXPECT_EQ(comparison.unforeseen[0],
            "'cluster.create productoin'; did you mean 'cluster.create production'?");
  EXPECT_NE(std::ranges::find(comparison.not_drilled, "database.create production"),
            comparison.not_drilled.end());
  EXPECT_EQ(comparison.exit_code(), 0);
  EXPECT_EQ(drill::compare_drill(scenario(), drill_of("coffee", 1h), {.runs = 1}).exit_code(), 3);
}

TEST(Actual, WhoWritesDownThatADisasterWasDeclaredHasDrilledTheDeclaration) {
  const auto leaves_out_the_declaration = [](const std::string& drilled) {
    const auto comparison = drill::compare_drill(scenario(), drill_of(drilled, 6min), {.runs = 1});
    return std::ranges::any_of(comparison.not_drilled, [](const std::string& name) {
      return name.starts_with("disaster.declare");
    });
  };
  EXPECT_TRUE(leaves_out_the_declaration("cluster.create production"));
  EXPECT_FALSE(leaves_out_the_declaration("declared"));
}

TEST(Actual, TheTotalGoesFromTheFirstBeginToTheLastEnd) {
  ActualDrill drill = drill_of("cluster.create production", 10min);
  drill.steps.push_back({.name = "node_pool.create production worker",
                         .started = kStart + 15min,
                         .finished = kStart + 25min});
  const auto comparison = drill::compare_drill(scenario(), drill, {.runs = 1});
  ASSERT_TRUE(comparison.total);
  EXPECT_EQ(comparison.total->actual, 25min);
  EXPECT_EQ(comparison.total->median, 20min) << "one follows the other without a pause";
}

TEST(Actual, ARunThatNeverFinishesAStepCountsAsLonger) {
  SmallWorld world;
  world.horizon = 4h + 10min;  // declared at 04:06, and then there is time for nothing more
  const auto drill = drill_of("cluster.create production", 30h);
  const auto comparison = drill::compare_drill(scenario(world), drill, {.runs = 3});
  EXPECT_EQ(comparison.steps.at(0).never, 3U);
  EXPECT_EQ(comparison.steps.at(0).median, std::nullopt);
  EXPECT_EQ(comparison.steps.at(0).percentile, 0);
}

// No fault, no recovery: that every run would have taken longer for ever is no finding.
TEST(Actual, WhereNothingIsHitThereIsNothingToCompare) {
  SmallWorld world;
  world.outage_at = 48h;  // after the end
  const auto comparison =
      drill::compare_drill(scenario(world), drill_of("first_success", 90min), {.runs = 3});
  EXPECT_TRUE(comparison.was_nothing_hit);
  EXPECT_EQ(comparison.exit_code(), 3);
  const std::string text = drill::write_comparison_text(comparison, {});
  EXPECT_TRUE(says(text, "Nothing to compare: nothing was hit in any of 3 runs"));
  EXPECT_FALSE(says(text, "never"));
}

// Asked as soon as the cluster's network stands, they respond in five minutes and take ten.
TEST(Actual, WhatAPersonTakesToRespondIsNoPartOfTheirWork) {
  ActualDrill drill = drill_of("route.recreate production/to-warehouse", 10min);
  drill.steps[0].asked = kStart - 5min;
  const auto comparison = drill::compare_drill(scenario(), drill, {.runs = 1});
  ASSERT_EQ(comparison.steps.size(), 2U);
  EXPECT_EQ(comparison.steps[0].step, "route.recreate production/to-warehouse, team responding");
  EXPECT_EQ(comparison.steps[0].actual, 5min);
  EXPECT_EQ(comparison.steps[0].median, 5min);
  EXPECT_EQ(comparison.steps[1].median, 10min);
  EXPECT_EQ(comparison.total->actual, 15min);
  const auto calibration = drill::calibrate(scenario(), std::vector{drill});
  EXPECT_TRUE(says(calibration.timings, "\"10m\""));
  EXPECT_EQ(calibration.people, R"({
  "team": {
    "responds": {
      "samples": [
        "5m"
      ],
      "source": "drill: route.recreate production/to-warehouse in day.csv on 2026-01-05"
    }
  }
}
)");
}

TEST(Actual, AStepThatAsksNobodyHasNoResponse) {
  ActualDrill drill = drill_of("cluster.create production", 10min);
  drill.steps[0].asked = kStart - 5min;
  const auto comparison = drill::compare_drill(scenario(), drill, {.runs = 1});
  EXPECT_EQ(comparison.steps.size(), 1U);
  EXPECT_EQ(comparison.unforeseen,
            std::vector<std::string>{"that somebody is asked for 'cluster.create production'"});
  const auto calibration = drill::calibrate(scenario(), std::vector{drill});
  EXPECT_TRUE(calibration.people.empty());
  EXPECT_EQ(calibration.left_out,
            std::vector<std::string>{
                "day.csv:2: cluster.create production: the plan asks nobody for it"});
}

TEST(Actual, WhenSomebodyWasAskedMayBeLeftEmpty) {
  const Scratch scratch;
  const auto file = scratch.write("day.csv",
                                  "step,asked,started,finished\n"
                                  "a,2026-01-05T00:00:00Z,2026-01-05T00:20:00Z,"
                                  "2026-01-05T00:30:00Z\n"
                                  "b,,2026-01-05T00:20:00Z,2026-01-05T00:30:00Z\n");
  const ActualDrill drill = drill::read_actual(file);
  ASSERT_EQ(drill.steps.size(), 2U);
  EXPECT_EQ(drill.steps[0].started - *drill.steps[0].asked, 20min);
  EXPECT_FALSE(drill.steps[1].asked);
  EXPECT_EQ(problems_of("step,asked,started,finished\n"
                        "a,2026-01-05T00:25:00Z,2026-01-05T00:20:00Z,2026-01-05T00:30:00Z\n"),
            ":2:24: step 'a' is started before somebody was asked");
}

TEST(Actual, ResponsesGoWhereAScenarioKeepsItsPeople) {
  const Scratch scratch;
  const std::string day = scratch
                              .write("day.csv",
                                     "step,asked,started,finished\n"
                                     "peering.accept production/warehouse,2026-01-05T00:00:00Z,"
                                     "2026-01-05T00:32:00Z,2026-01-05T00:33:00Z\n")
                              .string();
  const std::string main = "scenarios/region-outage/reprovision.json";
  const std::string out = " --out " + (scratch.path() / "timings.json").string();
  const std::string people = (scratch.path() / "people.json").string();
  const std::string command = "calibrate " + day + " --scenario " + main + out;
  EXPECT_TRUE(says(blackstart(command).err, "--people FILE writes it"));
  const Finished finished = blackstart(command + " --people " + people);
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
  const std::string calibrated =
      scratch
          .write("drill.json", R"({ "extends": ")" BLACKSTART_SOURCE_DIR "/" + main +
                                   R"(", "people": )" + text_of_file(people) + " }")
          .string();
  EXPECT_EQ(blackstart("check " + calibrated).exit_code, 0)
      << blackstart("check " + calibrated).err;
}

TEST(Actual, CalibrationPoolsDrillsAndNamesThemAsItsSource) {
  ActualDrill second = drill_of("cluster.create production", 14min);
  second.file = "autumn.csv";
  second.steps.push_back({.name = "declared", .started = kStart, .finished = kStart, .line = 3});
  const auto calibration = drill::calibrate(
      scenario(), std::vector{drill_of("cluster.create production", 12min + 5s), second});
  EXPECT_EQ(calibration.timings, R"({
  "title": "as measured in day.csv, autumn.csv",
  "cluster.create": {
    "samples": [
      "12m05s",
      "14m"
    ],
    "source": "drill: cluster.create production in day.csv on 2026-01-05; cluster.create production in autumn.csv on 2026-01-05"
  }
}
)");
  EXPECT_EQ(
      calibration.left_out,
      std::vector<std::string>{"autumn.csv:3: declared: a milestone is the work of many steps"});
}

TEST(Actual, ADrillThatIsThereTwiceDoesNotCountTwice) {
  const std::vector<ActualDrill> drills = {drill_of("cluster.create production", 9min),
                                           drill_of("cluster.create production", 9min)};
  EXPECT_EQ(refusal_of([&] { drill::calibrate(scenario(), drills); }),
            "day.csv:2:1: 'cluster.create production' is the same measurement as in day.csv and "
            "would count twice");
}

TEST(Actual, WhatDoesNotCountMayBeInTwoDrillsOfOneDay) {
  const std::vector<ActualDrill> drills = {drill_of("detected", 1min), drill_of("detected", 1min)};
  EXPECT_TRUE(drill::calibrate(scenario(), drills).timings.empty()) << "it is a milestone";
}

TEST(Actual, CalibrationKeepsWhatIsShorterThanASecond) {
  const std::vector<ActualDrill> drills = {drill_of("cluster.create production", 900ms)};
  EXPECT_TRUE(says(drill::calibrate(scenario(), drills).timings, "\"900ms\""));
}

TEST(Actual, WhatCalibrateWroteIsWhatTheNextRunUses) {
  const Scratch scratch;
  const std::string day =
      scratch
          .write("day.csv",
                 "step,started,finished\n"
                 "vpc.create production,2026-01-05T00:00:00Z,2026-01-05T09:00:00Z\n")
          .string();
  const std::string main = "scenarios/region-outage/reprovision.json";
  const std::string timings = (scratch.path() / "timings.json").string();
  EXPECT_EQ(blackstart("calibrate " + day + " --scenario " + main + " --out " + timings).exit_code,
            0);
  const std::string calibrated =
      scratch
          .write("drill.json",
                 R"({ "extends": ")" BLACKSTART_SOURCE_DIR "/" + main +
                     R"(", "world": ")" BLACKSTART_SOURCE_DIR
                     R"(/scenarios/worlds/astro-aws-two-regions.json", "timings": ")" +
                     timings + "\" }")
          .string();
  const Finished compared = blackstart("compare-drill " + calibrated + " " + day + " --runs 3");
  EXPECT_EQ(compared.exit_code, 0) << compared.err;
  EXPECT_TRUE(says(compared.out, "50.0 %"));
}

TEST(Actual, TheExamplesCanBeCompared) {
  for (const char* file : {"me-south-1-elearning", "coinbase-2026-05"}) {
    const Finished compared =
        blackstart("compare-drill scenarios/region-outage/reprovision.json examples/drills/" +
                   std::string(file) + ".csv --runs 5");
    EXPECT_EQ(compared.exit_code, 0) << compared.err;
    EXPECT_TRUE(says(compared.out, "first_success"));
    const auto json = nlohmann::json::parse(
        blackstart("compare-drill scenarios/region-outage/reprovision.json examples/drills/" +
                   std::string(file) + ".csv --runs 5 --format json")
            .out);
    EXPECT_EQ(json.at("schema"), "blackstart/drill-comparison/1");
    EXPECT_EQ(json.at("runs"), 5);
  }
}

}  // namespace
}  // namespace blackstart::tests
