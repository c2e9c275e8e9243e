#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "drill/campaign/bill.h"
#include "drill/campaign/compare.h"
#include "drill/campaign/inputs.h"
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

const Sway& sway_of(const Sensitivity& found, std::string_view figure) {
  const auto sway =
      std::ranges::find(found.sways, figure, [](const Sway& each) { return each.input.name; });
  EXPECT_NE(sway, found.sways.end()) << figure;
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

// 1 % of 2 minutes is 1.2 s, which people count in twos; of half a minute it would be less than the
// second that is searched to.
TEST(Sensitivity, ABreakEvenIsNoMorePreciseThanItWasSearched) {
  EXPECT_EQ((Turn{2min + 3s, 2min + 4200ms}).rounded_met(), 2min + 2s);
  EXPECT_EQ((Turn{30400ms, 31s}).rounded_met(), 30s);
  EXPECT_EQ((Turn{2min + 3s, 2min + 1800ms}).rounded_met(), 2min + 4s);
  EXPECT_EQ((Turn{2min + 3s, 2min + 1800ms}).rounded_not_met(), 2min);
  EXPECT_EQ((Turn{70min + 20s, 71min}).rounded_met(), 70min);
}

// Every operation may take twice as long here, one after the other, and none of them decides
// between its ends.
TEST(Sensitivity, FiguresThatWereNotSearchedAreNamed) {
  SmallDrill drill;
  drill.world.dag_every = 5min;
  drill.cluster_create.distribution = sim::Distribution::constant(20min);
  Scenario scenario = drill.scenario();
  sim::Setup setup = *scenario.setup;
  for (const char* operation : {"database.create", "deployment.create", "image.deploy"})
    setup.timings.at(operation) = drill.cluster_create;
  scenario.setup = std::make_shared<const sim::Setup>(std::move(setup));
  const Sensitivity few = sensitivity_of(scenario, {.runs = 1, .break_even_figures = 1}, at_once);
  const Sensitivity all = sensitivity_of(scenario, {.runs = 1, .break_even_figures = 99}, at_once);
  ASSERT_FALSE(few.not_searched.empty());
  EXPECT_TRUE(all.not_searched.empty());
  EXPECT_EQ(all.break_evens.size(), few.break_evens.size() + few.not_searched.size());
  const std::string text = write_sensitivity_text(few, {});
  EXPECT_NE(text.find("  the widest; "), std::string::npos) << text;
  EXPECT_NE(text.find("not searched (--break-evens "), std::string::npos) << text;
  EXPECT_EQ(write_sensitivity_text(all, {}).find("not searched"), std::string::npos);
}

// It turns at 18000 s - 4860 s = 3h39m, which was searched to 2 minutes.
TEST(Sensitivity, ABreakEvenTellsHowFarItWasSearched) {
  const Turn turn{13080s, 13200s};
  EXPECT_EQ(turn.rounded_not_met(), 3h + 40min);
  Sensitivity found;
  found.break_evens = {{.figure = "x", .kind = BreakEven::Kind::below, .most = turn}};
  const std::string text = write_sensitivity_text(found, {});
  EXPECT_NE(text.find("holds while x takes less than 3h38m; at 3h40m it is missed"),
            std::string::npos)
      << text;
}

// What holds is what is said of each minute.
BreakEven break_even_of(const std::function<bool(recovery::Duration)>& holds,
                        recovery::Duration as_is) {
  const std::vector<recovery::Duration> values = {0min, 30min, 60min, 90min, 120min, 150min};
  return find_break_even(values, as_is, [&](std::span<const recovery::Duration> asked) {
    std::vector<Verdict> verdicts;
    for (const recovery::Duration each : asked)
      verdicts.push_back(holds(each) ? Verdict::met : Verdict::missed);
    return verdicts;
  });
}

TEST(BreakEven, WhatHoldsInTheMiddleIsToldWithBothOfItsEnds) {
  const BreakEven found =
      break_even_of([](auto each) { return each > 40min && each < 100min; }, 10min);
  ASSERT_EQ(found.kind, BreakEven::Kind::between);
  EXPECT_GT(found.least->met, 40min);
  EXPECT_LE(found.least->not_met, 40min);
  EXPECT_LE(found.least->met - found.least->not_met, 25s) << "1 % of 41 minutes";
  EXPECT_LT(found.most->met, 100min);
  EXPECT_GE(found.most->not_met, 100min);
  EXPECT_FALSE(found.holds_elsewhere);
}

TEST(BreakEven, OfTwoStretchesTheNearerOneIsToldAndTheOtherIsNotHidden) {
  const auto holds = [](auto each) { return each < 10min || each > 100min; };
  const BreakEven near = break_even_of(holds, 20min), far = break_even_of(holds, 90min);
  EXPECT_EQ(near.kind, BreakEven::Kind::below);
  EXPECT_LT(near.most->met, 10min);
  EXPECT_TRUE(near.holds_elsewhere);
  EXPECT_EQ(far.kind, BreakEven::Kind::above);
  EXPECT_GT(far.least->met, 100min);
}

TEST(BreakEven, NeverAndAlwaysAreOfTheValuesThatWereTried) {
  const BreakEven never = break_even_of([](auto) { return false; }, 0min);
  EXPECT_EQ(never.kind, BreakEven::Kind::never);
  EXPECT_EQ(never.tried, 6U);
  EXPECT_EQ(never.up_to, 150min);
  EXPECT_EQ(break_even_of([](auto) { return true; }, 0min).kind, BreakEven::Kind::always);
}

// Of a stretch that is only seconds long the ends are told as they were found.
TEST(BreakEven, WhatIsToldToHoldHoldsHoweverShortTheStretch) {
  for (recovery::Duration begins = 2820s; begins < 3600s; begins += 77s) {
    for (const recovery::Duration lasts : {13s, 61s, 700s, 1500s}) {
      const auto holds = [&](recovery::Duration each) {
        return (each >= begins && each <= begins + lasts) || each == 60min;
      };
      const BreakEven found = break_even_of(holds, 60min);
      if (found.kind != BreakEven::Kind::between) continue;
      Sensitivity told;
      told.break_evens = {found};
      EXPECT_TRUE(holds(found.least->met) && holds(found.most->met));
      EXPECT_FALSE(holds(found.least->not_met) || holds(found.most->not_met));
      if (found.least->rounded_met() < found.most->rounded_met()) {
        EXPECT_TRUE(holds(found.least->rounded_met())) << begins.count();
        EXPECT_TRUE(holds(found.most->rounded_met())) << begins.count();
      }
    }
  }
}

TEST(BreakEven, WhatHoldsOnlyAtOnceIsToldAsThat) {
  Sensitivity told;
  told.break_evens = {break_even_of([](auto each) { return each == 0s; }, 0s)};
  told.break_evens[0].figure = "x";
  EXPECT_NE(
      write_sensitivity_text(told, {}).find("holds while x takes no time; at 1s it is missed"),
      std::string::npos)
      << write_sensitivity_text(told, {});
}

// A cluster that is assumed to be there at once has no half and no double.
TEST(Sensitivity, AnAssumptionOfNoTimeHasItsBreakEvenAllTheSame) {
  SmallDrill drill{.rto = 3h};
  drill.cluster_create.distribution = sim::Distribution::constant(0s);
  const Sensitivity found = sensitivity_of(drill.scenario(), {.runs = 1}, at_once);
  EXPECT_FALSE(sway_of(found, "cluster.create").has_ends());
  const std::string text = write_sensitivity_text(found, {});
  EXPECT_NE(text.find("assumed to take no time, which has no half and no double: cluster.create"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("holds while cluster.create takes less than"), std::string::npos) << text;
}

// Nobody can look, so that the first task succeeds a minute after the region's return: an RTO of 16
// h holds while the outage takes no more than 15h59m.
TEST(Sensitivity, AnEndThatNobodyPublishedHasItsPlaceInTheTornadoAndItsBreakEven) {
  SmallDrill drill{.rto = 16h, .unknown_ends = {1h, 6h, 30h}};
  drill.world.horizon = 60h;
  drill.world.watched_from = {"east"};
  const Sensitivity found = sensitivity_of(drill.scenario(), {.runs = 1}, at_once);
  const Sway& top = found.sways.front();
  EXPECT_EQ(top.input.name, "end of 'outage'");
  EXPECT_EQ(top.low, 1h);
  EXPECT_EQ(top.high, 30h);
  EXPECT_EQ(top.swing(), static_cast<double>(recovery::Duration(29h).count()));
  ASSERT_EQ(found.break_evens[0].figure, "end of 'outage'");
  EXPECT_LE(found.break_evens[0].most->met, 15h + 59min);
  EXPECT_GT(found.break_evens[0].most->not_met, 15h + 59min);
  const std::string text = write_sensitivity_text(found, {});
  EXPECT_NE(text.find("holds while the end of 'outage' takes less than 15h"), std::string::npos)
      << text;
}

// It is 10 of the 10 hours and a minute.
TEST(Run, AnEndThatNobodyPublishedIsRankedByWhatWaitedForIt) {
  SmallDrill drill{.unknown_ends = {1h, 30h}};
  drill.world.watched_from = {"east"};
  const Assumption top = run(drill.scenario(), 1, {}).assumptions.front();
  EXPECT_EQ(top.figure, "end of 'outage'");
  EXPECT_EQ(top.on_critical_path, 10h);
  drill.world.watched_from = {"west"};
  for (const Assumption& each : run(drill.scenario(), 1, {}).assumptions) {
    if (each.figure != top.figure) continue;
    EXPECT_EQ(each.on_critical_path, 0s) << "it works in west long before";
  }
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
  EXPECT_NE(text.find("as things are unknown: 3 of 3 not seen"), std::string::npos) << text;
  EXPECT_EQ(text.find("makes no difference: cluster.create"), std::string::npos) << text;
}

TEST(Difference, PairsThatWereNotSeenAreCountedAndNotCompared) {
  const auto difference = [](std::vector<Measured> first, std::vector<Measured> second) {
    return difference_of({.name = "rta", .unit = Unit::duration}, first, second);
  };
  const Measured unseen{Measured::kUnseen}, never{Measured::kNever};
  const Difference untold = difference({unseen, unseen}, {unseen, {7}});
  EXPECT_TRUE(untold.is_unknown());
  EXPECT_EQ(untold.unseen, 2U);
  const Difference hopeless = difference({never, never}, {never, never});
  EXPECT_TRUE(hopeless.is_unknown()) << "never minus never is no number";
  EXPECT_EQ(hopeless.never_in_both, 2U);
  const Difference mixed = difference({{5}, {5}, unseen}, {{7}, {9}, {9}});
  EXPECT_EQ(mixed.pairs, 2U);
  EXPECT_FALSE(mixed.mean) << "the third may be anything";
  const Difference late = difference({{5}, {5}}, {{7}, never});
  EXPECT_EQ(late.never_in_one, 1U);
  EXPECT_FALSE(late.mean);
}

// Of 20 differences of 1 the 6th and the 15th hold the median; six that may lie anywhere move both
// ends out of sight or not at all: of 26 the 8th and the 19th do, and six on either side leave them
// among the ones.
TEST(Difference, AMedianHoldsWhereverThePairsNotSeenWouldBe) {
  std::vector<Measured> first(26, {1}), second(26, {2});
  for (std::size_t i = 0; i < 6; ++i) second[i] = {Measured::kUnseen};
  const Difference few = difference_of({.name = "rta"}, first, second);
  EXPECT_TRUE(few.is_more);
  for (std::size_t i = 0; i < 12; ++i) second[i] = {Measured::kUnseen};
  EXPECT_FALSE(difference_of({.name = "rta"}, first, second).is_more)
      << "the 8th of 26 may be one of the twelve";
}

// The fault comes at 2h02m and the run ends at 12h: who is not seen by then takes 9h58m or more,
// which is 7h46m more than 2h12m. Who took 10 h of an earlier outage may be the slower one.
TEST(Difference, WhatWasNotSeenIsLongerThanWhatCameInTheSameTime) {
  const auto difference = [](recovery::Duration first, Measured second) {
    return difference_of({.name = "rta", .unit = Unit::duration},
                         std::vector<Measured>(12, {first.count()}),
                         std::vector<Measured>(12, second));
  };
  const Measured unseen = Measured::unseen(recovery::Duration(9h + 58min).count());
  const Difference later = difference(2h + 12min, unseen);
  EXPECT_TRUE(later.is_more);
  EXPECT_FALSE(later.is_unknown());
  EXPECT_EQ(later.certain_sign, 12U);
  EXPECT_FALSE(later.mean);
  EXPECT_DOUBLE_EQ(later.median.interval.low,
                   static_cast<double>(recovery::Duration(7h + 46min).count()));
  const Difference untold = difference(10h, unseen);
  EXPECT_FALSE(untold.is_more || untold.is_less);
  EXPECT_TRUE(untold.is_unknown());
  EXPECT_TRUE(untold.may_be_more);
}

// Building the cluster takes one of them minutes, and the other longer than the run: what it holds
// is then only cut off, and nobody can say that it loses less.
TEST(Comparison, WhoWasNotSeenToComeBackBeatsNobody) {
  SmallDrill soon, late;
  soon.world.horizon = late.world.horizon = 12h;
  late.cluster_create.distribution = sim::Distribution::constant(30h);
  const std::vector worlds = {soon.scenario(), late.scenario()};
  const Comparison found = compare(worlds, at_once(worlds, runs_of_comparison(2, 1, 8)));
  ASSERT_EQ(found.contenders[1].rta.unseen, 8U);
  EXPECT_EQ(found.contenders[1].lost.unseen, 8U) << "it may yet lose as much";
  EXPECT_TRUE(found.contenders[0].dominated_by.empty());
  EXPECT_TRUE(found.contenders[1].to_the_first[0].is_more);
  for (const Difference& each : found.contenders[1].to_the_first) EXPECT_FALSE(each.is_less);
  const std::string text = write_comparison_text(found, {});
  EXPECT_NE(text.find("slower"), std::string::npos) << text;
}

// Who sleeps through the disaster would be ahead of whoever works.
TEST(Comparison, WhoSleepsAtOtherTimesDoesOtherWork) {
  const Scenario awake = SmallDrill{}.scenario();
  Scenario asleep = awake;
  sim::Setup setup = *awake.setup;
  setup.world.deployments[0].is_hibernating = true;
  asleep.setup = std::make_shared<const sim::Setup>(std::move(setup));
  try {
    check_comparable(std::vector{awake, asleep});
    FAIL() << "they were compared";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("/world/deployments/billing/is_hibernating"),
              std::string::npos)
        << error.what();
  }
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
  const Finished twice =
      blackstart("sweep " + kMain + " --vary /detection/misses=2 --vary /detection/misses=3");
  EXPECT_EQ(twice.exit_code, 2);
  EXPECT_EQ(twice.err,
            "blackstart: --vary /detection/misses is given twice: one list has all its values\n");
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

double deployment_hours(const std::function<void(sim::DeploymentSpec&)>& change) {
  Scenario scenario = SmallDrill{}.scenario();
  sim::Setup setup = *scenario.setup;
  change(setup.world.deployments[0]);
  scenario.setup = std::make_shared<const sim::Setup>(std::move(setup));
  scenario.binding = std::make_shared<const sim::Binding>(scenario.setup, mock::operations());
  return bill_of(scenario).lines[static_cast<std::size_t>(Billed::deployment_hour)].quantity;
}

TEST(Bill, WhoSleepsIsNotAskedFor) {
  EXPECT_EQ(deployment_hours([](sim::DeploymentSpec& spec) { spec.is_hibernating = true; }), 0);
  const sim::HibernationSchedule at_night{
      .sleeps_at = std::get<sim::Cron>(sim::Cron::parse("0 20 * * *")),
      .wakes_at = std::get<sim::Cron>(sim::Cron::parse("0 8 * * *"))};
  EXPECT_EQ(deployment_hours(
                [&](sim::DeploymentSpec& spec) { spec.hibernation_schedules.push_back(at_night); }),
            30 * 12);
}

// 24 runs before the start, and those of 01:00 to 03:00: each has two tasks that leave two XComs of
// 1,500 bytes in all.
TEST(Bill, BytesOfXComsAreThoseOfATaskHoweverManyRowsTheyMake) {
  SmallDrill drill;
  sim::Setup setup = drill.world.setup();
  sim::TaskSpec task = setup.world.deployments[0].dags[0].tasks[1];
  task.is_xcom_in_object_store = true;
  task.xcom_rows = 2;
  task.xcom_bytes = 1500;
  setup.world.deployments[0].dags[0].tasks = sim::chain_of(2, task);
  sim::CopySpec copy{.name = "objects", .kind = sim::CopySpec::Kind::replica, .region = 1};
  copy.holds[static_cast<std::size_t>(sim::Part::xcom_objects)] = true;
  setup.world.clusters[0].copies = {copy};
  Scenario scenario = drill.scenario();
  scenario.setup = std::make_shared<const sim::Setup>(std::move(setup));
  scenario.binding = std::make_shared<const sim::Binding>(scenario.setup, mock::operations());
  const Bill bill = bill_of(scenario);
  const auto kept = bill.lines[static_cast<std::size_t>(Billed::stored_gb_month)].quantity;
  EXPECT_NEAR(kept, 27 * 3000 / 1e9, 1e-12);
  const auto outcome = drill::run(scenario, 1, scenario.setup->starts_at);
  const auto xcoms = std::ranges::find(outcome.ledger, DataClass::xcom, &LedgerRow::data_class);
  EXPECT_EQ(xcoms->bytes.lost, xcoms->lost * 750) << "the ledger counts them alike";
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

const std::string kFault =
    R"("faults": [{ "name": "outage", "at": "4h", "kind": "region_outage", "target": "us-east-1",
        "for": "10h" }, { "name": "probes", "at": "1h", "kind": "monitoring_outage",
        "target": "us-east-1", "for": "10m" }])";

TEST(StudyCommands, WhatIsMeantIsComparedAndNotHowItIsWritten) {
  const Scratch scratch;
  const std::string first = scratch.write("first.json", main_with(kFault)).string();
  const std::string second = scratch
                                 .write("second.json", main_with(R"("faults": [
            { "name": "silence", "at": "60m", "kind": "monitoring_outage", "reads": "unhealthy",
              "target": "region:us-east-1", "for": "600s" },
            { "name": "gone", "at": "240m", "kind": "region_outage",
              "target": "region:us-east-1", "for": "10h" }])"))
                                 .string();
  const Finished finished = blackstart("compare " + first + " " + second + " --runs 1");
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
}

TEST(StudyCommands, ASchedulesTicksAreComparedAndNotItsText) {
  const Scratch scratch;
  const auto with_report = [&](const std::string& name, const std::string& schedule) {
    const std::string dag = R"("override": { "deployments": { "marketing": { "dags": { "report":
        { "schedule": ")" + schedule +
                            R"(" } } } } })";
    return scratch.write(name, main_with(dag)).string();
  };
  const std::string preset = with_report("preset.json", "@daily");
  const std::string fields = with_report("fields.json", "00 0 1-31 JAN-DEC *");
  const std::string every = with_report("every.json", "1d");
  EXPECT_EQ(blackstart("compare " + preset + " " + fields + " --runs 1").exit_code, 0);
  const Finished refused = blackstart("compare " + preset + " " + every + " --runs 1");
  EXPECT_EQ(refused.exit_code, 2) << "a timedelta counts from its start date";
  EXPECT_NE(refused.err.find(": every 1d, "), std::string::npos) << refused.err;
  EXPECT_NE(refused.err.find(" has: 0 0 * * *, "), std::string::npos) << refused.err;
}

TEST(StudyCommands, OtherWorkIsNotTheSameDisaster) {
  const Scratch scratch;
  const std::string first = scratch.write("first.json", main_with(kFault)).string();
  const auto refusal_of = [&](const std::string& members) {
    const std::string other = scratch.write("other.json", main_with(kFault + ", " + members));
    const Finished finished = blackstart("compare " + first + " " + other);
    EXPECT_EQ(finished.exit_code, 2) << members;
    return finished.err.substr(std::min(other.size() + 1, finished.err.size()));
  };
  EXPECT_EQ(refusal_of(R"("deploys": [{ "at": "1h", "deployment": "billing-prod" }])"),
            "/deploys: image of billing-prod at 1h is not what " + first +
                " has: image 2026.3.2 of billing-prod at 1h; image 2026.3.2 of marketing at 2h\n");
  EXPECT_EQ(refusal_of(R"("override": { "deployments": { "billing-prod": {
              "airflow_version": 2 } } })")
                .substr(0, 54),
            "/world/deployments/billing-prod/airflow_version: 2 is ");
}

TEST(Sweep, RunsThatCannotTellAreNotCountedAsMissed) {
  SmallDrill drill;
  drill.world.horizon = 5h;  // nobody is back by then, and an RTO of 20 h has time
  const std::vector worlds = {drill.scenario()};
  const std::vector<Axis> axes = {{"/detection/misses", {"2"}}};
  const Sweep found = sweep(axes, worlds, at_once(worlds, runs_of_seeds(1, 4)));
  EXPECT_EQ(found.points[0].objectives[0].unknown, 4U);
  EXPECT_EQ(found.points[0].rta.unseen, 4U);
  const std::string text = write_sweep_text(found, {});
  EXPECT_EQ(text.find("0.0 %"), std::string::npos) << text;
  EXPECT_NE(text.find("unknown: 4 of 4 not seen"), std::string::npos) << text;
}

TEST(Sweep, APercentSignDoesNotFallToTheNextLine) {
  const std::vector<Axis> axes = {{"/detection/misses", {"2"}},
                                  {"/detection/probe_every", {"30s"}},
                                  {"/timings/cluster.create/p95", {"15m"}}};
  const std::vector worlds = {SmallDrill{}.scenario()};
  const std::string text =
      write_sweep_text(sweep(axes, worlds, at_once(worlds, runs_of_seeds(1, 4))), {.width = 80});
  EXPECT_NE(text.find("% met"), std::string::npos) << text;
  EXPECT_NE(text.find("100.0"), std::string::npos) << text;
  EXPECT_EQ(text.find("100.0 %"), std::string::npos) << text;
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
