#include "drill/campaign/sample.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "drill/campaign/inputs.h"
#include "drill/campaign/judgement.h"
#include "drill/campaign/sample_report.h"
#include "drill/campaign/words.h"
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

Sample sample_of(const SmallDrill& drill, const SamplePlan& plan) {
  const Scenario scenario = drill.scenario();
  const Campaign campaign =
      rehearse(worlds_of(scenario, plan), runs_of(scenario, plan), {.threads = 2});
  return reduce(scenario, plan, campaign.rows);
}

// The first set holds 10 to 20 minutes at the low end and the second at the high end; the three
// others visit all of it, each stratum once: 10, 15 and 20.
TEST(Sample, SetsOfInputsVisitTheRangeOfAnAssumptionEvenlyWithItsEnds) {
  const Scenario scenario = SmallDrill().scenario();
  ASSERT_EQ(uncertain_inputs_of(scenario).size(), 1U);
  std::vector<recovery::Duration> held;
  for (std::size_t set = 0; set < 5; ++set) {
    const Scenario world = with_input_set(scenario, set, 5, 1);
    const auto& figure = world.setup->timings.at("cluster.create").distribution;
    EXPECT_TRUE(figure.is_constant());
    held.push_back(figure.median());
  }
  EXPECT_EQ(held[0], 10min);
  EXPECT_EQ(held[1], 20min);
  EXPECT_EQ(std::set(held.begin() + 2, held.end()),
            (std::set<recovery::Duration>{10min, 15min, 20min}));
}

// Nobody declared where a lognormal ends: p5 and p95 stand for its ends.
TEST(Sample, ASpreadWithoutEndsIsHeldBetweenItsP5AndP95) {
  const auto spread = sim::Distribution::quantiles(0.05, 10min, 0.95, 40min);
  const Scenario scenario =
      SmallDrill{.cluster_create = {.distribution = spread, .assumption = "nobody knows"}}
          .scenario();
  const InputFigure input = uncertain_inputs_of(scenario).front();
  EXPECT_EQ(value_within(input, 0), 10min);
  EXPECT_EQ(value_within(input, 1), 40min);
}

TEST(Sample, EverythingThatARunDrawsAndNobodyKnowsIsVaried) {
  SmallDrill drill;
  const sim::Timing guess{sim::Distribution::range(1min, 9min), "", "nobody knows"};
  Scenario scenario = drill.scenario();
  sim::Setup setup = *scenario.setup;
  setup.timings.at("pod.start") = guess;
  setup.timings.at("standby.create") = guess;
  setup.world.clusters[0].copies.push_back({.name = "hourly", .takes = guess, .lag = guess});
  for (sim::TaskSpec& task : setup.world.deployments[0].dags[0].tasks) {
    task.duration = guess.distribution;
    task.assumption = guess.assumption;
  }
  setup.people[0].responds = guess;
  scenario.setup = std::make_shared<const sim::Setup>(std::move(setup));
  scenario.binding = std::make_shared<const sim::Binding>(scenario.setup, mock::operations());
  std::string story;
  for (const InputFigure& input : uncertain_inputs_of(scenario)) story += input.name + "\n";
  EXPECT_EQ(story,
            "cluster.create\npod.start\nstandby.create\nprotection/production/hourly/lag\n"
            "protection/production/hourly/takes\ndags/billing/invoices/task_duration\n"
            "people/commander\n");
  const Scenario low = with_input_set(scenario, 0, 5, 1);
  EXPECT_EQ(low.setup->world.clusters[0].copies[0].lag.distribution,
            sim::Distribution::constant(1min));
  for (const sim::TaskSpec& task : low.setup->world.deployments[0].dags[0].tasks)
    EXPECT_EQ(task.duration, sim::Distribution::constant(1min)) << "written once, held together";
}

TEST(Sample, MeasuredSamplesAreDrawnAnewFromThemselves) {
  const Scenario scenario =
      SmallDrill{.cluster_create = {.distribution = sim::Distribution::samples({1min, 2min, 30min}),
                                    .source = "three logs"}}
          .scenario();
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
                                            .source = "measured"}};
  EXPECT_TRUE(uncertain_inputs_of(drill.scenario()).empty());
  EXPECT_EQ(runs_of(drill.scenario(), {.runs = 10}).size(), 10U);
}

// DAGs run by the hour. With a cluster in 10 minutes, or in 20, the tasks of another hour are the
// first: 80 runs of a set held low meet what those of a set held high miss.
TEST(Sample, AVerdictThatFlipsInsideTheRangeOfAnAssumptionIsUnknown) {
  SmallDrill drill{.cluster_create = {.distribution = sim::Distribution::range(0s, 10h),
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

// Nobody can look, so that the region's return is the recovery: a minute later the first task
// succeeds. It is assumed to come after 10 hours, and may as well come after 30.
SmallDrill drill_of_unknown_end() {
  SmallDrill drill{.cluster_create = constantly(10min), .rto = 16h, .statistic = "max"};
  drill.world.horizon = 60h;
  drill.world.watched_from = {"east"};
  drill.unknown_ends = {1h, 6h, 30h};
  return drill;
}

TEST(Sample, AVerdictThatFlipsWithAnEndThatNobodyPublishedIsUnknown) {
  const Sample sample =
      sample_of(drill_of_unknown_end(), {.runs = 80, .sets = 2, .runs_per_set = 20});
  EXPECT_EQ(sample.objectives[0].of_the_runs, Verdict::met);
  EXPECT_EQ(sample.objectives[0].sets_missed, 1U);
  EXPECT_EQ(sample.objectives[0].verdict, Verdict::unknown);
  EXPECT_EQ(sample.uncertain, std::vector<std::string>{"end of 'outage'"});
}

// From each plausible end in a straight line to the next, so that half of the sets lie below the
// middle one, however far the last is.
TEST(Sample, PlausibleEndsAreAsPlausibleAsEachOther) {
  const Scenario scenario = drill_of_unknown_end().scenario();
  const auto inputs = uncertain_inputs_of(scenario);
  ASSERT_EQ(inputs.size(), 1U);
  EXPECT_EQ(value_within(inputs[0], 0), 1h);
  EXPECT_EQ(value_within(inputs[0], 1.0 / 6), 3h + 30min);
  EXPECT_EQ(value_within(inputs[0], 0.5), 8h) << "between 6 h and the 10 h that were assumed";
  EXPECT_EQ(value_within(inputs[0], 1), 30h);
  const Scenario world = with_input(scenario, inputs[0], sim::Distribution::constant(3h));
  EXPECT_EQ(world.setup->faults[0].lasts, 3h);
}

// Six runs are too few for a share of 95 %. Held at 0 s the RTO is met in all of them, and held at
// 10 h, with detection and all other steps on top, in none: few runs that agree say enough of a
// set.
TEST(Sample, AFlipAtTheEndOfARangeIsSeenWithFewRuns) {
  SmallDrill drill{.cluster_create = {.distribution = sim::Distribution::range(0s, 10h),
                                      .assumption = "nobody knows"}};
  drill.world.horizon = 40h;
  drill.rto = 10h + 30min;
  const Sample sample = sample_of(drill, {.runs = 6, .sets = 2});
  EXPECT_EQ(sample.objectives[0].sets_met, 1U);
  EXPECT_EQ(sample.objectives[0].sets_missed, 1U);
  EXPECT_TRUE(sample.objectives[0].differs_between_sets());
}

// With a horizon of 5 hours no run sees the recovery that an RTO of 20 hours has time for.
TEST(Sample, RunsThatWereTooShortToSeeItAreUnknownAndNotMissed) {
  SmallDrill drill;
  drill.world.horizon = 5h;
  const Sample sample = sample_of(drill, {.runs = 4, .sets = 0});
  EXPECT_EQ(sample.objectives[0].unknown, 4U);
  EXPECT_FALSE(sample.objectives[0].is_known());
  EXPECT_EQ(sample.objectives[0].share_met.interval.high, 1);
  EXPECT_EQ(sample.summaries[0].unseen, 4U);
  EXPECT_EQ(sample.summaries[0].never, 0U);
  EXPECT_EQ(sample.expectations[0].verdict, Verdict::unknown);
  EXPECT_EQ(sample.exit_code(), 3);
}

// An RPA of 95 % of the runs is a duration, and the text says so.
TEST(Sample, AStatisticOfADurationIsWrittenAsOne) {
  std::vector<Row> rows = runs_that_took(std::vector<std::int64_t>(100, 5'400'000'000));
  for (const std::string measure : {"rpa", "operator_time"}) {
    Expectation expectation{.measure = measure, .statistic = "median", .runs = 1};
    expectation.bounds.push_back({.kind = Bound::Kind::at_most, .number = 5'400'000'000});
    EXPECT_EQ(judge_expectation_over(pointers_to(rows), expectation, 0, 0).measured,
              "median 1h30m");
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

TEST(Sample, WhatHasNoEndIsSaidInPlainWords) {
  Sample sample{.runs = 3};
  const std::vector<Measured> endless(3, {Measured::kNever});
  sample.summaries = {
      summarize({.name = "rpa:dag_run", .unit = Unit::duration, .endless = kForEver}, endless),
      summarize({.name = "rta:billing:first_success:fault", .unit = Unit::duration},
                {{60'000'000}, {90'000'000}, {Measured::kNever}})};
  const std::string text = write_sample_text(sample, {.width = 200});
  EXPECT_NE(text.find("unlimited in every run, for no record survived: dag_run\n"),
            std::string::npos)
      << text;
  EXPECT_NE(
      text.find("never: it does not come, however long one waits, in up to 1 of 3 runs; they"),
      std::string::npos)
      << text;
  EXPECT_EQ(text.find("for ever"), std::string::npos) << text;
  EXPECT_NE(text.find("find the ends of those that have a '?'"), std::string::npos) << text;
}

TEST(Sample, EveryMeasureOfNumbersIsReported) {
  const std::vector<Quantity> quantities = quantities_of(SmallDrill().scenario());
  for (const Measure& measure : measures()) {
    if (measure.unit == Unit::word || measure.name == "rta") continue;
    const auto found = std::ranges::find(quantities, measure.name, &Quantity::name);
    ASSERT_NE(found, quantities.end()) << measure.name;
    EXPECT_EQ(found->unit, measure.unit) << measure.name;
  }
}

// Four runs, a set of four, and two runs of the second set: one set is whole.
TEST(Sample, APartOfASetOfInputsSaysNothing) {
  const Scenario scenario = SmallDrill().scenario();
  const SamplePlan plan{.runs = 4, .sets = 2, .runs_per_set = 4};
  Campaign campaign = rehearse(worlds_of(scenario, plan), runs_of(scenario, plan), {});
  campaign.rows.resize(10);
  Sample sample = reduce(scenario, plan, campaign.rows);
  sample.was_cancelled = true;
  EXPECT_EQ(sample.sets, 1U);
  EXPECT_EQ(sample.sets_planned, 2U);
  EXPECT_EQ(sample.objectives[0].sets_met, 1U);
  EXPECT_NE(write_sample_text(sample, {}).find("1 of 2 sets of them were carried out"),
            std::string::npos);
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
  EXPECT_EQ(blackstart("merge " + part(1) + " " + cut).err,
            cut + ": ends after 17 of 18 runs: its sample was interrupted\n")
      << "half of 12, and of two sets of 12";
  EXPECT_EQ(blackstart("merge " + kMain).exit_code, 2);
  EXPECT_NE(blackstart("merge /").err.find("/: is a directory; a CSV file is wanted"),
            std::string::npos);
}

TEST(Sample, WhatIsNotNothingIsNotWrittenAsNothing) {
  EXPECT_EQ(share_in_words(0.0001), "0.01 %");
  EXPECT_EQ(share_in_words(0.0), "0.0 %");
  EXPECT_EQ(share_in_words(0.01), "1.0 %");
}

// Wilson: 196 of 200 is at least 94.97 %.
TEST(Sample, ABoundThatMissesTheDemandIsNotRoundedToIt) {
  const JudgedOverRuns judged = judge_objective_over(pointers_to(runs_by_verdict(196, 4)), 0, 0.95);
  EXPECT_EQ(judged.of_the_runs, Verdict::unknown);
  EXPECT_EQ(share_in_words(judged.share_met.interval, 0.95), "94.97-99.2 %");
  EXPECT_EQ(share_in_words(0.9996), "99.96 %") << "not of all runs";
  EXPECT_EQ(share_in_words(1.0), "100.0 %");
}

TEST(SampleCommand, APrecisionThatIsReachedIsToldWithWhatWasAskedFor) {
  const Finished finished =
      blackstart("sample " + kMain + " --precision 50% --max-runs 100 --inputs 0 --width 160");
  EXPECT_NE(finished.out.find(" of it, and 50.0 % was asked for\n"), std::string::npos)
      << finished.out;
  EXPECT_NE(blackstart("sample " + kMain + " --precision 1").err.find("from 0.0001% to 50%"),
            std::string::npos)
      << "1 % is meant, and 100 % would be reached at once";
}

TEST(SampleCommand, APrecisionThatIsNotReachedIsSaid) {
  const Finished finished =
      blackstart("sample " + kMain + " --precision 0.01% --max-runs 10 --inputs 0");
  EXPECT_NE(finished.out.find("NOT REACHED"), std::string::npos) << finished.out;
}

TEST(Sample, WhereNothingIsHitNoPrecisionIsWaitedFor) {
  std::vector<Row> rows(100, Row{.measured = {{}}});
  EXPECT_TRUE(are_enough({.precision = 0.01}, rows));
  EXPECT_FALSE(are_enough({}, rows)) << "so many runs were asked for";
  rows.front().measured.front() = {60};
  EXPECT_FALSE(are_enough({.precision = 0.01}, rows)) << "one number has no interval";
}

TEST(SampleCommand, ARowPerRunAndOtherInputsAsComments) {
  const Scratch scratch;
  const std::string file = (scratch.path() / "rows.csv").string();
  EXPECT_NE(blackstart("sample " + kMain + " --runs 3 --inputs 2 --csv " + file).exit_code, 2);
  std::size_t rows = 0, comments = 0;
  std::istringstream lines(text_of_file(file));
  for (std::string line; std::getline(lines, line);) ++(line.starts_with('#') ? comments : rows);
  EXPECT_EQ(rows, 1 + 3U) << "the titles, and the runs of the scenario";
  EXPECT_EQ(comments, 1 + 2 * 3U) << "what it is, and two sets of inputs";
}

TEST(SampleCommand, ShardsOfTwoDaysOrTwoModelsAreRefusedForThatReason) {
  const Scratch scratch;
  const auto part = [&](int index, const std::string& day) {
    const std::string file = (scratch.path() / ("part-" + std::to_string(index) + ".csv")).string();
    blackstart("sample " + kMain + " --runs 2 --inputs 0 --as-of " + day + " --shard " +
               std::to_string(index) + "/2 --csv " + file);
    return file;
  };
  const std::string first = part(1, "2026-10-01"), second = part(2, "2026-10-02");
  EXPECT_NE(blackstart("merge " + first + " " + second)
                .err.find("is of another sample than " + first + ": as_of \"2026-10-02"),
            std::string::npos);
  const std::string text = std::regex_replace(
      text_of_file(first), std::regex("\"model\":\"[^\"]*\""), "\"model\":\"0\"");
  const std::string old = scratch.write("old.csv", text).string();
  EXPECT_NE(blackstart("merge " + old + " " + part(2, "2026-10-01")).err.find("model "),
            std::string::npos);
}

TEST(SampleCommand, HowLongATaskTakesIsVariedWhereNobodyMeasuredIt) {
  const Scratch scratch;
  const auto inputs_with = [&](const std::string& duration) {
    const std::string file = scratch.write("tasks.json", R"({ "world": ")" BLACKSTART_SOURCE_DIR
                                                         R"(/scenarios/worlds/ledger.json",
        "override": { "deployments": { "ledger": { "dags": { "d": {
          "schedule": "1h", "task_duration": )" + duration + " } } } } } }");
    std::string story;
    for (const InputFigure& input : uncertain_inputs_of(load_scenario(file)))
      story += input.name.starts_with("dags/") ? input.name : "";
    return story;
  };
  EXPECT_EQ(inputs_with(R"({ "range": ["1m", "9m"], "assumption": "a guess" })"),
            "dags/ledger/d/task_duration");
  EXPECT_EQ(inputs_with(R"({ "range": ["1m", "9m"], "source": "its log" })"), "")
      << "luck, not ignorance";
}

// On a terminal, which `script` is, until it counts them.
TEST(SampleCommand, ProgressSaysThatItCountsRunsOfOtherInputs) {
  const Scratch scratch;
  const std::string seen = (scratch.path() / "seen").string();
  const std::string line = "cd '" BLACKSTART_SOURCE_DIR "' && { script -qfc \"'" +
                           std::string(BLACKSTART_PROGRAM) + "' sample " + kMain +
                           " --runs 40 --inputs 200\" '" + seen +
                           "' </dev/null >/dev/null & } && for i in $(seq 600); do "
                           "grep -q 'of 8000 runs' '" +
                           seen + "' && break; sleep 0.1; done; kill $!; wait $!";
  ASSERT_NE(std::system(line.c_str()), -1);
  EXPECT_TRUE(std::regex_search(text_of_file(seen),
                                std::regex("other inputs: [0-9]+ of 8000 runs, [0-9]+ per second")))
      << text_of_file(seen);
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
