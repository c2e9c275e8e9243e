#include <gtest/gtest.h>

#include "recovery/check.h"
#include "tests/scripted_engine.h"

// Several missions side by side, and how one is cancelled or resumed.
namespace blackstart::tests {
namespace {

recovery::Brief named(const std::string& name, std::vector<recovery::Step> runbook) {
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
  EXPECT_EQ(engine.engine().phase(0), recovery::Phase::cancelled);
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
  EXPECT_EQ(engine.engine().phase(0), recovery::Phase::completed);
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

}  // namespace
}  // namespace blackstart::tests
