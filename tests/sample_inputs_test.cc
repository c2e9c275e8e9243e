#include <gtest/gtest.h>

#include <set>

#include "drill/campaign/inputs.h"
#include "drill/campaign/sample.h"
#include "tests/program.h"
#include "tests/small_drill.h"

// What nobody knows is held in sets, not drawn: which figures those are, and which values.
namespace blackstart::tests {
namespace {

using namespace drill;

TEST(Sample, EverythingThatARunDrawsAndNobodyKnowsIsVaried) {
  const Scenario small = SmallDrill{}.scenario();
  const sim::Timing guess{sim::Distribution::range(1min, 9min), "", "nobody knows"};
  sim::Setup setup = *small.setup;
  setup.timings.at("pod.start") = guess;
  setup.timings.at("standby.create") = guess;
  setup.world.clusters[0].copies.push_back({.name = "hourly", .takes = guess, .lag = guess});
  for (sim::TaskSpec& task : setup.world.deployments[0].dags[0].tasks) {
    task.duration = guess.distribution;
    task.assumption = guess.assumption;
  }
  setup.people[0].responds = guess;
  const Scenario scenario = in_world(small, std::move(setup));
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

// Sourced spreads are luck, not ignorance.
TEST(Sample, ASourcedSpreadIsNoUncertainInput) {
  const SmallDrill drill{.cluster_create = {.distribution = sim::Distribution::range(1min, 9min),
                                            .source = "measured"}};
  EXPECT_TRUE(uncertain_inputs_of(drill.scenario()).empty());
  EXPECT_EQ(runs_of(drill.scenario(), {.runs = 10}).size(), 10U);
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

}  // namespace
}  // namespace blackstart::tests
