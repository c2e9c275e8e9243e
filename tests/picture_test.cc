#include <gtest/gtest.h>

#include <regex>

#include "drill/report/report.h"

// The picture of a run: what is drawn is as long as it lasted.
namespace blackstart::drill {
namespace {

using namespace std::chrono_literals;

constexpr Instant kStart{};

Outcome outcome_of(const Outage& outage) {
  Outcome outcome{.title = "a drill", .starts_at = kStart, .ends_at = kStart + 48h};
  DeploymentOutcome deployment{.name = "billing"};
  deployment.outages = {outage};
  outcome.deployments.push_back(deployment);
  return outcome;
}

Outage outage_of(Duration until_healthy, Duration until_useful, Duration until_drained) {
  const Instant fault = kStart + 4h;
  Outage outage{.began = fault, .ended = fault + until_useful};
  outage.at[Milestone::fault] = fault;
  outage.at[Milestone::scheduler] = fault + until_healthy;
  outage.at[Milestone::first_success] = fault + until_useful;
  outage.at[Milestone::backlog_drained] = fault + until_drained;
  return outage;
}

std::string picture_of(const Outcome& outcome) { return write_svg({&outcome, 1}, {}); }

struct Bar {
  int left = 0, width = 0;
};

// The one that says this where the pointer rests.
Bar bar_that_says(const std::string& what, const std::string& picture) {
  const std::regex bar("<rect x=\"(\\d+)\" y=\"\\d+\" width=\"(\\d+)\"[^>]*><title>" + what);
  std::smatch found;
  if (!std::regex_search(picture, found, bar)) {
    ADD_FAILURE() << "no bar says '" << what << "' in\n" << picture;
    return {};
  }
  return {std::stoi(found[1]), std::stoi(found[2])};
}

TEST(APicture, DrawsStretchesOfEqualLengthEquallyLongAndOneAfterTheOther) {
  const std::string picture = picture_of(outcome_of(outage_of(1h, 2h, 3h)));
  const Bar down = bar_that_says("down: 1h", picture);
  const Bar useless = bar_that_says("HEALTHY without a task success: 1h", picture);
  const Bar behind = bar_that_says("behind: 1h", picture);
  EXPECT_NEAR(down.width, useless.width, 1);
  EXPECT_NEAR(useless.width, behind.width, 1);
  EXPECT_EQ(useless.left, down.left + down.width);
  EXPECT_EQ(behind.left, useless.left + useless.width);
}

TEST(APicture, DrawsAStretchThriceAsLongThriceAsWide) {
  const std::string picture = picture_of(outcome_of(outage_of(3h, 4h, 4h)));
  EXPECT_NEAR(bar_that_says("down: 3h", picture).width,
              3 * bar_that_says("HEALTHY without a task success: 1h", picture).width, 3);
}

TEST(APicture, LetsOnlyWhatHasNotEndedReachItsEdge) {
  Outcome outcome = outcome_of(outage_of(1h, 2h, 3h));
  outcome.faults.push_back({"region_outage", "us-east-1", kStart + 4h, std::nullopt});
  const std::string picture = picture_of(outcome);
  const Bar fault = bar_that_says("region_outage of us-east-1: to the end of the run", picture);
  const Bar behind = bar_that_says("behind: 1h", picture);
  EXPECT_GT(fault.left + fault.width, behind.left + behind.width);
}

TEST(APicture, SaysWhoIsNotBack) {
  Outage outage{.began = kStart + 4h};
  outage.at[Milestone::fault] = outage.began;
  const std::string picture = picture_of(outcome_of(outage));
  EXPECT_NE(picture.find(">billing, not back</text>"), std::string::npos) << picture;
  bar_that_says("down: to the end of the run", picture);
}

TEST(APicture, IsNotBrokenByAnyName) {
  Outcome outcome = outcome_of(outage_of(1h, 2h, 3h));
  outcome.deployments[0].name = "<b> & \"co\"";
  const std::string picture = picture_of(outcome);
  EXPECT_NE(picture.find("&lt;b&gt; &amp; &quot;co&quot;"), std::string::npos) << picture;
}

TEST(APicture, OfARunInWhichNothingHappenedSaysSo) {
  const Outcome quiet{.title = "a quiet night", .starts_at = kStart, .ends_at = kStart + 8h};
  EXPECT_NE(picture_of(quiet).find("No Deployment was hit"), std::string::npos);
}

}  // namespace
}  // namespace blackstart::drill
