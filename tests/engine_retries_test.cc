#include <gtest/gtest.h>

#include <set>

#include "tests/scripted_engine.h"

// Time-outs, late answers, retries and giving up.
namespace blackstart::tests {
namespace {

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
  EXPECT_EQ(engine.engine().phase(0), recovery::Phase::given_up);
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

}  // namespace
}  // namespace blackstart::tests
