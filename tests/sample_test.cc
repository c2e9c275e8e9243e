#include "drill/campaign/sample.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "drill/campaign/inputs.h"
#include "drill/campaign/judgement.h"
#include "tests/program.h"
#include "tests/small_drill.h"

namespace blackstart::tests {
namespace {

using namespace drill;

std::vector<Row> runs_by_verdict(std::size_t met, std::size_t missed, std::size_t unknown = 0) {
  std::vector<Row> rows;
  for (const auto& [count, verdict] :
       {std::pair{met, Verdict::met}, {missed, Verdict::missed}, {unknown, Verdict::unknown}}) {
    for (std::size_t i = 0; i < count; ++i) rows.push_back({.objectives = {verdict}});
  }
  return rows;
}

std::vector<const Row*> pointers_to(const std::vector<Row>& rows) {
  std::vector<const Row*> pointers;
  for (const Row& row : rows) pointers.push_back(&row);
  return pointers;
}

Verdict objective_verdict(const std::vector<Row>& rows) {
  return judge_objective_over(pointers_to(rows), 0, 0.95).of_the_runs;
}

// Wilson: 100 of 100 is at least 96.3 %, 10 of 10 only 72.2 %; 80 of 100 is at most 86.7 %.
TEST(Sample, AnObjectiveIsMetOnlyBeyondSamplingError) {
  EXPECT_EQ(objective_verdict(runs_by_verdict(100, 0)), Verdict::met);
  EXPECT_EQ(objective_verdict(runs_by_verdict(10, 0)), Verdict::unknown);
  EXPECT_EQ(objective_verdict(runs_by_verdict(80, 20)), Verdict::missed);
}

TEST(Sample, ARunThatCannotTellCountsForNeitherSide) {
  EXPECT_EQ(objective_verdict(runs_by_verdict(80, 0, 20)), Verdict::unknown);
  EXPECT_EQ(objective_verdict(runs_by_verdict(0, 0, 100)), Verdict::unknown);
}

std::vector<Row> runs_that_took(const std::vector<std::int64_t>& values) {
  std::vector<Row> rows;
  for (const auto value : values)
    rows.push_back({.expectations = {Verdict::met}, .measured = {{value}}});
  return rows;
}

Verdict statistic_verdict(const std::string& statistic, Bound::Kind kind, std::int64_t bound,
                          const std::vector<Row>& rows) {
  Expectation expectation{.measure = "rta", .of = {}, .statistic = statistic, .runs = 1};
  expectation.bounds.push_back({.kind = kind, .number = bound, .word = {}});
  return judge_expectation_over(pointers_to(rows), expectation, 0, 0).of_the_runs;
}

// Of 1, 2, ..., 20 the 6th and the 15th hold the median.
TEST(Sample, AStatisticMustKeepItsBoundWithAllOfItsInterval) {
  std::vector<std::int64_t> values;
  for (int i = 1; i <= 20; ++i) values.push_back(i);
  const std::vector<Row> rows = runs_that_took(values);
  EXPECT_EQ(statistic_verdict("median", Bound::Kind::at_most, 15, rows), Verdict::met);
  EXPECT_EQ(statistic_verdict("median", Bound::Kind::at_most, 14, rows), Verdict::unknown);
  EXPECT_EQ(statistic_verdict("median", Bound::Kind::at_most, 5, rows), Verdict::missed);
  EXPECT_EQ(statistic_verdict("max", Bound::Kind::at_most, 20, rows), Verdict::met);
  EXPECT_EQ(statistic_verdict("max", Bound::Kind::at_most, 19, rows), Verdict::missed);
  EXPECT_EQ(statistic_verdict("p99", Bound::Kind::at_most, 1000, rows), Verdict::unknown)
      << "20 runs do not bound it";
}

TEST(Sample, ARunThatNeverGotThereIsTheLongestAndLeavesNoMean) {
  std::vector<std::int64_t> values(98, 5);
  values.insert(values.end(), {Measured::kNever, Measured::kNever});
  const std::vector<Row> rows = runs_that_took(values);
  EXPECT_EQ(statistic_verdict("mean", Bound::Kind::at_most, 1000, rows), Verdict::missed);
  EXPECT_EQ(statistic_verdict("median", Bound::Kind::at_most, 5, rows), Verdict::met);
  std::vector<Measured> measured;
  for (const auto value : values) measured.push_back({value});
  measured.push_back({});  // nothing to measure: no run of this quantity
  const Summary summary = summarize({.name = "rta"}, measured);
  EXPECT_EQ(summary.runs, 100U);
  EXPECT_EQ(summary.never, 2U);
  EXPECT_FALSE(summary.mean);
  EXPECT_EQ(summary.quantiles[0].value.value, 5);
  EXPECT_TRUE(summary.quantiles[3].value.is_never()) << "the 99th of 100";
}

TEST(Sample, AStatisticThatMatchedNothingInSomeRunIsUnknown) {
  EXPECT_EQ(
      statistic_verdict("max", Bound::Kind::at_most, 9, runs_that_took({1, Measured::kNothing, 2})),
      Verdict::unknown);
}

Sample sample_of(const SmallDrill& drill, const SamplePlan& plan) {
  const Scenario scenario = drill.scenario();
  const Campaign campaign =
      rehearse(worlds_of(scenario, plan), runs_of(scenario, plan), {.threads = 2});
  return reduce(scenario, plan, campaign.rows);
}

// Every set holds the assumption at another value of its range, each stratum of 10 to 20 minutes
// once: 10 + 10 * (0.05 + 0.9 * (k + 0.5) / 5).
TEST(Sample, SetsOfInputsVisitTheRangeOfAnAssumptionEvenly) {
  const Scenario scenario = SmallDrill().scenario();
  ASSERT_EQ(uncertain_inputs_of(scenario).size(), 1U);
  std::set<std::int64_t> seconds;
  for (std::size_t set = 0; set < 5; ++set) {
    const Scenario world = with_input_set(scenario, set, 5, 1);
    const auto& held = world.setup->timings.at("cluster.create").distribution;
    EXPECT_TRUE(held.is_constant());
    seconds.insert(std::chrono::floor<std::chrono::seconds>(held.median()).count());
  }
  EXPECT_EQ(seconds, (std::set<std::int64_t>{684, 792, 900, 1008, 1116}));
}

TEST(Sample, MeasuredSamplesAreDrawnAnewFromThemselves) {
  const Scenario scenario = SmallDrill{
      .cluster_create = {
          .distribution = sim::Distribution::samples({1min, 2min, 30min}),
          .source = "three logs",
          .assumption = {}}}.scenario();
  std::set<std::vector<recovery::Duration>> seen;
  for (std::size_t set = 0; set < 20; ++set) {
    const Scenario world = with_input_set(scenario, set, 20, 1);
    const auto again = world.setup->timings.at("cluster.create").distribution.measured();
    ASSERT_EQ(again.size(), 3U);
    for (const auto each : again) EXPECT_TRUE(each == 1min || each == 2min || each == 30min);
    seen.insert({again.begin(), again.end()});
  }
  EXPECT_GT(seen.size(), 3U);
}

// Sourced spreads are luck, not ignorance.
TEST(Sample, ASourcedSpreadIsNoUncertainInput) {
  const SmallDrill drill{.cluster_create = {.distribution = sim::Distribution::range(1min, 9min),
                                            .source = "measured",
                                            .assumption = {}}};
  EXPECT_TRUE(uncertain_inputs_of(drill.scenario()).empty());
  EXPECT_EQ(runs_of(drill.scenario(), {.runs = 10}).size(), 10U);
}

// DAGs run by the hour. With a cluster in 10 minutes, or in 20, the tasks of another hour are the
// first: 80 runs of a set held low meet what those of a set held high miss.
TEST(Sample, AVerdictThatFlipsInsideTheRangeOfAnAssumptionIsUnknown) {
  SmallDrill drill{.cluster_create = {.distribution = sim::Distribution::range(0s, 10h),
                                      .source = {},
                                      .assumption = "nobody knows"},
                   .statistic = "max"};
  drill.world.horizon = 40h;
  drill.rto = 6h;
  const SamplePlan plan{.runs = 80, .sets = 2, .runs_per_set = 80};
  const Sample sample = sample_of(drill, plan);
  ASSERT_EQ(sample.objectives.size(), 1U);
  EXPECT_EQ(sample.objectives[0].of_the_runs, Verdict::missed);
  EXPECT_EQ(sample.objectives[0].sets_met, 1U);
  EXPECT_EQ(sample.objectives[0].verdict, Verdict::unknown);
  EXPECT_EQ(sample.exit_code(), 3);
  ASSERT_FALSE(sample.summaries.empty());
  ASSERT_TRUE(sample.summaries[0].over_inputs);
  EXPECT_LT(sample.summaries[0].over_inputs->low, sample.summaries[0].over_inputs->high);
}

TEST(Sample, TheWorstRunsComeFirst) {
  SmallDrill drill;
  drill.cluster_create.distribution = sim::Distribution::range(0s, 10h);
  drill.world.horizon = 40h;
  const Sample sample = sample_of(drill, {.runs = 20, .sets = 0});
  ASSERT_EQ(sample.worst.size(), 5U);
  EXPECT_EQ(sample.worst[0].headline, sample.summaries[0].most);
  EXPECT_GE(sample.worst[0].headline, sample.worst[4].headline);
}

// ---- as a user sees it

const std::string kMain = "scenarios/region-outage/reprovision.json";

TEST(SampleCommand, ShardsMergeIntoTheSameBytes) {
  const Scratch scratch;
  const auto part = [&](int index) {
    return (scratch.path() / ("part-" + std::to_string(index) + ".csv")).string();
  };
  const std::string common = "sample " + kMain + " --runs 12 --inputs 2 --as-of 2026-10-01";
  for (int i = 1; i <= 2; ++i)
    blackstart(common + " --shard " + std::to_string(i) + "/2 --csv " + part(i));
  const Finished whole = blackstart(common + " --threads 1");
  EXPECT_EQ(blackstart("merge " + part(2) + " " + part(1)).out, whole.out);
  EXPECT_EQ(blackstart(common + " --threads 3").out, whole.out);
  EXPECT_EQ(blackstart("merge " + part(1)).err,
            part(1) + ": is one of 2 shards, and shard 2 is missing\n");
  EXPECT_EQ(blackstart("merge " + part(1) + " " + part(1)).exit_code, 2);
  const std::string text = text_of_file(part(2));
  const std::string foreign =
      scratch
          .write("foreign.csv", std::regex_replace(text, std::regex("\"runs\":12"), "\"runs\":13"))
          .string();
  EXPECT_NE(blackstart("merge " + part(1) + " " + foreign).err.find("is of another sample than"),
            std::string::npos);
  const std::string cut =
      scratch.write("cut.csv", text.substr(0, text.rfind('\n', text.size() - 2) + 1)).string();
  EXPECT_NE(blackstart("merge " + part(1) + " " + cut).err.find("ends before run"),
            std::string::npos);
  EXPECT_EQ(blackstart("merge " + kMain).exit_code, 2);
}

TEST(SampleCommand, APrecisionThatIsNotReachedIsSaid) {
  const Finished finished =
      blackstart("sample " + kMain + " --precision 0.01% --max-runs 10 --inputs 0");
  EXPECT_NE(finished.out.find("NOT REACHED"), std::string::npos) << finished.out;
}

// Interrupted a while after it began to listen for that, however slow the machine.
TEST(SampleCommand, CtrlCReportsTheCompletedPrefix) {
  const Scratch scratch;
  const std::string out = (scratch.path() / "out").string();
  const std::string line = "cd '" BLACKSTART_SOURCE_DIR "' && { '" +
                           std::string(BLACKSTART_PROGRAM) + "' sample " + kMain +
                           " --runs 1000000 --format json >'" + out +
                           "' & } && until grep -q '^SigCgt.*[2367abef]$' /proc/$!/status; do "
                           "sleep 0.1; done; sleep 1; kill -INT $!; wait $!";
  const int status = std::system(line.c_str());
  EXPECT_EQ(WEXITSTATUS(status), 130);
  const auto sample = nlohmann::json::parse(text_of_file(out));
  EXPECT_TRUE(sample.at("interrupted").get<bool>());
  EXPECT_LT(sample.at("runs").get<int>(), 1'000'000);
}

TEST(SampleCommand, WhatCannotBeMeantIsBadUsage) {
  for (const std::string options :
       {"--runs 0", "--runs 5 --precision 1%", "--shard 3/2 --csv x", "--shard 1/2",
        "--precision 1% --shard 1/2 --csv x", "--share 20%", "--format yaml"}) {
    EXPECT_EQ(blackstart("sample " + kMain + " " + options).exit_code, 2) << options;
  }
}

}  // namespace
}  // namespace blackstart::tests
