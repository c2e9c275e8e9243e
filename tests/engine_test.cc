#include "recovery/engine.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "recovery/check.h"
#include "tests/scripted_engine.h"

namespace blackstart {
namespace {

using recovery::Answer;
using recovery::Duration;
using recovery::Phase;
using recovery::Step;
using tests::kDeclaration;
using tests::kMissed;
using tests::kNever;
using tests::kProbe;
using tests::kSeen;
using tests::kZero;
using tests::mission;
using tests::Reply;
using tests::ScriptedEngine;
using namespace std::chrono_literals;

Reply transiently(Duration after) { return {.after = after, .answer = Answer::transient}; }
Reply permanently(Duration after) { return {.after = after, .answer = Answer::permanent}; }

// ---- order -------------------------------------------------------------------------------------

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

// ---- slots and tokens --------------------------------------------------------------------------

TEST(Limits, NoMoreCallsRunAtOnceThanThereAreSlots) {
  ScriptedEngine engine({.parallel_calls = 2});
  engine.reply("a", {{.after = 20s}});
  engine.begin({{.name = "a"}, {.name = "b"}, {.name = "c"}, {.name = "d"}});
  engine.run();
  EXPECT_EQ(engine.story(),
            "0s start a\n"
            "0s start b\n"
            "10s done b\n"
            "10s start c\n"
            "20s done a\n"
            "20s start d\n"
            "20s done c\n"
            "30s done d\n"
            "30s completed\n");
}

TEST(Limits, WhatAPersonDoesTakesNoSlot) {
  ScriptedEngine engine({.parallel_calls = 1});
  engine.begin({{.name = "accept", .owner = "network-team"},
                {.name = "allow", .owner = "warehouse-team"},
                {.name = "vpc"},
                {.name = "nat"}});
  engine.run();
  EXPECT_EQ(engine.story(),
            "0s start accept\n"
            "0s start allow\n"
            "0s start vpc\n"
            "10s done accept\n"
            "10s done allow\n"
            "10s done vpc\n"
            "10s start nat\n"
            "20s done nat\n"
            "20s completed\n");
}

TEST(Limits, AFailedStepFreesItsSlot) {
  ScriptedEngine engine({.parallel_calls = 1});
  engine.reply("a", {permanently(5s)});
  engine.begin({{.name = "a"}, {.name = "b"}});
  engine.run();
  EXPECT_EQ(engine.story(),
            "0s start a\n"
            "5s fail a\n"
            "5s start b\n"
            "15s done b\n"
            "15s given up\n");
}

TEST(Limits, AStepThatBacksOffLendsItsSlot) {
  ScriptedEngine engine({.parallel_calls = 1});
  engine.reply("a", {transiently(5s), {.after = 1s}});
  engine.begin({{.name = "a"}, {.name = "b"}, {.name = "c"}});
  engine.run();
  EXPECT_EQ(engine.story(),
            "0s start a\n"
            "5s a must wait\n"
            "5s start b\n"
            "15s done b\n"
            "15s start a #2\n"
            "16s done a #2\n"
            "16s start c\n"
            "26s done c\n"
            "26s completed\n")
      << "its backoff ends just before b does, and a comes before c";
}

TEST(Limits, AStepThatTimedOutFreesItsSlotOnceAndNotAgainWhenItAnswersLate) {
  ScriptedEngine engine({.parallel_calls = 1});
  engine.reply("a", {{.after = 35s}});
  engine.begin(
      {{.name = "a", .timeout = 30s, .retry = {.attempts_max = 1}}, {.name = "b"}, {.name = "c"}});
  engine.run();
  EXPECT_EQ(engine.story(),
            "0s start a\n"
            "30s a timed out\n"
            "30s fail a\n"
            "30s start b\n"
            "35s ignore a\n"
            "40s done b\n"
            "40s start c\n"
            "50s done c\n"
            "50s given up\n");
}

TEST(Limits, AnApiIsCalledNoFasterThanItsBucketRefills) {
  ScriptedEngine engine({.apis = {{"ec2", {.bucket = 1, .refill_every = 30s}}}});
  engine.begin({{.name = "a", .api = "ec2"},
                {.name = "b", .api = "ec2"},
                {.name = "c", .api = "ec2"},
                {.name = "elsewhere", .api = "rds"},
                {.name = "nowhere"}});
  engine.run(0s);
  EXPECT_EQ(engine.story(), "0s start a\n0s start elsewhere\n0s start nowhere\n");
  EXPECT_EQ(engine.next_wake(), 30s) << "when there is a token for b";
  engine.run();
  EXPECT_EQ(engine.story(),
            "0s start a\n0s start elsewhere\n0s start nowhere\n"
            "10s done a\n10s done elsewhere\n10s done nowhere\n"
            "30s start b\n40s done b\n"
            "60s start c\n70s done c\n"
            "70s completed\n");
}

TEST(Limits, ABucketHoldsNoMoreThanItsSize) {
  ScriptedEngine engine({.apis = {{"ec2", {.bucket = 2, .refill_every = 30s}}}});
  engine.reply("vpc", {{.after = 10min}});
  engine.begin({{.name = "vpc", .api = "ec2"},
                {.name = "a", .needs = {"vpc"}, .api = "ec2"},
                {.name = "b", .needs = {"vpc"}, .api = "ec2"},
                {.name = "c", .needs = {"vpc"}, .api = "ec2"}});
  engine.run();
  EXPECT_EQ(engine.story(),
            "0s start vpc\n"
            "600s done vpc\n"
            "600s start a\n"
            "600s start b\n"
            "610s done a\n"
            "610s done b\n"
            "630s start c\n"
            "640s done c\n"
            "640s completed\n");
}

TEST(Limits, AStepThatWaitsForASlotKeepsNoTokenFromOthers) {
  ScriptedEngine engine(
      {.parallel_calls = 1, .apis = {{"ec2", {.bucket = 1, .refill_every = 30s}}}});
  engine.begin({{.name = "busy"},
                {.name = "a", .api = "ec2"},
                {.name = "b", .owner = "team", .api = "ec2"}});
  engine.run(20s);
  EXPECT_EQ(engine.story(),
            "0s start busy\n"
            "0s start b\n"
            "10s done busy\n"
            "10s done b\n");
  EXPECT_EQ(engine.next_wake(), 30s);
}

// ---- time-outs, retries and giving up ----------------------------------------------------------

TEST(Retries, AnAnswerThatComesAfterTheTimeOutDuringTheBackoffChangesNothing) {
  ScriptedEngine engine;
  engine.reply("vpc", {{.after = 35s}, {.after = 10s}});
  engine.begin({{.name = "vpc", .timeout = 30s}});
  engine.run();
  EXPECT_EQ(engine.story(),
            "0s start vpc\n"
            "30s vpc timed out\n"
            "35s ignore vpc\n"
            "40s start vpc #2\n"
            "50s done vpc #2\n"
            "50s completed\n");
}

TEST(Retries, AnAnswerThatComesAfterTheTimeOutDuringTheNextAttemptChangesNothing) {
  ScriptedEngine engine;
  engine.reply("vpc", {{.after = 45s, .answer = Answer::permanent}, {.after = 10s}});
  engine.begin({{.name = "vpc", .timeout = 30s}});
  engine.run();
  EXPECT_EQ(engine.story(),
            "0s start vpc\n"
            "30s vpc timed out\n"
            "40s start vpc #2\n"
            "45s ignore vpc\n"
            "50s done vpc #2\n"
            "50s completed\n");
}

TEST(Retries, AnAnswerInTheInstantOfTheTimeOutCounts) {
  ScriptedEngine engine;
  engine.reply("vpc", {{.after = 30s}});
  engine.begin({{.name = "vpc", .timeout = 30s}});
  engine.run();
  EXPECT_EQ(engine.story(), "0s start vpc\n30s done vpc\n30s completed\n");
}

TEST(Retries, TheTimeOutOfAnAnsweredAttemptDoesNotEndTheBackoff) {
  ScriptedEngine engine;
  engine.reply("vpc", {transiently(5s), {.after = 10s}});
  engine.begin(
      {{.name = "vpc", .timeout = 30s, .retry = {.backoff_first = 100s, .backoff_max = 100s}}});
  engine.run();
  ASSERT_EQ(engine.waits_of("vpc").size(), 1U);
  EXPECT_GE(engine.waits_of("vpc")[0], 5s + 90s);
  EXPECT_LE(engine.waits_of("vpc")[0], 5s + 100s);
}

TEST(Retries, ARetryIsANewAttemptUnderTheSameKey) {
  ScriptedEngine engine;
  engine.reply("vpc", {transiently(1s), transiently(1s), {.after = 1s}});
  engine.begin({{.name = "vpc"}});
  engine.run();
  const auto calls = engine.calls_of("vpc");
  ASSERT_EQ(calls.size(), 3U);
  EXPECT_EQ(calls[0].id.attempt, 1U);
  EXPECT_EQ(calls[1].id.attempt, 2U);
  EXPECT_EQ(calls[2].id.attempt, 3U);
  EXPECT_EQ(calls[1].idempotency_key, calls[0].idempotency_key);
  EXPECT_EQ(calls[2].idempotency_key, calls[0].idempotency_key);
}

TEST(Retries, KeysDifferBetweenStepsMissionsAndNames) {
  const auto key_of = [](const ScriptedEngine& engine, const std::string& step, std::size_t nth) {
    return engine.calls_of(step).at(nth).idempotency_key;
  };
  ScriptedEngine twice;
  twice.begin({{.name = "vpc"}, {.name = "nat"}});
  twice.begin({{.name = "vpc"}});
  twice.run();
  auto elsewhere = mission({{.name = "vpc"}});
  elsewhere.name = "west to east";
  ScriptedEngine other;
  other.begin(0s, elsewhere);
  other.run();
  const std::set<std::uint64_t> keys = {key_of(twice, "vpc", 0), key_of(twice, "nat", 0),
                                        key_of(twice, "vpc", 1), key_of(other, "vpc", 0)};
  EXPECT_EQ(keys.size(), 4U);
}

std::vector<Duration> backoffs_with(std::uint64_t jitter_seed) {
  ScriptedEngine engine;
  engine.reply("vpc", {transiently(0s)});
  const recovery::Retry retry{.attempts_max = 6, .backoff_first = 10s, .backoff_max = 60s};
  engine.begin(0s, mission({{.name = "vpc", .retry = retry}}), jitter_seed);
  engine.run();
  return engine.waits_of("vpc");
}

TEST(Retries, TheBackoffDoublesUpToItsLongestAndIsShortenedByATenthAtMost) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const auto waits = backoffs_with(seed);
    const std::vector<Duration> longest = {10s, 20s, 40s, 60s, 60s};
    ASSERT_EQ(waits.size(), longest.size());
    for (std::size_t i = 0; i < waits.size(); ++i) {
      EXPECT_GE(waits[i], longest[i] * 9 / 10) << "backoff " << i << ", seed " << seed;
      EXPECT_LE(waits[i], longest[i]) << "backoff " << i << ", seed " << seed;
    }
  }
}

TEST(Retries, AnotherSeedIsAnotherJitterAndTheSameSeedTheSame) {
  EXPECT_NE(backoffs_with(1), backoffs_with(2));
  EXPECT_EQ(backoffs_with(1), backoffs_with(1));
}

TEST(Retries, StepsThatFailedTogetherDoNotComeBackTogether) {
  ScriptedEngine engine;
  engine.reply("a", {transiently(0s), kNever});
  engine.reply("b", {transiently(0s), kNever});
  engine.begin({{.name = "a"}, {.name = "b"}});
  engine.run();
  EXPECT_NE(engine.waits_of("a"), engine.waits_of("b"));
}

TEST(Retries, WhenNoAttemptsAreLeftWhatHangsOnItIsSkippedInThePlansOrder) {
  ScriptedEngine engine;
  engine.reply("vpc", {transiently(1s)});
  engine.begin({{.name = "verify", .needs = {"deploy"}},
                {.name = "vpc", .retry = {.attempts_max = 2}},
                {.name = "dns"},
                {.name = "deploy", .needs = {"cluster"}},
                {.name = "cluster", .needs = {"vpc", "dns"}}});
  engine.run();
  EXPECT_EQ(engine.story(),
            "0s start vpc\n"
            "0s start dns\n"
            "1s vpc must wait\n"
            "10s done dns\n"
            "11s start vpc #2\n"
            "12s vpc #2 must wait\n"
            "12s fail vpc #2\n"
            "12s skip verify\n"
            "12s skip deploy\n"
            "12s skip cluster\n"
            "12s given up\n");
  EXPECT_EQ(engine.engine().phase(0), Phase::given_up);
}

TEST(Retries, ATimeOutUsesUpAnAttempt) {
  ScriptedEngine engine;
  engine.reply("vpc", {kNever});
  engine.begin({{.name = "vpc", .timeout = 30s, .retry = {.attempts_max = 2}}});
  engine.run();
  EXPECT_EQ(engine.story(),
            "0s start vpc\n"
            "30s vpc timed out\n"
            "40s start vpc #2\n"
            "70s vpc #2 timed out\n"
            "70s fail vpc #2\n"
            "70s given up\n");
}

TEST(Retries, WhatDoesNotHangOnAFailedStepIsStillDoneBeforeTheMissionIsGivenUp) {
  ScriptedEngine engine;
  engine.reply("peering", {permanently(5s)});
  engine.begin({{.name = "peering"},
                {.name = "route", .needs = {"peering"}},
                {.name = "cluster"},
                {.name = "deploy", .needs = {"cluster"}}});
  engine.run();
  EXPECT_EQ(engine.story(),
            "0s start peering\n"
            "0s start cluster\n"
            "5s fail peering\n"
            "5s skip route\n"
            "10s done cluster\n"
            "10s start deploy\n"
            "20s done deploy\n"
            "20s given up\n");
}

TEST(Retries, AStepBehindTwoFailedOnesIsSkippedOnce) {
  ScriptedEngine engine;
  engine.reply("a", {permanently(5s)});
  engine.reply("b", {permanently(6s)});
  engine.begin({{.name = "a"}, {.name = "b"}, {.name = "c", .needs = {"a", "b"}}});
  engine.run();
  EXPECT_EQ(engine.story(),
            "0s start a\n"
            "0s start b\n"
            "5s fail a\n"
            "5s skip c\n"
            "6s fail b\n"
            "6s given up\n");
}

// ---- several missions, cancelling, resuming ----------------------------------------------------

recovery::Brief named(const std::string& name, std::vector<Step> runbook) {
  recovery::Brief brief = mission(std::move(runbook));
  brief.name = name;
  return brief;
}

TEST(Missions, ThatRunSideBySideShareTheSlotsAndEndByThemselves) {
  ScriptedEngine engine({.parallel_calls = 1});
  engine.reply("x", {permanently(10s)});
  engine.begin(0s, named("north", {{.name = "a", .tier = 1}, {.name = "b", .tier = 1}}));
  engine.begin(0s, named("south", {{.name = "x"}, {.name = "y", .needs = {"x"}}}));
  engine.run();
  EXPECT_EQ(engine.story(),
            "0s north: start a\n"
            "10s north: done a\n"
            "10s south: start x\n"
            "20s south: fail x\n"
            "20s south: skip y\n"
            "20s south: given up\n"
            "20s north: start b\n"
            "30s north: done b\n"
            "30s north: completed\n");
}

TEST(Missions, OneThatBeginsLaterWaitsForNobody) {
  ScriptedEngine engine;
  engine.begin(0s, named("north", {{.name = "a"}}));
  engine.begin(5s, named("south", {{.name = "x"}}));
  engine.run();
  EXPECT_EQ(engine.story(),
            "0s start a\n"
            "5s south: start x\n"
            "10s north: done a\n"
            "10s north: completed\n"
            "15s south: done x\n"
            "15s south: completed\n");
}

TEST(Cancelling, StartsNothingMoreAndIgnoresWhatIsStillAnswered) {
  ScriptedEngine engine;
  engine.begin({{.name = "a"}, {.name = "b", .needs = {"a"}}});
  engine.tell(5s, recovery::Cancel{});
  engine.run();
  EXPECT_EQ(engine.story(),
            "0s start a\n"
            "5s cancelled\n"
            "10s ignore a\n");
  EXPECT_EQ(engine.engine().phase(0), Phase::cancelled);
}

TEST(Cancelling, GivesTheSlotsToTheOtherMissions) {
  ScriptedEngine engine({.parallel_calls = 2});
  engine.begin(0s, named("north", {{.name = "a"}, {.name = "b"}, {.name = "c"}}));
  engine.begin(1s, named("south", {{.name = "x"}, {.name = "y"}, {.name = "z"}}));
  engine.tell(5s, recovery::Cancel{.mission = 0});
  engine.run();
  EXPECT_EQ(engine.story(),
            "0s start a\n"
            "0s start b\n"
            "5s north: cancelled\n"
            "5s south: start x\n"
            "5s south: start y\n"
            "10s north: ignore a\n"
            "10s north: ignore b\n"
            "15s south: done x\n"
            "15s south: start z\n"
            "15s south: done y\n"
            "25s south: done z\n"
            "25s south: completed\n");
}

TEST(Cancelling, AMissionThatWasNeverBegunIsABug) {
  recovery::Engine engine;
  std::vector<recovery::Command> commands;
  EXPECT_THROW(engine.handle({}, recovery::Cancel{.mission = 3}, commands),
               recovery::InternalError);
}

TEST(Cancelling, EndsABackoff) {
  ScriptedEngine engine;
  engine.reply("a", {transiently(1s)});
  engine.begin({{.name = "a", .timeout = 30s}});
  engine.tell(5s, recovery::Cancel{});
  engine.run();
  EXPECT_EQ(engine.story(), "0s start a\n1s a must wait\n5s cancelled\n");
  EXPECT_EQ(engine.next_wake(), std::nullopt);
}

TEST(Cancelling, EndsTheWatch) {
  ScriptedEngine engine;
  engine.reply(kProbe, {kSeen});
  engine.begin({{.name = "a"}});
  engine.tell(70s, recovery::Cancel{});
  engine.run();
  EXPECT_EQ(engine.story(), "70s cancelled\n");
  EXPECT_EQ(engine.calls_of(kProbe).size(), 3U) << "at 0 s, 30 s and 60 s";
  EXPECT_EQ(engine.next_wake(), std::nullopt);
}

TEST(Cancelling, AMissionThatIsOverStaysWhatItBecame) {
  ScriptedEngine engine;
  engine.begin({{.name = "a"}});
  engine.tell(20s, recovery::Cancel{});
  engine.run();
  EXPECT_EQ(engine.story(), "0s start a\n10s done a\n10s completed\n");
  EXPECT_EQ(engine.engine().phase(0), Phase::completed);
}

TEST(Resuming, AsksAgainForWhatWasNeverAnsweredUnderTheNewLeaseWithTheSameKey) {
  ScriptedEngine engine;
  engine.reply("a", {{.after = 2s}});
  engine.reply("b", {kNever});
  engine.reply("c", {transiently(1s), {.after = 5s}});
  engine.begin({{.name = "a"}, {.name = "b"}, {.name = "c"}, {.name = "d", .needs = {"a"}}});
  engine.tell(5s, recovery::Resumed{.lease_generation = 2});
  engine.run();
  EXPECT_EQ(engine.story(),
            "0s start a\n"
            "0s start b\n"
            "0s start c\n"
            "1s c must wait\n"
            "2s done a\n"
            "2s start d\n"
            "5s call b again, lease 2\n"
            "5s call d again, lease 2\n"
            "11s start c #2\n"
            "12s done d\n"
            "15s ignore d\n"
            "16s done c #2\n")
      << "a is answered, c waits of its own accord; the second answer for d comes too late";
  const auto calls = engine.calls_of("b");
  ASSERT_EQ(calls.size(), 2U);
  EXPECT_EQ(calls[1].id, calls[0].id);
  EXPECT_EQ(calls[1].idempotency_key, calls[0].idempotency_key);
  EXPECT_EQ(calls[0].lease_generation, 1U);
  EXPECT_EQ(calls[1].lease_generation, 2U);
  EXPECT_EQ(engine.calls_of("c").back().lease_generation, 2U) << "later calls carry the new one";
}

TEST(Resuming, ACopyCarriesOnByItself) {
  ScriptedEngine first;
  first.begin({{.name = "a"}, {.name = "b", .needs = {"a"}}});
  first.run(5s);
  ScriptedEngine copy = first;
  copy.run();
  EXPECT_EQ(first.story(), "0s start a\n");
  EXPECT_EQ(copy.story(),
            "0s start a\n"
            "10s done a\n"
            "10s start b\n"
            "20s done b\n"
            "20s completed\n");
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

// ---- detection and declaration -----------------------------------------------------------------

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
  EXPECT_EQ(engine.engine().phase(0), Phase::watching);
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
  EXPECT_EQ(engine.phase(0), Phase::watching) << "one miss, however long nobody looked";
}

// ---- a plan that can be repeated ---------------------------------------------------------------

const std::string kZonesProbe = "zones.probe east from west";

recovery::Brief in_region(std::vector<Step> runbook) {
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

}  // namespace
}  // namespace blackstart
