#include "drill/campaign/sensitivity.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "drill/campaign/inputs.h"
#include "tests/says.h"
#include "tests/small_drill.h"

// Which figure that nobody knows moves the verdict, and where it turns.
namespace blackstart::tests {
namespace {

using namespace drill;

Scenario long_creation(recovery::Duration rto) {
  SmallDrill drill;
  drill.cluster_create.distribution = sim::Distribution::range(0s, 10h);
  drill.world.horizon = 48h;
  drill.rto = rto;
  return drill.scenario();
}

const Sway& sway_of(const Sensitivity& found, std::string_view figure) {
  const auto sway =
      std::ranges::find(found.sways, figure, [](const Sway& each) { return each.input.name; });
  recovery::check(sway != found.sways.end(), "a sway of this figure");
  return *sway;
}

// Looked for to 1 %, where that is more than a second.
TEST(Sensitivity, TheFigureThatMattersIsOnTopAndItsBreakEvenHolds) {
  const Scenario scenario = long_creation(8h);
  const Sensitivity found = sensitivity_of(scenario, {.runs = 2}, at_once);
  const Sway& top = found.sways.front();
  EXPECT_EQ(top.input.name, "cluster.create");
  EXPECT_EQ(top.low, 0s) << "its ends as they were declared";
  EXPECT_EQ(top.high, 10h);
  EXPECT_EQ(top.change_of_share(), 1) << "met at one end and missed at the other";
  ASSERT_EQ(found.break_evens.size(), 1U);
  ASSERT_EQ(found.break_evens[0].kind, BreakEven::Kind::below);
  const Turn& turn = *found.break_evens[0].most;
  const auto is_met = [&](recovery::Duration held) {
    const Scenario world = with_input(scenario, top.input, sim::Distribution::constant(held));
    return run(judged_by_the_run(world), 1, {}).objectives[0].verdict == Verdict::met;
  };
  EXPECT_TRUE(is_met(turn.met));
  EXPECT_TRUE(is_met(turn.rounded_met()));
  EXPECT_FALSE(is_met(turn.not_met));
  EXPECT_LE(turn.not_met - turn.met, turn.met / 100);
}

TEST(Sensitivity, AnObjectiveThatNoFigureSavesIsSaid) {
  EXPECT_EQ(sensitivity_of(long_creation(1min), {.runs = 1}, at_once).break_evens[0].kind,
            BreakEven::Kind::never);
}

// Every operation may take twice as long here, one after the other, and none of them decides
// between its ends.
TEST(Sensitivity, FiguresThatWereNotSearchedAreNamed) {
  SmallDrill drill;
  drill.world.dag_every = 5min;
  drill.cluster_create.distribution = sim::Distribution::constant(20min);
  const Scenario small = drill.scenario();
  sim::Setup setup = *small.setup;
  for (const char* operation : {"database.create", "deployment.create", "image.deploy"})
    setup.timings.at(operation) = drill.cluster_create;
  const Scenario scenario = in_world(small, std::move(setup));
  const Sensitivity few = sensitivity_of(scenario, {.runs = 1, .break_even_figures = 1}, at_once);
  const Sensitivity all = sensitivity_of(scenario, {.runs = 1, .break_even_figures = 99}, at_once);
  ASSERT_FALSE(few.not_searched.empty());
  EXPECT_TRUE(all.not_searched.empty());
  EXPECT_EQ(all.break_evens.size(), few.break_evens.size() + few.not_searched.size());
  const std::string text = write_sensitivity_text(few, {});
  EXPECT_TRUE(says(text, "  the widest; "));
  EXPECT_TRUE(says(text, "not searched (--break-evens "));
  EXPECT_FALSE(says(write_sensitivity_text(all, {}), "not searched"));
}

// A probe takes no time, and a pod 15 s where nobody said otherwise.
TEST(Sensitivity, AnAssumptionWithoutARangeIsHalvedAndDoubled) {
  SmallDrill drill;
  drill.cluster_create.distribution = sim::Distribution::constant(20min);
  const Sensitivity found = sensitivity_of(drill.scenario(), {.runs = 1}, at_once);
  EXPECT_EQ(sway_of(found, "cluster.create").low, 10min);
  EXPECT_EQ(sway_of(found, "cluster.create").high, 40min);
  EXPECT_TRUE(sway_of(found, "cluster.create").input.is_bare_guess());
  EXPECT_EQ(sway_of(found, "airflow/pod_start").low, 7500ms);
  EXPECT_EQ(sway_of(found, "airflow/pod_start").high, 30s);
}

// A cluster that is assumed to be there at once has no half and no double.
TEST(Sensitivity, AnAssumptionOfNoTimeHasItsBreakEvenAllTheSame) {
  SmallDrill drill{.rto = 3h};
  drill.cluster_create.distribution = sim::Distribution::constant(0s);
  const Sensitivity found = sensitivity_of(drill.scenario(), {.runs = 1}, at_once);
  EXPECT_FALSE(sway_of(found, "cluster.create").has_ends());
  const std::string text = write_sensitivity_text(found, {});
  EXPECT_TRUE(
      says(text, "assumed to take no time, which has no half and no double: cluster.create"));
  EXPECT_TRUE(says(text, "holds while cluster.create takes less than"));
}

// The first task succeeds a minute after the region's return: an RTO of 16 h holds while the outage
// takes no more than 15h59m.
TEST(Sensitivity, AnEndThatNobodyPublishedHasItsPlaceInTheTornadoAndItsBreakEven) {
  const Sensitivity found = sensitivity_of(drill_of_unknown_end().scenario(), {.runs = 1}, at_once);
  const Sway& top = found.sways.front();
  EXPECT_EQ(top.input.name, "end of 'outage'");
  EXPECT_EQ(top.low, 1h);
  EXPECT_EQ(top.high, 30h);
  EXPECT_EQ(top.swing(), static_cast<double>(recovery::Duration(29h).count()));
  ASSERT_EQ(found.break_evens[0].figure, "end of 'outage'");
  EXPECT_LE(found.break_evens[0].most->met, 15h + 59min);
  EXPECT_GT(found.break_evens[0].most->not_met, 15h + 59min);
  const std::string text = write_sensitivity_text(found, {});
  EXPECT_TRUE(says(text, "holds while the end of 'outage' takes less than 15h"));
}

// It is 10 of the 10 hours and a minute.
TEST(Run, AnEndThatNobodyPublishedIsRankedByWhatWaitedForIt) {
  SmallDrill drill{.unknown_ends = {1h, 30h}};
  drill.world.watched_from = {"east"};
  const Assumption top = run(drill.scenario(), 1, {}).assumptions.front();
  EXPECT_EQ(top.figure, "end of 'outage'");
  EXPECT_EQ(top.on_critical_path, 10h);
  drill.world.watched_from = {"west"};
  const auto seen = run(drill.scenario(), 1, {}).assumptions;
  const auto end = std::ranges::find(seen, top.figure, &Assumption::figure);
  ASSERT_NE(end, seen.end());
  EXPECT_EQ(end->on_critical_path, 0s) << "it works in west long before";
}

// With a horizon of 5 hours nobody is back an hour after the fault, whatever creating a cluster
// takes.
TEST(Sensitivity, WhatNoRunWasLongEnoughToSeeIsNotSaidToMakeNoDifference) {
  SmallDrill drill;
  drill.cluster_create.distribution = sim::Distribution::range(2h, 10h);
  drill.world.horizon = 5h;
  const Sensitivity found = sensitivity_of(drill.scenario(), {.runs = 3}, at_once);
  EXPECT_EQ(found.base.rta.unseen, 3U);
  EXPECT_FALSE(sway_of(found, "cluster.create").swing());
  const std::string text = write_sensitivity_text(found, {});
  EXPECT_TRUE(says(text, "as things are unknown: 3 of 3 not seen"));
  EXPECT_FALSE(says(text, "makes no difference: cluster.create"));
}

// The database is given up on where it takes longer than half an hour, and then never stands: of
// those that stand at either end of creating the cluster the difference is told.
TEST(Sensitivity, RunsThatNeverComeBackAtEitherEndDoNotHideTheOthers) {
  Sway sway{.low = 10min, .high = 60min};
  const auto taking = [](recovery::Duration each) { return Measured{each.count()}; };
  const Measured never{Measured::kNever};
  sway.rta = difference_of({.name = "rta"}, std::vector{taking(20min), never, taking(30min)},
                           std::vector{taking(70min), never, taking(60min)});
  EXPECT_EQ(sway.swing(), static_cast<double>(recovery::Duration(40min).count()));
  sway.rta = difference_of({.name = "rta"}, std::vector{taking(20min), never},
                           std::vector{taking(70min), taking(60min)});
  EXPECT_EQ(sway.swing(), kInfinity);
}

TEST(Sensitivity, ThePictureHasABarForTheFigure) {
  const std::string svg =
      write_tornado_svg(sensitivity_of(long_creation(8h), {.runs = 1}, at_once));
  EXPECT_TRUE(svg.starts_with("<svg "));
  EXPECT_TRUE(says(svg, ">cluster.create</text>"));
  EXPECT_TRUE(says(svg, "fill=\"#e0a030\"")) << "amber: it is assumed";
}

}  // namespace
}  // namespace blackstart::tests
