#include <gtest/gtest.h>

#include "drill/campaign/judgement.h"
#include "drill/campaign/sample.h"
#include "drill/campaign/words.h"

// What many runs say of an objective or an expectation, beyond sampling error, and how it is told.
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

// Wilson: 196 of 200 is at least 94.97 %.
TEST(Sample, ABoundThatMissesTheDemandIsNotRoundedToIt) {
  const JudgedOverRuns judged = judge_objective_over(pointers_to(runs_by_verdict(196, 4)), 0, 0.95);
  EXPECT_EQ(judged.of_the_runs, Verdict::unknown);
  EXPECT_EQ(share_in_words(judged.share_met.interval, 0.95), "94.97-99.2 %");
  EXPECT_EQ(share_in_words(0.9996), "99.96 %") << "not of all runs";
  EXPECT_EQ(share_in_words(1.0), "100.0 %");
}

std::vector<Row> runs_that_took(const std::vector<std::int64_t>& values) {
  std::vector<Row> rows;
  for (const auto value : values)
    rows.push_back({.expectations = {Verdict::met}, .measured = {{value}}});
  return rows;
}

Verdict statistic_verdict(const std::string& statistic, Bound::Kind kind, std::int64_t bound,
                          const std::vector<Row>& rows) {
  Expectation expectation{.measure = "rta", .statistic = statistic, .runs = 1};
  expectation.bounds.push_back({.kind = kind, .number = bound});
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

// An RPA of 95 % of the runs is a duration, and the text says so.
TEST(Sample, AStatisticOfADurationIsWrittenAsOne) {
  std::vector<Row> rows = runs_that_took(std::vector<std::int64_t>(100, 5'400'000'000));
  for (const std::string measure : {"rpa", "operator_time"}) {
    Expectation expectation{.measure = measure, .statistic = "median", .runs = 1};
    expectation.bounds.push_back({.kind = Bound::Kind::at_most, .number = 5'400'000'000});
    EXPECT_EQ(judge_expectation_over(pointers_to(rows), expectation, 0, 0).measured, "median 1h30m")
        << measure;
  }
}

TEST(Sample, ADurationIsWrittenInWholeSecondsAndACountWithItsThousands) {
  Expectation expectation{.measure = "rpa", .statistic = "max", .runs = 1};
  expectation.bounds.push_back({.kind = Bound::Kind::at_most, .number = 1});
  EXPECT_EQ(judge_expectation_over(pointers_to(runs_that_took({6'309'484'561})), expectation, 0, 0)
                .measured,
            "max 1h45m09s");
  EXPECT_EQ(in_words(88749.0, Unit::count), "88,749");
  EXPECT_EQ(in_words(88748.96, Unit::count), "88,749");
  EXPECT_EQ(in_words(-1234.5, Unit::count), "-1,234.5");
  EXPECT_EQ(in_words(-0.01, Unit::count), "0");
}

TEST(Sample, WhatIsNotNothingIsNotWrittenAsNothing) {
  EXPECT_EQ(share_in_words(0.0001), "0.01 %");
  EXPECT_EQ(share_in_words(0.0), "0.0 %");
  EXPECT_EQ(share_in_words(0.01), "1.0 %");
}

}  // namespace
}  // namespace blackstart::tests
