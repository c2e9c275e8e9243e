#include "drill/measures.h"

#include <gtest/gtest.h>

// What measures read off an outcome, where a rehearsal would only hide it.
namespace blackstart::drill {
namespace {

using namespace std::chrono_literals;

// Two Deployments; the ticket is waited for by both, each is unpaused for itself.
Outcome outcome_of_two() {
  Outcome outcome;
  for (const char* name : {"billing", "search"}) {
    outcome.deployments.push_back({.name = name});
    outcome.manual_steps.push_back({.needed_by = {name}, .worked = 5min});
  }
  outcome.manual_steps.push_back({.needed_by = {"billing", "search"}, .worked = 10min});
  return outcome;
}

Reading read(const std::string& measure, const std::string& deployment) {
  Expectation asked;
  asked.of.deployment = deployment;
  return reading_of(*find_measure(measure), outcome_of_two(), asked);
}

TEST(Measures, PeoplesWorkIsCountedForThoseWhoWaitForIt) {
  EXPECT_EQ(read("operator_time", "search").number, Duration(15min).count());
  EXPECT_EQ(read("manual_steps", "search").number, 2);
}

TEST(Measures, WorkThatBothWaitForIsCountedOnce) {
  EXPECT_EQ(read("operator_time", "").number, Duration(20min).count());
  EXPECT_EQ(read("manual_steps", "").number, 3);
}

TEST(Measures, NoDeploymentSelectedIsNoWorkAndNothingThatMatched) {
  EXPECT_EQ(read("operator_time", "nobody").matched, 0U);
}

}  // namespace
}  // namespace blackstart::drill
