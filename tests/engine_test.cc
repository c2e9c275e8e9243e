#include "recovery/engine.h"

#include <gtest/gtest.h>

#include "recovery/check.h"
#include "tests/scripted_engine.h"

// In which order the steps of a plan are carried out, and what each is told.
namespace blackstart::tests {
namespace {

TEST(Execution, StartsAStepWhenAllItNeedsIsDone) {
  ScriptedEngine engine;
  engine.reply("nat", {{.after = 15s}});
  engine.begin({{.name = "vpc"}, {.name = "nat"}, {.name = "cluster", .needs = {"vpc", "nat"}}});
  engine.run();
  EXPECT_EQ(engine.story(),
            "0s start vpc\n"
            "0s start nat\n"
            "10s done vpc\n"
            "15s done nat\n"
            "15s start cluster\n"
            "25s done cluster\n"
            "25s completed\n");
  EXPECT_EQ(engine.next_wake(), std::nullopt) << "nothing is left to wake up for";
}

TEST(Execution, AMissionWithoutStepsIsCompletedAtOnce) {
  ScriptedEngine engine;
  engine.begin({});
  engine.run();
  EXPECT_EQ(engine.story(), "0s completed\n");
}

TEST(Execution, AProviderThatAnswersAtOnceIsHeardInTheSameInstant) {
  ScriptedEngine engine;
  engine.reply("vpc", {{.after = 0s}});
  engine.reply("cluster", {{.after = 0s}});
  engine.begin({{.name = "vpc"}, {.name = "cluster", .needs = {"vpc"}}});
  engine.run();
  EXPECT_EQ(engine.story(),
            "0s start vpc\n"
            "0s done vpc\n"
            "0s start cluster\n"
            "0s done cluster\n"
            "0s completed\n");
}

TEST(Execution, WhatAStepBroughtReachesThoseThatNeedItAndNobodyElse) {
  ScriptedEngine engine;
  engine.reply("vpc", {{.facts = {{"vpc_id", "vpc-1"}}}});
  engine.reply("nat", {{.facts = {{"egress_ip", "192.0.2.7"}}}});
  engine.begin({{.name = "vpc"},
                {.name = "nat"},
                {.name = "cluster", .needs = {"vpc", "nat"}},
                {.name = "routes", .needs = {"vpc"}},
                {.name = "verify", .needs = {"cluster"}}});
  engine.run();
  EXPECT_EQ(engine.story(),
            "0s start vpc\n"
            "0s start nat\n"
            "10s done vpc\n"
            "10s start routes with vpc_id vpc-1\n"
            "10s done nat\n"
            "10s start cluster with egress_ip 192.0.2.7, vpc_id vpc-1\n"
            "20s done routes\n"
            "20s done cluster\n"
            "20s start verify\n"
            "30s done verify\n"
            "30s completed\n");
}

TEST(Execution, EqualTimesAreFirstComeFirstServed) {
  ScriptedEngine engine;
  for (const char* step : {"e", "d", "c", "b", "a"}) engine.reply(step, {kNever, {.after = 0s}});
  engine.begin({{.name = "e", .timeout = 30s},
                {.name = "d", .timeout = 30s},
                {.name = "c", .timeout = 30s},
                {.name = "b", .timeout = 30s},
                {.name = "a", .timeout = 30s}});
  engine.run(30s);
  EXPECT_EQ(engine.story(),
            "0s start e\n0s start d\n0s start c\n0s start b\n0s start a\n"
            "30s e timed out\n30s d timed out\n30s c timed out\n30s b timed out\n"
            "30s a timed out\n");
}

TEST(Execution, ReadyStepsStartByTierThenByWhatHangsOnThemThenInOrder) {
  ScriptedEngine engine({.parallel_calls = 1});
  engine.begin({{.name = "late tier, much hangs on it", .tier = 1, .expected = 10h},
                {.name = "short", .expected = 1min},
                {.name = "as short", .expected = 1min},
                {.name = "short, but opens the way", .expected = 1min},
                {.name = "way", .needs = {"short, but opens the way"}, .expected = 2min},
                {.name = "long", .expected = 2min}});
  engine.run();
  EXPECT_EQ(engine.story(),
            "0s start short, but opens the way\n10s done short, but opens the way\n"
            "10s start way\n20s done way\n"
            "20s start long\n30s done long\n"
            "30s start short\n40s done short\n"
            "40s start as short\n50s done as short\n"
            "50s start late tier, much hangs on it\n60s done late tier, much hangs on it\n"
            "60s completed\n");
}

TEST(Engine, TimeMayNotGoBack) {
  recovery::Engine engine;
  std::vector<recovery::Command> commands;
  engine.handle(kZero + 10s, recovery::Woken{}, commands);
  engine.handle(kZero + 10s, recovery::Woken{}, commands);
  EXPECT_THROW(engine.handle(kZero + 9s, recovery::Woken{}, commands), recovery::InternalError);
}

TEST(Engine, AnAnswerToACallThatWasNeverMadeIsIgnored) {
  ScriptedEngine engine;
  engine.begin({{.name = "a"}, {.name = "b", .needs = {"a"}}});
  engine.tell(5s, recovery::Answered{.call = {.mission = 0, .step = 1, .attempt = 1}});
  engine.run();
  EXPECT_EQ(engine.story(),
            "0s start a\n"
            "5s ignore b\n"
            "10s done a\n"
            "10s start b\n"
            "20s done b\n"
            "20s completed\n");
}

}  // namespace
}  // namespace blackstart::tests
