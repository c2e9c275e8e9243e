#include "recovery/journal.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "providers/live/journal_file.h"
#include "tests/live_mission.h"
#include "tests/program.h"

// Every input is on the disk before the engine hears of it, and what is on the disk makes the same
// engine.
namespace blackstart::tests {
namespace {

using recovery::Answer;
using recovery::Answered;
using recovery::Begin;
using recovery::Brief;
using recovery::Call;
using recovery::Command;
using recovery::Instant;

TEST(JournalFile, HasOneEngineAtATime) {
  const Scratch scratch;
  const std::filesystem::path file = scratch.path() / "journal";
  {
    live::JournalFile first(file, {});
    EXPECT_THROW(live::JournalFile(file, {}), std::system_error);
  }
  EXPECT_TRUE(live::JournalFile(file, {}).was_empty());
}

TEST(JournalFile, AJournalThatCannotBeReplayedIsRefusedAndLeftAsItIs) {
  const Scratch scratch;
  const std::filesystem::path file = scratch.path() / "journal";
  std::ofstream(file) << "{\"at\":0,\"woken\":true}\nnonsense\n";
  EXPECT_THROW(
      {
        try {
          live::JournalFile journal(file, {});
        } catch (const recovery::JournalError& error) {
          EXPECT_EQ(std::string(error.what()).find("line 2 of the journal: "), 0U) << error.what();
          throw;
        }
      },
      recovery::JournalError);
  EXPECT_EQ(text_of_file(file), "{\"at\":0,\"woken\":true}\nnonsense\n");
}

TEST(Journal, AReplayGivesAnEngineThatSaysTheSameFromThereOn) {
  const auto mission =
      mission_of({step("network", {}), step("cluster", {"network"}), step("mail", {})});
  std::vector<std::pair<Instant, recovery::Input>> inputs = {
      {Instant(0s), Begin{mission, 7}},
      {Instant(1s),
       Answered{{.mission = 0, .step = 3, .attempt = 1}, {Answer::transient, "no answer", {}}}},
      {Instant(2s),
       Answered{{.mission = 0, .step = 0, .attempt = 1}, {Answer::ok, "", {{"vpc", "vpc-1"}}}}},
      {Instant(3s),
       Answered{{.mission = 0, .step = 2, .attempt = 1}, {Answer::transient, "busy", {}}}},
  };
  Engine told_directly;
  std::string journal;
  std::vector<Command> ignored;
  for (const auto& [at, input] : inputs) {
    told_directly.handle(at, input, ignored);
    journal += recovery::journal_line(at, input);
  }
  recovery::Replay replayed = recovery::replay(journal, {});
  EXPECT_FALSE(replayed.was_shorn);
  EXPECT_EQ(replayed.as_of, Instant(3s));
  EXPECT_EQ(replayed.engine.next_wake(), told_directly.next_wake());
  const recovery::CallId cluster{.mission = 0, .step = 1, .attempt = 1};
  EXPECT_EQ(replayed.engine.facts_for(cluster), (recovery::Facts{{"vpc", "vpc-1"}}));
  const auto says = [](Engine engine) {
    std::string text;
    for (const auto at : {4s, 60s}) {
      std::vector<Command> commands;
      engine.handle(Instant(at), recovery::Woken{}, commands);
      for (const Command& command : commands) {
        if (const auto* call = std::get_if<Call>(&command))
          text += std::to_string(call->idempotency_key) + "\n";
        else
          text += told(engine, std::get<Note>(command));
      }
    }
    return text;
  };
  EXPECT_EQ(says(replayed.engine), says(told_directly));
  EXPECT_NE(says(told_directly).find("start mail #2"), std::string::npos);
}

// No member is at its default, so that one the journal leaves out shows.
Brief full_brief() {
  using Handwork = recovery::Inventory::Handwork;
  Brief brief;
  brief.name = "east to west";
  brief.inventory.as_of = Instant(1s);
  brief.inventory.clusters = {{.name = "production",
                               .region = "east",
                               .twin = "standby",
                               .node_pools = {"workers"},
                               .peerings = {Handwork{"warehouse", "network-team"}},
                               .customer_routes = {Handwork{"to-office", "network-team"}},
                               .customer_security_group_rules = {Handwork{"ldap", "it"}},
                               .allow_lists = {Handwork{"snowflake", "data-team"}},
                               .copied_parts = {"metadata", "task_logs"}}};
  brief.inventory.deployments = {{.name = "billing",
                                  .cluster = "production",
                                  .tier = 2,
                                  .owner = "billing-team",
                                  .ui_made = {"connection"},
                                  .reaches = {"peering:production/warehouse"},
                                  .uses_workload_identity = true,
                                  .has_alert_emails = true}};
  brief.strategy = "backup_and_restore";
  brief.move = {.from = "east", .to = "west", .ticket_opened_by = "us", .vendor = "them"};
  brief.runbook = {{.name = "tell",
                    .operation = "test",
                    .target = "test:all",
                    .with = {{"by", "mail"}},
                    .owner = "commander",
                    .api = "astro",
                    .tier = 1,
                    .timeout = 2s,
                    .retry = {.attempts_max = 3, .backoff_first = 4s, .backoff_max = 5s},
                    .expected = 6s},
                   step("act", {"tell"})};
  brief.detection = {
      .probe_every = 7s, .probe_timeout = 8s, .misses = 2, .of = 4, .from = {"west", "north"}};
  brief.declared_by = "commander";
  brief.expected = {{"test", 9s}};
  brief.responds = {{"commander", 10s}};
  return brief;
}

Brief replayed(const Brief& brief) {
  const auto mission = std::make_shared<const MissionPlan>(brief);
  const std::string journal = recovery::journal_line({}, Begin{mission, 7});
  return recovery::replay(journal, {}).engine.mission(0).brief();
}

TEST(Journal, HoldsEveryMemberOfABrief) { EXPECT_TRUE(replayed(full_brief()) == full_brief()); }

// What is restored follows from the inventory alone.
TEST(Journal, AReplayedMissionHasTheSamePlan) {
  Brief brief = full_brief();
  brief.runbook.clear();
  const auto steps = [](const Brief& of) {
    const MissionPlan mission(of);
    return std::vector<Step>(mission.plan().steps().begin(), mission.plan().steps().end());
  };
  EXPECT_EQ(std::ranges::count(steps(brief), "task_logs.restore", &Step::operation), 1);
  EXPECT_TRUE(steps(replayed(brief)) == steps(brief));
}

// A zone is missed, then a second one: the mission that watches on is the engine's own, and no line
// of the journal begins it.
TEST(Journal, AReplayedEngineWatchesOn) {
  Brief brief = mission_of({step("evacuate", {})})->brief();
  brief.strategy = "in_region";
  const auto mission = std::make_shared<const MissionPlan>(std::move(brief));
  const auto probe = [](recovery::MissionIndex index, recovery::Facts missing) {
    return Answered{{.mission = index, .step = 1, .attempt = 1},
                    {Answer::transient, "", std::move(missing)}};
  };
  Engine told_directly;
  std::vector<Command> commands;
  std::string journal;
  const auto tell = [&](Instant at, const recovery::Input& input) {
    told_directly.handle(at, input, commands);
    journal += recovery::journal_line(at, input);
  };
  tell(Instant(0s), Begin{mission, 7});
  tell(Instant(1s), probe(0, {{"a", "no answer"}}));
  tell(Instant(30s), recovery::Woken{});
  recovery::Replay replayed = recovery::replay(journal, {});
  EXPECT_EQ(replayed.engine.mission_count(), 2U);
  std::string story;
  std::vector<std::uint64_t> keys;
  for (Engine* engine : {&told_directly, &replayed.engine}) {
    commands.clear();
    engine->handle(Instant(31s), probe(1, {{"a", "no answer"}, {"b", "no answer"}}), commands);
    for (const Command& command : commands) {
      if (const auto* call = std::get_if<Call>(&command)) keys.push_back(call->idempotency_key);
      if (const auto* note = std::get_if<Note>(&command)) story += told(*engine, *note);
    }
  }
  const std::string once = "detected\nsuperseded\ndeclared\nstarted\nstart evacuate\n";
  EXPECT_EQ(story, once + once);
  ASSERT_EQ(keys.size(), 2U);
  EXPECT_EQ(keys[0], keys[1]);
}

}  // namespace
}  // namespace blackstart::tests
