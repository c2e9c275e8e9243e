#include <gtest/gtest.h>

#include <algorithm>

#include "drill/text/durations.h"
#include "tests/ledger_drill.h"

// The states that control planes show, where they are not what a step of the plan says.
namespace blackstart::tests {
namespace {

// "Pending at 5h11m", a line each.
std::string states_of(const drill::Outcome& outcome, const std::string& subject) {
  std::string text;
  for (const drill::StateChange& change : outcome.states) {
    if (change.subject == subject)
      text += change.state + " at " + drill::text_of(change.at - outcome.starts_at) + "\n";
  }
  return text;
}

// Whoever fences a Deployment does not want it back: the region returns at 05:35, after the fence
// of 05:31, and its scheduler starts again to no avail. The new one runs at 06:31:30.
TEST(States, WhatIsFencedIsNotHealthyAlthoughItsSchedulerStarts) {
  const std::string until_the_fence =
      R"({"at": "4h", "kind": "region_outage", "target": "us-east-1", "for": "65m"})";
  const auto outcome = outcome_of({.faults = until_the_fence});
  EXPECT_EQ(states_of(outcome, "deployment:ledger"),
            "HEALTHY at 0s\nUNHEALTHY at 4h\nCREATING at 5h31m\nDEPLOYING at 5h41m\n"
            "HEALTHY at 6h01m30s\n");
  EXPECT_EQ(std::ranges::count_if(outcome.timeline,
                                  [](const drill::TimelineEntry& entry) {
                                    return entry.what.starts_with("ledger is HEALTHY");
                                  }),
            1);
}

// Asked for at 05:41, void seven days later; the network team responds on the eighth.
TEST(States, APeeringRequestThatNobodyAcceptsIsVoidAfterSevenDays) {
  std::string text = Drill{}.text();
  const std::string horizon = R"("horizon": "24h")";
  text.replace(text.find(horizon), horizon.size(), R"("horizon": "10d")");
  const std::string people = R"("people": {)";
  text.replace(text.find(people), people.size(),
               people + R"("network-team": {"responds": {"constant": "8d",
                 "assumption": "the test's"}}, )");
  const Scratch scratch;
  const auto scenario = drill::load_scenario(scratch.write("drill.json", text));
  const auto outcome = drill::run(scenario, 1, scenario.setup->starts_at);
  EXPECT_EQ(states_of(outcome, "peering:production/warehouse"),
            "Active at 0s\nPending at 5h11m\nFailed at 7d05h11m\n");
}

}  // namespace
}  // namespace blackstart::tests
