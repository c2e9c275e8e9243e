#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "drill/campaign/compare.h"
#include "tests/program.h"
#include "tests/refusal.h"
#include "tests/says.h"
#include "tests/small_drill.h"

// Contenders that must recover from the same disaster: what is the same, and who is faster.
namespace blackstart::tests {
namespace {

using namespace drill;

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
  const std::vector scenarios = {soon.scenario(), late.scenario()};
  const Comparison found = compare(scenarios, at_once(scenarios, runs_of_comparison(2, 1, 8)));
  ASSERT_EQ(found.contenders[1].rta.unseen, 8U);
  EXPECT_EQ(found.contenders[1].lost.unseen, 8U) << "it may yet lose as much";
  EXPECT_TRUE(found.contenders[0].dominated_by.empty());
  EXPECT_TRUE(found.contenders[1].to_the_first[0].is_more);
  for (const Difference& each : found.contenders[1].to_the_first) EXPECT_FALSE(each.is_less);
  const std::string text = write_comparison_text(found, {});
  EXPECT_TRUE(says(text, "slower"));
}

// Who sleeps through the disaster would be ahead of whoever works.
TEST(Comparison, WhoSleepsAtOtherTimesDoesOtherWork) {
  const Scenario awake = SmallDrill{}.scenario();
  sim::Setup setup = *awake.setup;
  setup.world.deployments[0].is_hibernating = true;
  const Scenario asleep = in_world(awake, std::move(setup));
  EXPECT_TRUE(says(refusal_of([&] {
                     check_comparable(std::vector{awake, asleep});
                   }),
                   "/world/deployments/billing/is_hibernating"));
}

const std::string kTwin = "scenarios/region-outage/two-clusters.json";

// The main job, but for these members.
std::string main_with(const std::string& members) {
  const std::string scenarios = BLACKSTART_SOURCE_DIR "/scenarios/";
  const std::string timings = R"("timings": ")" + scenarios + R"(timings/aws-measured.json", )";
  return R"({ "extends": ")" BLACKSTART_SOURCE_DIR "/" + kMain + R"(", "world": ")" + scenarios +
         R"(worlds/astro-aws-two-regions.json", )" +
         (members.find("\"timings\"") != std::string::npos ? "" : timings) + members + " }";
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
  EXPECT_TRUE(says(refused.err, ": every 1d, "));
  EXPECT_TRUE(says(refused.err, " has: 0 0 * * *, "));
}

TEST(StudyCommands, OtherWorkIsNotTheSameDisaster) {
  const Scratch scratch;
  const std::string first = scratch.write("first.json", main_with(kFault)).string();
  const auto refused = [&](const std::string& members) {
    const std::string other = scratch.write("other.json", main_with(kFault + ", " + members));
    const Finished finished = blackstart("compare " + first + " " + other);
    EXPECT_EQ(finished.exit_code, 2) << members;
    return finished.err.substr(std::min(other.size() + 1, finished.err.size()));
  };
  EXPECT_EQ(refused(R"("deploys": [{ "at": "1h", "deployment": "billing-prod" }])"),
            "/deploys: image of billing-prod at 1h is not what " + first +
                " has: image 2026.3.2 of billing-prod at 1h; image 2026.3.2 of marketing at 2h\n");
  EXPECT_EQ(refused(R"("override": { "deployments": { "billing-prod": {
              "airflow_version": 2 } } })")
                .substr(0, 54),
            "/world/deployments/billing-prod/airflow_version: 2 is ");
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
