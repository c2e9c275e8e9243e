#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/program.h"
#include "tests/region_outage.h"
#include "tests/says.h"

namespace blackstart::tests {
namespace {

int exit_code_of(const std::string& rest, const std::string& options = {}) {
  const Scratch scratch;
  return blackstart("run " + scratch.write("drill.json", scenario(rest)).string() + " " + options)
      .exit_code;
}

TEST(RunCommand, ExitCodesTellTheVerdict) {
  EXPECT_EQ(exit_code_of(R"("objectives": [{ "rto": "47h" }])"), 0);
  EXPECT_EQ(exit_code_of(R"("objectives": [{ "rto": "1s" }])"), 1);
  EXPECT_EQ(
      exit_code_of(R"("expectations": [{ "measure": "lost", "class": "user", "equals": 40 }])"), 1);
  EXPECT_EQ(exit_code_of(R"("objectives": [{ "disruption": "zone", "rto": "1h" }])"), 3)
      << "it matched nothing";
  EXPECT_EQ(exit_code_of(R"("horizont": "1h")"), 2);
}

TEST(RunCommand, AnAcceptedMissFailsAgainAfterItsDay) {
  const std::string accepted =
      R"("objectives": [{ "rto": "1s" }],
         "accepted": [{ "objective": 0, "reason": "r", "owner": "o", "until": "2026-09-30" }])";
  EXPECT_EQ(exit_code_of(accepted, "--as-of 2026-09-30"), 0);
  EXPECT_EQ(exit_code_of(accepted, "--as-of 2026-10-01"), 1);
}

TEST(RunCommand, AnAcceptanceThatIsOverIsToldWithTheMiss) {
  const Scratch scratch;
  const std::string drill =
      scratch
          .write("drill.json", scenario(R"("objectives": [{ "rto": "1s" }], "accepted":
              [{ "objective": 0, "reason": "no budget", "owner": "us", "until": "2026-09-30" }])"))
          .string();
  const std::string day = drill + " --as-of 2026-10-01";
  const std::string over = "accepted by us until 2026-09-30, which is over: no budget";
  const std::string text = blackstart("run " + day + " --width 160").out;
  EXPECT_TRUE(says(text, "(accepted by us until 2026-09-30, which is"));
  EXPECT_TRUE(says(text, "over: no budget)"));
  for (const std::string& told : {blackstart("test " + day + " --width 160").out,
                                  blackstart("test " + day, "GITHUB_ACTIONS=true").out})
    EXPECT_TRUE(says(told, over));
  EXPECT_TRUE(says(blackstart("sample --runs 4 " + day + " --width 160").out, "which is over"));
  for (const std::string command : {"run ", "sample --runs 4 "}) {
    const auto told = nlohmann::json::parse(blackstart(command + day + " --format json").out);
    const auto& objective = told.at("objectives").at(0);
    EXPECT_TRUE(objective.at("accepted").is_null());
    EXPECT_EQ(objective.at("acceptance_expired").at("until"), "2026-09-30");
  }
}

TEST(RunCommand, ABadScenarioCostsItselfAndNoOther) {
  const Finished finished = blackstart("run nowhere.json " + kMain + " --format json");
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_EQ(finished.err, "nowhere.json: there is no such file\n");
  const auto outcomes = nlohmann::json::parse(finished.out);
  ASSERT_TRUE(outcomes.is_array());
  EXPECT_EQ(outcomes.at(0).at("scenario"), kMain);
}

TEST(RunCommand, TheSameSeedGivesTheSameBytesHoweverMemoryIsLaidOut) {
  const Finished plain = blackstart("run " + kMain + " --format json --seed 5");
  const Finished perturbed = blackstart("run " + kMain + " --format json --seed 5",
                                        "MALLOC_PERTURB_=165 MALLOC_ARENA_MAX=1 MALLOC_TOP_PAD_=1");
  const Finished other = blackstart("run " + kMain + " --format json --seed 6");
  EXPECT_EQ(plain.out, perturbed.out);
  EXPECT_NE(plain.out, other.out);
}

TEST(RunCommand, DeterminismIsCheckedOnRequestAndTheDigestPrintedWithItsSeed) {
  const auto outcome =
      nlohmann::json::parse(blackstart("run " + kMain + " --format json --seed 5").out);
  const Finished checked = blackstart("run " + kMain + " --seed 5 --check-determinism");
  EXPECT_EQ(checked.exit_code, 0);
  EXPECT_EQ(checked.out.find("deterministic: " + kMain + ", seed 5, digest " +
                             outcome.at("digest").get<std::string>()),
            0U)
      << checked.out;
}

TEST(RunCommand, TheJsonHoldsWhatTheContractPromises) {
  const auto outcome = nlohmann::json::parse(blackstart("run " + kMain + " --format json").out);
  for (const char* key : {"schema", "scenario", "seed", "digest", "verdict", "objectives",
                          "expectations", "deployments", "ledger", "manual_steps", "critical_path",
                          "assumptions", "timeline", "events"}) {
    EXPECT_TRUE(outcome.contains(key)) << key;
  }
  EXPECT_EQ(outcome.at("schema"), "blackstart/outcome/1");
  EXPECT_FALSE(outcome.at("ledger").empty());
  for (const auto& row : outcome.at("ledger")) {
    EXPECT_EQ(
        row.at("existed").get<int>() + row.at("created").get<int>(),
        row.at("present").get<int>() + row.at("lost").get<int>() + row.at("removed").get<int>())
        << row;
  }
}

TEST(RunCommand, TheCriticalPathJoinsWithoutGapsAndAddsUpToTheSlowestRta) {
  const auto outcome = nlohmann::json::parse(blackstart("run " + kMain + " --format json").out);
  double slowest = 0;
  for (const auto& deployment : outcome.at("deployments")) {
    slowest = std::max(slowest, deployment.at("rta").at("first_success").get<double>());
  }
  const auto& path = outcome.at("critical_path");
  ASSERT_FALSE(path.empty());
  for (std::size_t i = 1; i < path.size(); ++i)
    EXPECT_EQ(path[i].at("started"), path[i - 1].at("finished"));
  const double whole =
      path.back().at("finished").get<double>() - path.front().at("started").get<double>();
  EXPECT_NEAR(whole, slowest, 1e-6);
}

TEST(RunCommand, NoLineIsWiderThanTheScreen) {
  for (const int width : {80, 160}) {
    const std::string out = blackstart("run " + kMain + " --width " + std::to_string(width)).out;
    std::istringstream lines(out);
    for (std::string line; std::getline(lines, line);) {
      const auto characters =
          std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xc0) != 0x80; });
      EXPECT_LE(characters, width) << line;
    }
  }
}

}  // namespace
}  // namespace blackstart::tests
