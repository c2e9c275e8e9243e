#include "providers/live/driver.h"

#include <boost/asio/post.hpp>
#include <chrono>

namespace blackstart::live {
namespace {

using recovery::Instant;

// A lease is newer than every one before it, also after a restart: the time of its taking, in
// microseconds.
std::uint64_t lease_taken_at(Instant now) {
  return static_cast<std::uint64_t>(now.time_since_epoch().count());
}

}  // namespace

Driver::Driver(boost::asio::io_context& loop, JournalFile& journal, Provider& provider,
               Listener listener)
    : loop_(loop),
      alarm_(loop),
      journal_(journal),
      provider_(provider),
      listener_(std::move(listener)),
      engine_(journal.replayed().engine),
      told_(journal.replayed().as_of) {
  tell(recovery::Resumed{.lease_generation = lease_taken_at(now())});
}

void Driver::begin(std::shared_ptr<const recovery::MissionPlan> mission,
                   std::uint64_t jitter_seed) {
  tell(recovery::Begin{.mission = std::move(mission), .jitter_seed = jitter_seed});
}

void Driver::cancel(recovery::MissionIndex mission) { tell(recovery::Cancel{.mission = mission}); }

void Driver::run() {
  const auto keeps_waiting = boost::asio::make_work_guard(loop_);
  while (!is_over() && !loop_.stopped()) loop_.run_one();
}

// The engine's time never goes back, whatever is done to the machine's clock.
Instant Driver::now() {
  return std::max(told_, std::chrono::floor<recovery::Duration>(std::chrono::system_clock::now()));
}

void Driver::tell(const recovery::Input& input) {
  told_ = now();
  journal_.append(recovery::journal_line(told_, input));
  std::vector<recovery::Command> commands;
  engine_.handle(told_, input, commands);
  for (const recovery::Command& command : commands) obey(command);
  set_alarm();
}

void Driver::obey(const recovery::Command& command) {
  if (const auto* call = std::get_if<recovery::Call>(&command)) return start(*call);
  if (listener_) listener_(told_, engine_, std::get<recovery::Note>(command));
}

void Driver::start(const recovery::Call& call) {
  const auto answer = [this, id = call.id](recovery::Result result) {
    boost::asio::post(loop_, [this, id, result = std::move(result)] {
      tell(recovery::Answered{id, result});
    });
  };
  try {
    const recovery::Facts facts = engine_.facts_for(call.id);
    provider_.start(call, {.step = engine_.step(call.id), .facts = facts}, answer);
  } catch (const std::exception& error) {
    answer({.answer = recovery::Answer::permanent, .reason = error.what()});
  }
}

void Driver::set_alarm() {
  const auto wake = engine_.next_wake();
  if (!wake) {
    alarm_.cancel();
    return;
  }
  alarm_.expires_at(*wake);
  alarm_.async_wait([this](const boost::system::error_code& cancelled) {
    if (!cancelled) tell(recovery::Woken{});
  });
}

bool Driver::is_over() const {
  for (recovery::MissionIndex mission = 0; mission < engine_.mission_count(); ++mission) {
    if (engine_.phase(mission) < recovery::Phase::completed) return false;
  }
  return true;
}

}  // namespace blackstart::live
