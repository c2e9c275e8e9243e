#include <gtest/gtest.h>

#include "tests/scripted_engine.h"

// Slots for calls and tokens of APIs: who waits, and for what.
namespace blackstart::tests {
namespace {

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

}  // namespace
}  // namespace blackstart::tests
