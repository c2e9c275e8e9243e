#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/system_timer.hpp>
#include <functional>

#include "providers/live/journal_file.h"
#include "providers/live/provider.h"
#include "recovery/engine.h"

namespace blackstart::live {

// Runs the engine in real time: tells it answers and the time, gives its calls to a provider, and
// writes down every input before the engine hears of it. It decides nothing. One thread runs it;
// answers may come from any.
class Driver {
 public:
  using Listener = std::function<void(recovery::Instant now, const recovery::Engine& engine,
                                      const recovery::Note& note)>;

  // Goes on where the journal ended, under a new lease generation. `listener` is told each note and
  // steers nothing.
  Driver(boost::asio::io_context& loop, JournalFile& journal, Provider& provider,
         Listener listener);

  void begin(std::shared_ptr<const recovery::MissionPlan> mission, std::uint64_t jitter_seed);
  void cancel(recovery::MissionIndex mission);
  // Returns when every mission is completed, given up or cancelled, or the loop was stopped: where
  // a watch goes on, it goes on too. Throws what the journal throws.
  void run();

  const recovery::Engine& engine() const { return engine_; }

 private:
  recovery::Instant now();
  void tell(const recovery::Input& input);
  void obey(const recovery::Command& command);
  void start(const recovery::Call& call);
  void set_alarm();
  bool is_over() const;

  boost::asio::io_context& loop_;
  boost::asio::system_timer alarm_;
  JournalFile& journal_;
  Provider& provider_;
  Listener listener_;
  recovery::Engine engine_;
  recovery::Instant told_ = recovery::Instant::min();
};

}  // namespace blackstart::live
