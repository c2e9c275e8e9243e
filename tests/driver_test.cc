#include "providers/live/driver.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <queue>
#include <stdexcept>

#include "tests/live_mission.h"
#include "tests/program.h"

// The driver in real time tells the story of virtual time, also after a crash.
namespace blackstart::tests {
namespace {

using recovery::Answer;
using recovery::Answered;
using recovery::Begin;
using recovery::Call;
using recovery::Command;
using recovery::Instant;

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

const Script kRegionIsGone = {{"region.probe  from elsewhere", {{0ms, Answer::transient}}}};

Script with_probe(Script script) {
  script.insert(kRegionIsGone.begin(), kRegionIsGone.end());
  return script;
}

std::string story_in_real_time(const std::shared_ptr<const MissionPlan>& mission,
                               const Script& script) {
  const Scratch scratch;
  const std::filesystem::path file = scratch.path() / "journal";
  boost::asio::io_context loop;
  live::JournalFile journal(file, {});
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
  const Scratch scratch;
  const std::filesystem::path file = scratch.path() / "journal";
  const auto mission = mission_of({step("network", {}), step("cluster", {"network"})});
  const Script script = with_probe({{"cluster", {{10min, Answer::ok}}}});
  std::vector<Call> before;
  {
    boost::asio::io_context loop;
    live::JournalFile journal(file, {});
    ScriptedProvider provider(loop, script);
    live::Driver driver(loop, journal, provider,
                        [&](Instant, const Engine& engine, const Note& note) {
                          if (told(engine, note) == "start cluster\n") loop.stop();
                        });
    driver.begin(mission, 1);
    driver.run();
    before = provider.calls;
  }
  std::ofstream(file, std::ios::app) << R"({"answered":{"call":{"mis)";  // cut off by the crash
  boost::asio::io_context loop;
  live::JournalFile journal(file, {});
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

}  // namespace
}  // namespace blackstart::tests
