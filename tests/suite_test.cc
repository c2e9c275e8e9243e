#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "drill/suite/baseline.h"
#include "drill/suite/find.h"
#include "tests/program.h"
#include "tests/region_outage.h"
#include "tests/says.h"

namespace blackstart::tests {
namespace {

using drill::Baseline;
using drill::Verdict;
using std::chrono::seconds;

const std::string kMet = R"("objectives": [{ "rto": "47h" }])";
const std::string kMissed = R"("objectives": [{ "rto": "1s" }])";
const std::string kUnknown = R"("objectives": [{ "disruption": "zone", "rto": "1h" }])";
const std::string kAccepted =
    R"("objectives": [{ "rto": "1s" }],
       "accepted": [{ "objective": 0, "reason": "r", "owner": "o", "until": "2026-09-30" }])";

Finished suite(const Scratch& scratch, const std::string& options = {},
               const std::string& environment = "GITHUB_ACTIONS=") {
  return blackstart("test '" + scratch.path().string() + "' --as-of 2026-09-30 " + options,
                    environment);
}

int exit_code_of(std::initializer_list<std::string> scenarios, const std::string& options = {}) {
  const Scratch scratch;
  int number = 0;
  for (const std::string& text : scenarios) scratch.write(std::to_string(++number) + ".json", text);
  return suite(scratch, options).exit_code;
}

// The word before each file of the suite, in the order of the lines.
std::string lights(const Finished& finished, const Scratch& scratch) {
  std::string words;
  std::istringstream lines(finished.out);
  for (std::string line; std::getline(lines, line) && line.starts_with("  ");) {
    const std::size_t file = line.find(scratch.path().string());
    if (file == std::string::npos) continue;
    std::istringstream(line) >> line;
    words += line + " ";
  }
  return words;
}

TEST(Suite, ADirectoryStandsForTheScenariosBelowItAndForNothingElse) {
  const Scratch scratch;
  std::filesystem::create_directories(scratch.path() / "deep/er");
  scratch.write("deep/er/b.json", R"({ "world": {} })");
  scratch.write("a.json", R"({ "extends": "deep/er/b.json" })");
  scratch.write("timings.json", R"({ "title": "no world" })");
  scratch.write("world.json", R"({ "regions": {} })");
  scratch.write("notes.txt", R"({ "world": {} })");
  scratch.write("broken.json", R"({ "world": )");
  scratch.write("MISSPELT.JSON", R"({ "wrold": {}, "faults": [] })");
  scratch.write("base.json", R"({ "faults": [] })");
  scratch.write("on-base.json", R"({ "extends": "base.json", "world": {} })");
  const std::string folder = scratch.path().string();
  std::string names;
  for (const auto& found : drill::find_scenarios(std::vector{folder, folder + "/a.json"}))
    names += found.file.lexically_relative(folder).generic_string() + " ";
  EXPECT_EQ(names, "MISSPELT.JSON a.json broken.json deep/er/b.json on-base.json ")
      << "what is broken must not be overlooked";
}

TEST(Suite, WithoutAScenarioItHasTestedNothing) {
  const Scratch scratch;
  scratch.write("timings.json", "{}");
  const Finished finished = suite(scratch);
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_TRUE(says(finished.out, "no scenario below it"));
}

TEST(Suite, GreenPassesAmberPassesBecauseItIsAcceptedAndRedDoesNotPass) {
  const Scratch scratch;
  scratch.write("1.json", scenario(kMet));
  scratch.write("2.json", scenario(kAccepted));
  scratch.write("3.json", scenario(kUnknown));
  scratch.write("4.json", scenario(kMissed));
  scratch.write("5.json", scenario(R"("horizont": "1h")"));
  const Finished finished = suite(scratch);
  EXPECT_EQ(lights(finished, scratch), "green amber red red red ");
  EXPECT_TRUE(says(finished.out, "5 scenarios: 1 green, 1 amber, 3 red\n"));
  EXPECT_TRUE(says(finished.out, "unknown key 'horizont'"));
}

TEST(Suite, AFailureTellsWhyWhichStepAndHowToSeeItAgain) {
  const Scratch scratch;
  const std::string file = scratch.write("drill.json", scenario(kMissed)).string();
  const std::string out = suite(scratch, "--seed 3").out;
  for (const std::string part :
       {"missed objective 0: every Deployment; RTO 1s", "too long", "the longest step: "}) {
    EXPECT_TRUE(says(out, part));
  }
  EXPECT_TRUE(says(out, "blackstart run " + file + " --seed 3 --as-of 2026-09-30\n"));
}

TEST(Suite, TheGravestExitCodeIsToldInTheOrder2Then1Then3Then0) {
  const std::string bad = "{";
  EXPECT_EQ(exit_code_of({scenario(kMet)}), 0);
  EXPECT_EQ(exit_code_of({scenario(kMet), scenario(kAccepted)}), 0);
  EXPECT_EQ(exit_code_of({scenario(kUnknown), scenario(kMet)}), 3);
  EXPECT_EQ(exit_code_of({scenario(kMissed), scenario(kUnknown)}), 1);
  EXPECT_EQ(exit_code_of({scenario(kMissed), bad, scenario(kUnknown)}), 2);
}

TEST(Suite, AnAcceptedMissIsAmberUntilItsDay) {
  const Scratch scratch;
  scratch.write("drill.json", scenario(kAccepted));
  EXPECT_EQ(lights(suite(scratch), scratch), "amber ");
  const Finished later = blackstart("test '" + scratch.path().string() + "' --as-of 2026-10-01");
  EXPECT_EQ(lights(later, scratch), "red ");
  EXPECT_EQ(later.exit_code, 1);
}

TEST(Suite, AFilterThatMatchesNothingIsBadUsage) {
  const Scratch scratch;
  scratch.write("good.json", scenario(kMet));
  scratch.write("bad.json", "{");
  EXPECT_EQ(suite(scratch, "--filter 'good\\.json$'").exit_code, 0);
  EXPECT_EQ(suite(scratch, "--filter nothing").exit_code, 2);
  EXPECT_EQ(suite(scratch, "--filter '('").exit_code, 2);
}

TEST(Suite, WhatOneRunCannotTellIsHeldAgainstMany) {
  const std::string most = R"("expectations": [{ "measure": "rta", "of": "deployment:billing-prod",
    "statistic": "median", "runs": 20, "at_most": ")";
  EXPECT_EQ(exit_code_of({scenario(most + "40h\" }]")}), 0);
  EXPECT_EQ(exit_code_of({scenario(most + "10m\" }]")}), 1);
  EXPECT_EQ(exit_code_of({scenario(most + "1h\" }]")}), 3) << "held at their low ends, it is met";
  EXPECT_EQ(
      exit_code_of({scenario(
          R"("expectations": [{ "measure": "lost", "class": "user", "runs": 5, "equals": 0 }])")}),
      0);
  const Scratch scratch;
  scratch.write("drill.json", scenario(most + "10m\" }]"));
  const std::string out = suite(scratch).out;
  EXPECT_TRUE(says(out, "missed expectation 0: median of rta deployment:billing-prod"));
}

TEST(Suite, NoShippedScenarioIsRed) {
  const Finished finished = blackstart("test scenarios --as-of 2026-11-01");
  EXPECT_EQ(finished.exit_code, 0) << finished.out;
}

TEST(Suite, AnyNumberOfThreadsGivesTheSameBytes) {
  const Scratch scratch;
  scratch.write("1.json", scenario(kMet));
  scratch.write("2.json", scenario(kAccepted));
  scratch.write("3.json", scenario(R"("expectations": [{ "measure": "rta", "statistic": "mean",
                                                         "runs": 5, "at_most": "1h" }])"));
  EXPECT_EQ(suite(scratch, "--threads 1").out, suite(scratch, "--threads 3").out);
  const std::string digests = "digests '" + scratch.path().string() + "' --seeds 3 --threads ";
  EXPECT_EQ(blackstart(digests + "1").out, blackstart(digests + "2").out);
}

TEST(Suite, InsideGithubsActionsItAnnotatesTheFiles) {
  const Scratch scratch;
  const std::string file = scratch.write("a,b.json", scenario(kMissed)).string();
  const std::string out = suite(scratch, "", "GITHUB_ACTIONS=true").out;
  const std::size_t comma = file.find(',');
  const std::string escaped = file.substr(0, comma) + "%2C" + file.substr(comma + 1);
  const std::string begin =
      "::error file=" + escaped + ",title=missed%3A objective 0::every Deployment";
  EXPECT_TRUE(says(out, begin));
  EXPECT_FALSE(says(suite(scratch).out, "::error"));
}

// ---- the baseline

drill::Outcome outcome(seconds rta, std::int64_t lost) {
  drill::Outcome outcome;
  outcome.seed = 1;
  drill::DeploymentOutcome deployment{.name = "billing", .status = drill::Status::recovered};
  const drill::Instant fault{};
  drill::Outage outage{.began = fault, .ended = fault + rta};
  outage.at[drill::Milestone::fault] = fault;
  outage.at[drill::Milestone::first_success] = fault + rta;
  deployment.outages = {outage};
  outcome.deployments.push_back(deployment);
  outcome.ledger.push_back({.data_class = sim::DataClass::xcom, .existed = 100, .lost = lost});
  return outcome;
}

Baseline baseline(const drill::Outcome& outcome) {
  return {.model = "1", .seed = "1", .scenarios = {{"drill.json", drill::entry_of(outcome)}}};
}

drill::Judgement compared(const drill::Outcome& before, const drill::Outcome& now) {
  return drill::hold_against(baseline(before), "drill.json", now);
}

TEST(Baselines, WhatGrewIsMissedAndSaysByHowMuch) {
  const auto before = outcome(seconds(3600), 10);
  EXPECT_EQ(compared(before, before).verdict, Verdict::met);
  EXPECT_EQ(compared(before, outcome(seconds(1800), 5)).verdict, Verdict::met);
  const auto slower = compared(before, outcome(seconds(3660), 10));
  EXPECT_EQ(slower.verdict, Verdict::missed);
  EXPECT_EQ(slower.measured, "RTA of billing grew by 1m, from 1h to 1h01m");
  EXPECT_EQ(compared(before, outcome(seconds(3600), 12)).measured,
            "xcom lost grew by 2, from 10 to 12");
}

TEST(Baselines, ComingBackNoMoreIsGrowth) {
  auto never = outcome(seconds(3600), 10);
  never.deployments[0].outages[0].at[drill::Milestone::first_success].reset();
  EXPECT_EQ(compared(outcome(seconds(3600), 10), never).measured,
            "billing does not come back any more; it took 1h");
  EXPECT_EQ(compared(never, outcome(seconds(3600), 10)).verdict, Verdict::met);
}

// The run ends two hours after the fault: what took an hour takes longer now, what took three may
// not.
TEST(Baselines, WhatIsNotSeenToComeBackIsUnknownUnlessItIsLongerForCertain) {
  auto unseen = outcome(seconds(3600), 10);
  unseen.deployments[0].status = drill::Status::not_observed;
  unseen.deployments[0].outages[0].at[drill::Milestone::first_success].reset();
  unseen.ends_at = drill::Instant{} + seconds(7200);
  auto never = unseen;
  never.deployments[0].status = drill::Status::not_recovered;
  EXPECT_EQ(compared(unseen, unseen).verdict, Verdict::unknown);
  EXPECT_EQ(compared(never, unseen).verdict, Verdict::unknown);
  EXPECT_EQ(compared(unseen, never).verdict, Verdict::unknown);
  EXPECT_EQ(compared(outcome(seconds(10800), 10), unseen).measured,
            "billing is not seen to come back within the horizon: nobody can tell whether it grew");
  EXPECT_EQ(compared(outcome(seconds(3600), 10), unseen).verdict, Verdict::missed);
  EXPECT_EQ(compared(unseen, outcome(seconds(3600), 10)).verdict, Verdict::met);
  const Scratch scratch;
  const auto file = scratch.write("baseline.json", drill::write_baseline(baseline(unseen)));
  const auto read = drill::read_baseline(file);
  EXPECT_TRUE(read->scenarios.at("drill.json").rta.at("billing").is_unseen());
  EXPECT_EQ(drill::hold_against(*read, "drill.json", unseen).verdict, Verdict::unknown);
}

TEST(Baselines, AnotherModelSeedOrScenarioIsUnknown) {
  const auto now = outcome(seconds(1), 0);
  Baseline other = baseline(now);
  other.model = "0";
  EXPECT_EQ(drill::hold_against(other, "drill.json", now).verdict, Verdict::unknown);
  other = baseline(now);
  other.seed = "2";
  EXPECT_EQ(drill::hold_against(other, "drill.json", now).verdict, Verdict::unknown);
  EXPECT_EQ(drill::hold_against(baseline(now), "new.json", now).verdict, Verdict::unknown);
  auto renamed = now;
  renamed.deployments[0].name = "invoicing";
  EXPECT_EQ(compared(now, renamed).verdict, Verdict::missed) << "invoicing was not hit before";
  renamed.deployments.clear();
  EXPECT_EQ(compared(now, renamed).verdict, Verdict::unknown);
}

TEST(Baselines, AreWrittenComparedAndRewrittenByTheSuite) {
  const Scratch scratch;
  scratch.write("drill.json", scenario(kMet));
  const std::string file = (scratch.path() / "baseline.json").string();
  const std::string option = "--baseline '" + file + "'";
  EXPECT_EQ(suite(scratch, option).exit_code, 2) << "there is none";
  EXPECT_EQ(suite(scratch, option + " --update-baseline").exit_code, 0);
  EXPECT_EQ(suite(scratch, option).exit_code, 0);

  auto json = nlohmann::json::parse(text_of_file(file));
  auto& lost = json["scenarios"]["drill.json"]["lost"]["xcom"];
  lost = lost.get<int>() - 1;
  scratch.write("baseline.json", json.dump());
  const Finished grown = suite(scratch, option);
  EXPECT_EQ(grown.exit_code, 1);
  EXPECT_TRUE(says(grown.out, "xcom lost grew by 1, from"));

  json["model"] = "another";
  scratch.write("baseline.json", json.dump());
  EXPECT_EQ(suite(scratch, option).exit_code, 3);
  EXPECT_EQ(suite(scratch, option + " --update-baseline").exit_code, 0);
  EXPECT_EQ(suite(scratch, option).exit_code, 0);
  EXPECT_EQ(suite(scratch, "--update-baseline").exit_code, 2) << "of which file?";
  scratch.write("baseline.json", "[]");
  EXPECT_EQ(suite(scratch, option).exit_code, 2);
  for (const std::int64_t no_count : {std::int64_t{-1}, INT64_MAX}) {
    json["scenarios"]["drill.json"]["rta_seconds"]["billing-prod"] = no_count;
    scratch.write("baseline.json", json.dump());
    EXPECT_EQ(suite(scratch, option).exit_code, 2) << no_count;
  }
}

TEST(Baselines, AScenarioThatIsGoneIsSaidUntilTheBaselineForgetsIt) {
  const Scratch scratch;
  scratch.write("drill.json", scenario(kMet));
  const auto gone = scratch.write("gone.json", scenario(kMet));
  const std::string option = "--baseline '" + (scratch.path() / "baseline.json").string() + "'";
  EXPECT_EQ(suite(scratch, option + " --update-baseline").exit_code, 0);
  std::filesystem::remove(gone);
  const Finished finished = suite(scratch, option);
  EXPECT_EQ(finished.exit_code, 3) << "nobody can tell whether it grew";
  EXPECT_TRUE(says(finished.out, "gone.json is in the baseline and is gone"));
  EXPECT_EQ(suite(scratch, option + " --update-baseline").exit_code, 0);
  EXPECT_EQ(suite(scratch, option).exit_code, 0);
}

TEST(Suite, EveryScenarioHasOneLineHoweverLongItsPath) {
  const Scratch scratch;
  const std::string name = "the-whole-region-is-lost.while-nobody-is-at-their-desk.and-it-rains";
  const std::string path = scratch.write(name + ".json", scenario(kMet)).string();
  scratch.write("short.json", scenario(kMet));
  const std::string out = suite(scratch, "--width 80").out;
  EXPECT_TRUE(says(out, "green  " + path + "  1 met; RTA "));
}

TEST(Baselines, AnUpdateSaysWhatItWrote) {
  const Scratch scratch;
  scratch.write("drill.json", scenario(kMet));
  const std::string file = (scratch.path() / "baseline.json").string();
  const std::string out = suite(scratch, "--baseline '" + file + "' --update-baseline").out;
  EXPECT_TRUE(out.ends_with("\nbaseline " + file + " is written: 1 scenario\n")) << out;
}

}  // namespace
}  // namespace blackstart::tests
