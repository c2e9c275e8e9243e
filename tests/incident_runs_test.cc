#include <gtest/gtest.h>

#include <span>

#include "drill/outcome.h"
#include "drill/report/report.h"
#include "drill/text/durations.h"
#include "tests/incidents.h"
#include "tests/says.h"

// What a run of that day tells.
namespace blackstart::tests {
namespace {

using drill::Conversion;

// --- what a run can judge -----------------------------------------------------------------------

std::string expected(const Conversion& day) {
  std::string text;
  for (const drill::Belief& each : day.beliefs)
    text += each.measure + " " + each.data_class + " = " + each.equals + "\n";
  return text;
}

TEST(Expected, IsWhatFollowsFromTheFacts) {
  const std::string no_loss = R"("data_loss": "none", "sources": ["https://a"],)";
  EXPECT_EQ(expected(day_of(R"({"affected": ["ec2_api"], "severity": "total"})", no_loss)),
            "status  = unaffected\n"
            "lost dag_run = 0\n");
  EXPECT_EQ(expected(day_of(R"({"affected": ["network"], "severity": "major"})", no_loss)),
            "lost dag_run = 0\n");
  EXPECT_EQ(expected(day_of(R"({"affected": ["ec2"], "severity": "total_AZ"})", no_loss)), "")
      << "whoever fails over may lose what nobody else lost";
  EXPECT_EQ(expected(day_of(R"({"affected": ["ec2_api"], "severity": "total"})")),
            "status  = unaffected\n")
      << "whether anything was lost is not stated";
}

TEST(Expected, IsSaidByWhatHappenedAndNotByWhatUsuallyDoes) {
  const auto because = [](const std::string& affected) {
    const Conversion day = day_of(R"({"affected": [)" + affected + R"(], "severity": "total"})",
                                  R"("sources": ["s"],)");
    return day.beliefs.at(0).because;
  };
  EXPECT_EQ(because(R"("cloudwatch")"), "only monitors fell silent: s");
  EXPECT_EQ(because(R"("ec2_api")"), "only changes were refused: s");
  EXPECT_EQ(because(R"("ec2_api", "capacity", "cloudwatch")"),
            "only changes were refused and launches found no room and monitors fell silent: s");
}

TEST(Expected, IsUnknownWhereNothingIsTested) {
  const Conversion day = day_of(R"({"affected": ["lambda", "app_engine"], "severity": "total"})");
  const drill::Outcome outcome = drill::run(scenario_of(day, kExample), 1, {});
  EXPECT_EQ(outcome.exit_code(), 3);
  EXPECT_EQ(outcome.expectations.at(0).says,
            "recovered equals all (nothing of this incident became a fault: a run of it tests "
            "nothing)");
}

// --- improvements -------------------------------------------------------------------------------

std::string outages(const Conversion& day) {
  std::string text;
  const drill::Outcome outcome = drill::run(scenario_of(day, "zones-aws.json"), 1, {});
  for (const drill::DeploymentOutcome& deployment : outcome.deployments) {
    text += deployment.name;
    for (const drill::Outage& outage : deployment.outages)
      text += " " + (outage.rta() ? drill::text_of(*outage.rta()) : std::string("for ever"));
    text += "\n";
  }
  return text;
}

TEST(Improvement, BeginsNoOutageAndMakesNoneLonger) {
  for (const char* hit : {"network", "ec2", "us-east-1a"}) {
    const std::string begins =
        R"({"offset_s": 0, "affected": [")" + std::string(hit) + R"("], "severity": "major"},)";
    const std::string better = R"({"offset_s": 3600, "affected": [")" + std::string(hit) +
                               R"("], "severity": "recovering"},
                                  {"offset_s": 7200, "affected": [")" +
                               std::string(hit) + R"("], "severity": "recovering"},)";
    const std::string ends = R"({"offset_s": 10800, "affected": [")" + std::string(hit) +
                             R"("], "severity": "recovered"})";
    EXPECT_EQ(outages(day_of(begins + better + ends)), outages(day_of(begins + ends))) << hit;
  }
}

// --- that day -----------------------------------------------------------------------------------

// Zone a is out at midnight and b for four minutes at four: whoever had moved to b is hit again,
// and is back sooner than the first time.
TEST(ThatDay, TellsWhenADeploymentWasBackForGood) {
  const drill::Outcome outcome = drill::run(
      scenario_of(day_of(R"({"offset_s": 0, "affected": ["us-east-1a"], "severity": "total_AZ"},
                            {"offset_s": 7200, "affected": ["us-east-1a"], "severity": "recovered"},
                            {"offset_s": 14400, "affected": ["us-east-1b"], "severity": "total_AZ"},
                            {"offset_s": 14640, "affected": ["us-east-1b"], "severity": "recovered"})"),
                  "zones-aws.json"),
      1, {});
  const drill::DeploymentOutcome& single = outcome.deployments.at(0);
  ASSERT_EQ(single.outages.size(), 2u);
  EXPECT_EQ(single.longest(), 0u);
  const std::string report = drill::write_text(std::span(&outcome, 1), {});
  EXPECT_TRUE(says(report, "recovered  2027-01-01 04:06:00  2 times, 8m at the longest"));
}

}  // namespace
}  // namespace blackstart::tests
