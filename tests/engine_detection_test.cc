#include <gtest/gtest.h>

#include <algorithm>

#include "tests/scripted_engine.h"

// From a missed probe to a declaration, and what is watched after it.
namespace blackstart::tests {
namespace {

TEST(Detection, IsSuspicionUntilEnoughProbesAreMissed) {
  ScriptedEngine engine;
  recovery::Brief brief = mission({{.name = "vpc"}});
  brief.detection.misses = brief.detection.of = 3;
  engine.reply(kProbe, {kSeen, kMissed});
  engine.begin(0s, brief);
  engine.run();
  EXPECT_EQ(engine.whole_story(),
            "30s suspected\n"
            "90s detected\n"
            "90s declared\n"
            "90s started\n"
            "90s start vpc\n"
            "100s done vpc\n"
            "100s completed\n");
}

TEST(Detection, AnEngineThatSleptForAnHourLooksOnceAndNotForEveryProbeItMissed) {
  recovery::Brief brief = mission({{.name = "a"}});
  brief.detection.misses = brief.detection.of = 3;
  recovery::Engine engine;
  std::vector<recovery::Command> commands;
  engine.handle(kZero, recovery::Begin{std::make_shared<const recovery::MissionPlan>(brief), 0},
                commands);
  const recovery::StepIndex probe = engine.mission(0).first_probe();
  engine.handle(kZero, recovery::Answered{{.step = probe, .attempt = 1}, {}}, commands);
  commands.clear();
  const recovery::Result missed{.answer = Answer::transient};
  engine.handle(kZero + 1h, recovery::Woken{}, commands);
  engine.handle(kZero + 1h, recovery::Answered{{.step = probe, .attempt = 2}, missed}, commands);
  const auto is_call = [](const auto& each) {
    return std::holds_alternative<recovery::Call>(each);
  };
  EXPECT_EQ(std::ranges::count_if(commands, is_call), 1);
  EXPECT_EQ(engine.next_wake(), kZero + 1h + 30s);
  EXPECT_EQ(engine.phase(0), recovery::Phase::watching) << "one miss, however long nobody looked";
}

TEST(Detection, AVantagePointThatIsSilentHasNoVote) {
  ScriptedEngine engine;
  recovery::Brief brief = mission({{.name = "vpc"}});
  brief.detection.from = {"east", "west"};
  engine.reply("region.probe east from east", {kSeen, kNever});
  engine.reply(kProbe, {kMissed});
  engine.begin(0s, brief);
  engine.run();
  EXPECT_EQ(engine.whole_story(),
            "0s suspected\n"
            "40s region.probe east from east #2 timed out\n"
            "40s detected\n"
            "40s declared\n"
            "40s started\n"
            "40s start vpc\n"
            "50s done vpc\n"
            "50s completed\n")
      << "one of two is no majority; one of one is";
}

TEST(Detection, WhereEverybodyIsSilentNothingIsDetected) {
  ScriptedEngine engine;
  engine.reply(kProbe, {kNever});
  engine.begin({{.name = "vpc"}});
  engine.run(60s);
  EXPECT_EQ(engine.whole_story(),
            "10s region.probe east from west timed out\n"
            "40s region.probe east from west #2 timed out\n");
}

TEST(Detection, AVantagePointIsSilentAfterItsTimeOutAlsoWhenProbesAreMoreFrequent) {
  ScriptedEngine engine;
  recovery::Brief brief = mission({{.name = "vpc"}});
  brief.detection.from = {"east", "west"};
  brief.detection.probe_timeout = 45s;
  engine.reply("region.probe east from east", {kSeen, kNever});
  engine.reply(kProbe, {kMissed});
  engine.begin(0s, brief);
  engine.run();
  EXPECT_EQ(engine.whole_story(),
            "0s suspected\n"
            "75s region.probe east from east #2 timed out\n"
            "75s detected\n"
            "75s declared\n"
            "75s started\n"
            "75s start vpc\n"
            "85s done vpc\n"
            "85s completed\n");
}

TEST(Detection, WithoutVantagePointsNothingIsWatchedAndNothingStarts) {
  ScriptedEngine engine;
  recovery::Brief brief = mission({{.name = "vpc"}});
  brief.detection.from.clear();
  engine.begin(0s, brief);
  engine.run();
  EXPECT_EQ(engine.whole_story(), "");
  EXPECT_EQ(engine.next_wake(), std::nullopt);
}

recovery::Brief declared_by_a_person() {
  recovery::Brief brief = mission({{.name = "vpc"}});
  brief.declared_by = "commander";
  return brief;
}

TEST(Declaration, WithoutAPersonDetectionDeclares) {
  ScriptedEngine engine;
  engine.begin({{.name = "vpc"}});
  engine.run();
  EXPECT_EQ(engine.whole_story(),
            "0s detected\n"
            "0s declared\n"
            "0s started\n"
            "0s start vpc\n"
            "10s done vpc\n"
            "10s completed\n");
}

TEST(Declaration, APersonDecidesBeforeAnythingIsDone) {
  ScriptedEngine engine;
  engine.reply(kDeclaration, {{.after = 5min}});
  engine.begin(0s, declared_by_a_person());
  engine.run();
  EXPECT_EQ(engine.whole_story(),
            "0s detected\n"
            "0s start disaster.declare east\n"
            "300s done disaster.declare east\n"
            "300s declared\n"
            "300s started\n"
            "300s start vpc\n"
            "310s done vpc\n"
            "310s completed\n");
}

TEST(Declaration, APersonWhoCannotBeReachedIsAskedAgain) {
  ScriptedEngine engine;
  engine.reply(kDeclaration, {transiently(5s), {.after = 5s}});
  engine.begin(0s, declared_by_a_person());
  engine.run();
  EXPECT_EQ(engine.whole_story(),
            "0s detected\n"
            "0s start disaster.declare east\n"
            "15s start disaster.declare east #2\n"
            "20s done disaster.declare east #2\n"
            "20s declared\n"
            "20s started\n"
            "20s start vpc\n"
            "30s done vpc\n"
            "30s completed\n");
}

TEST(Declaration, StandsDownWhenTheRegionWasSeenAgainBeforeThePersonAnswered) {
  ScriptedEngine engine;
  engine.reply(kProbe, {kMissed, kSeen});
  engine.reply(kDeclaration, {{.after = 45s}});
  engine.begin(0s, declared_by_a_person());
  engine.run();
  EXPECT_EQ(engine.whole_story(),
            "0s detected\n"
            "0s start disaster.declare east\n"
            "45s done disaster.declare east\n"
            "45s stood down\n");
  EXPECT_EQ(engine.engine().phase(0), recovery::Phase::watching);
}

TEST(Declaration, ARegionThatFailsAgainAfterStandingDownIsDeclaredAnew) {
  ScriptedEngine engine;
  engine.reply(kProbe, {kMissed, kSeen, kSeen, kMissed});
  engine.reply(kDeclaration, {{.after = 45s}});
  engine.begin(0s, declared_by_a_person());
  engine.run();
  EXPECT_EQ(engine.whole_story(),
            "0s detected\n"
            "0s start disaster.declare east\n"
            "45s done disaster.declare east\n"
            "45s stood down\n"
            "90s detected\n"
            "90s start disaster.declare east #2\n"
            "135s done disaster.declare east #2\n"
            "135s declared\n"
            "135s started\n"
            "135s start vpc\n"
            "145s done vpc\n"
            "145s completed\n");
}

const std::string kZonesProbe = "zones.probe east from west";

recovery::Brief in_region(std::vector<recovery::Step> runbook) {
  recovery::Brief brief = mission(std::move(runbook));
  brief.name = "east";
  brief.strategy = "in_region";
  brief.move.to = "east";
  return brief;
}

Reply missing(recovery::Facts zones) {
  return {.after = 0s, .answer = Answer::transient, .facts = std::move(zones)};
}

// Each mission's probes are answered from the first reply on: a is missed at 0 s and, by the
// mission that watches on, at 30 s; at 60 s it is seen and at 90 s missed again.
TEST(WatchingOn, ASecondLossIsDetectedAndThePlanCarriedOutAgainUnderNewKeys) {
  ScriptedEngine engine;
  engine.reply(kZonesProbe, {missing({{"a", ""}}), kSeen, missing({{"a", ""}})});
  engine.begin(0s, in_region({{.name = "evacuate"}}));
  engine.run(100s);
  EXPECT_EQ(engine.whole_story(),
            "0s east: detected\n"
            "0s east: declared\n"
            "0s east: started\n"
            "0s east: start evacuate\n"
            "10s east: done evacuate\n"
            "10s east: completed\n"
            "90s east: detected\n"
            "90s east: declared\n"
            "90s east: started\n"
            "90s east: start evacuate\n"
            "100s east: done evacuate\n"
            "100s east: completed\n");
  const auto calls = engine.calls_of("evacuate");
  ASSERT_EQ(calls.size(), 2U);
  EXPECT_NE(calls[0].idempotency_key, calls[1].idempotency_key);
  EXPECT_EQ(engine.engine().repetition(calls[1].id.mission), 1U);
}

TEST(WatchingOn, ALossThatLastsIsDetectedOnce) {
  ScriptedEngine engine;
  engine.reply(kZonesProbe, {missing({{"a", ""}})});
  engine.begin(0s, in_region({{.name = "evacuate"}}));
  engine.run(1h);
  EXPECT_EQ(engine.story(),
            "0s east: start evacuate\n"
            "10s east: done evacuate\n"
            "10s east: completed\n");
  EXPECT_EQ(engine.calls_of(kZonesProbe).size(), 121U) << "it is looked at every 30 s all the same";
}

// The second loss is found 60 s after the first, whose plan takes 100 s.
TEST(WatchingOn, WhatIsLostWhileAPlanIsUnderWayBeginsItAnew) {
  ScriptedEngine engine;
  engine.reply(kZonesProbe, {missing({{"a", ""}}), missing({{"a", ""}, {"b", ""}})});
  engine.reply("evacuate", {{.after = 100s}});
  engine.begin(0s, in_region({{.name = "evacuate"}, {.name = "check", .needs = {"evacuate"}}}));
  engine.run(80s);
  EXPECT_EQ(engine.story(),
            "0s east: start evacuate\n"
            "60s east: superseded\n"
            "60s east: start evacuate\n");
}

TEST(WatchingOn, WhoCancelsARecoveryDoesNotEndTheWatch) {
  ScriptedEngine engine;
  engine.reply(kZonesProbe, {missing({{"a", ""}})});
  engine.reply("evacuate", {kNever});
  engine.begin(0s, in_region({{.name = "evacuate"}}));
  engine.tell(5s, recovery::Cancel{.mission = 0});
  engine.run(10s);
  EXPECT_EQ(engine.next_wake(), 30s);
  engine.tell(10s, recovery::Cancel{.mission = 1});
  engine.run(20s);
  EXPECT_EQ(engine.next_wake(), std::nullopt);
}

TEST(WatchingOn, ARecoveryThatLeavesItsRegionIsNotRepeated) {
  ScriptedEngine engine;
  engine.reply(kProbe, {kMissed, kSeen, kMissed});
  engine.begin({{.name = "vpc"}});
  engine.run();
  EXPECT_EQ(engine.engine().mission_count(), 1U);
  EXPECT_EQ(engine.next_wake(), std::nullopt);
}

}  // namespace
}  // namespace blackstart::tests
