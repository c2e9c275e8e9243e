#include "providers/live/driver.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/steady_timer.hpp>
#include <fstream>
#include <map>
#include <queue>
#include <sstream>
#include <stdexcept>

namespace blackstart {
namespace {

using namespace std::chrono_literals;
using recovery::Answer;
using recovery::Answered;
using recovery::Begin;
using recovery::Brief;
using recovery::Call;
using recovery::Command;
using recovery::Duration;
using recovery::Engine;
using recovery::Instant;
using recovery::MissionPlan;
using recovery::Note;
using recovery::Step;

// How long each attempt at a step takes, and how it ends. The last reply is given again to every
// later attempt.
struct Reply {
  Duration after{};
  Answer answer = Answer::ok;
};
using Script = std::map<std::string, std::vector<Reply>>;

Reply reply_to(const Script& script, const Step& step, const Call& call) {
  const auto found = script.find(step.name);
  if (found == script.end()) return {};
  return found->second[std::min<std::size_t>(call.id.attempt, found->second.size()) - 1];
}

std::string told(const Engine& engine, const Note& note) {
  constexpr std::array kWords = {"suspected", "detected", "stood down", "declared",
                                 "started",   "start",    "waits",      "timed out",
                                 "done",      "failed",   "skipped",    "late",
                                 "completed", "given up", "cancelled",  "superseded"};
  const bool is_about_step = note.kind >= recovery::NoteKind::step_started &&
                             note.kind <= recovery::NoteKind::answer_ignored;
  std::string text = kWords[static_cast<std::size_t>(note.kind)];
  if (is_about_step) text += " " + engine.step(note.about).name;
  if (is_about_step && note.about.attempt > 1) text += " #" + std::to_string(note.about.attempt);
  return text + "\n";
}

// The same engine in virtual time.
std::string story_in_virtual_time(const std::shared_ptr<const MissionPlan>& mission,
                                  const Script& script) {
  using Due = std::pair<Instant, Answered>;
  const auto later = [](const Due& a, const Due& b) { return a.first > b.first; };
  std::priority_queue<Due, std::vector<Due>, decltype(later)> answers(later);
  Engine engine;
  Instant now{};
  std::string story;
  const auto tell = [&](const recovery::Input& input) {
    std::vector<Command> commands;
    engine.handle(now, input, commands);
    for (const Command& command : commands) {
      if (const auto* note = std::get_if<Note>(&command)) story += told(engine, *note);
      if (const auto* call = std::get_if<Call>(&command)) {
        const Reply reply = reply_to(script, engine.step(call->id), *call);
        answers.push({now + reply.after, Answered{call->id, {reply.answer, "", {}}}});
      }
    }
  };
  tell(Begin{mission, 1});
  while (engine.phase(0) < recovery::Phase::completed) {
    const auto wake = engine.next_wake();
    const bool is_answer_first = !answers.empty() && (!wake || answers.top().first <= *wake);
    now = is_answer_first ? answers.top().first : wake.value();
    if (!is_answer_first) {
      tell(recovery::Woken{});
      continue;
    }
    const Answered answer = answers.top().second;
    answers.pop();
    tell(answer);
  }
  return story;
}

class ScriptedProvider : public live::Provider {
 public:
  ScriptedProvider(boost::asio::io_context& loop, Script script)
      : loop_(loop), script_(std::move(script)) {}

  void start(const Call& call, const live::Work& work, live::AnswerTo answer) override {
    calls.push_back(call);
    if (work.step.operation == "breaks") throw std::runtime_error("no such account");
    const Reply reply = reply_to(script_, work.step, call);
    const auto timer = std::make_shared<boost::asio::steady_timer>(loop_, reply.after);
    timer->async_wait([timer, reply, answer](const boost::system::error_code&) {
      answer({reply.answer, "", {}});
    });
  }

  std::vector<Call> calls;

 private:
  boost::asio::io_context& loop_;
  Script script_;
};

class TemporaryFile {
 public:
  TemporaryFile()
      : path_(testing::TempDir() + "journal-" + std::to_string(getpid()) + "-" + test_name()) {
    remove();
  }
  ~TemporaryFile() { remove(); }
  const std::filesystem::path& path() const { return path_; }
  std::string text() const {
    std::ostringstream text;
    text << std::ifstream(path_).rdbuf();
    return text.str();
  }

 private:
  static std::string test_name() {
    return testing::UnitTest::GetInstance()->current_test_info()->name();
  }
  void remove() const { std::filesystem::remove(path_); }
  std::filesystem::path path_;
};

Step step(const std::string& name, std::vector<std::string> needs,
          Duration timeout = recovery::kForever, std::uint32_t attempts_max = 2) {
  Step step;
  step.name = name;
  step.operation = "test";
  step.target = "test:" + name;
  step.needs = std::move(needs);
  step.timeout = timeout;
  step.retry = {.attempts_max = attempts_max, .backoff_first = 200ms, .backoff_max = 200ms};
  return step;
}

// Detected by the first probe, declared by nobody.
std::shared_ptr<const MissionPlan> mission_of(std::vector<Step> steps) {
  Brief brief;
  brief.name = "test";
  brief.strategy = "runbook";
  brief.runbook = std::move(steps);
  brief.detection.misses = brief.detection.of = 1;
  brief.detection.from = {"elsewhere"};
  return std::make_shared<const MissionPlan>(std::move(brief));
}

const Script kRegionIsGone = {{"region.probe  from elsewhere", {{0ms, Answer::transient}}}};

Script with_probe(Script script) {
  script.insert(kRegionIsGone.begin(), kRegionIsGone.end());
  return script;
}

std::string story_in_real_time(const std::shared_ptr<const MissionPlan>& mission,
                               const Script& script) {
  const TemporaryFile file;
  boost::asio::io_context loop;
  live::JournalFile journal(file.path(), {});
  ScriptedProvider provider(loop, script);
  std::string story;
  live::Driver driver(
      loop, journal, provider,
      [&](Instant, const Engine& engine, const Note& note) { story += told(engine, note); });
  driver.begin(mission, 1);
  driver.run();
  return story;
}

TEST(Driver, TellsInRealTimeTheStoryOfVirtualTime) {
  const auto mission =
      mission_of({step("network", {}), step("cluster", {"network"}, 300ms), step("mail", {}),
                  step("deploy", {"cluster"}), step("extras", {"mail"})});
  const Script script = with_probe({
      {"network", {{150ms, Answer::transient}, {50ms, Answer::ok}}},
      {"cluster", {{800ms, Answer::ok}, {50ms, Answer::ok}}},  // the first attempt is late
      {"mail", {{20ms, Answer::permanent}}},
      {"deploy", {{750ms, Answer::ok}}},
  });
  const std::string story = story_in_virtual_time(mission, script);
  EXPECT_EQ(story,
            "start region.probe  from elsewhere\n"
            "detected\ndeclared\nstarted\n"
            "start network\nstart mail\n"
            "failed mail\nskipped extras\n"
            "waits network\nstart network #2\ndone network #2\n"
            "start cluster\ntimed out cluster\nstart cluster #2\ndone cluster #2\n"
            "start deploy\nlate cluster\ndone deploy\ngiven up\n");
  EXPECT_EQ(story_in_real_time(mission, script), story);
}

TEST(Driver, AProviderThatThrowsHasFailedForGood) {
  auto breaking = step("account", {});
  breaking.operation = "breaks";
  EXPECT_EQ(story_in_real_time(mission_of({breaking}), kRegionIsGone),
            "start region.probe  from elsewhere\ndetected\ndeclared\nstarted\nstart "
            "account\nfailed account\ngiven up\n");
}

TEST(Driver, GoesOnAfterACrashWithTheSameKeysUnderANewLease) {
  const TemporaryFile file;
  const auto mission = mission_of({step("network", {}), step("cluster", {"network"})});
  const Script script = with_probe({{"cluster", {{10min, Answer::ok}}}});
  std::vector<Call> before;
  {
    boost::asio::io_context loop;
    live::JournalFile journal(file.path(), {});
    ScriptedProvider provider(loop, script);
    live::Driver driver(loop, journal, provider,
                        [&](Instant, const Engine& engine, const Note& note) {
                          if (told(engine, note) == "start cluster\n") loop.stop();
                        });
    driver.begin(mission, 1);
    driver.run();
    before = provider.calls;
  }
  std::ofstream(file.path(), std::ios::app)
      << R"({"answered":{"call":{"mis)";  // cut off by the crash
  boost::asio::io_context loop;
  live::JournalFile journal(file.path(), {});
  EXPECT_TRUE(journal.replayed().was_shorn);
  ScriptedProvider provider(loop, with_probe({}));
  std::string story;
  live::Driver driver(
      loop, journal, provider,
      [&](Instant, const Engine& engine, const Note& note) { story += told(engine, note); });
  driver.run();
  EXPECT_EQ(story, "done cluster\ncompleted\n");
  ASSERT_EQ(provider.calls.size(), 1U)
      << "what was never answered is asked for again, and nothing else";
  EXPECT_EQ(provider.calls[0].id, before.back().id);
  EXPECT_EQ(provider.calls[0].idempotency_key, before.back().idempotency_key);
  EXPECT_GT(provider.calls[0].lease_generation, before.back().lease_generation);
}

TEST(JournalFile, HasOneEngineAtATime) {
  const TemporaryFile file;
  {
    live::JournalFile first(file.path(), {});
    EXPECT_THROW(live::JournalFile(file.path(), {}), std::system_error);
  }
  EXPECT_TRUE(live::JournalFile(file.path(), {}).was_empty());
}

TEST(JournalFile, AJournalThatCannotBeReplayedIsRefusedAndLeftAsItIs) {
  const TemporaryFile file;
  std::ofstream(file.path()) << "{\"at\":0,\"woken\":true}\nnonsense\n";
  EXPECT_THROW(
      {
        try {
          live::JournalFile journal(file.path(), {});
        } catch (const recovery::JournalError& error) {
          EXPECT_EQ(std::string(error.what()).find("line 2 of the journal: "), 0U) << error.what();
          throw;
        }
      },
      recovery::JournalError);
  EXPECT_EQ(file.text(), "{\"at\":0,\"woken\":true}\nnonsense\n");
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
}  // namespace blackstart
