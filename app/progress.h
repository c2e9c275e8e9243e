#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <string>

#include "app/surroundings.h"

namespace blackstart::app {

// One of several campaigns that a command carries out one after the other.
struct Stint {
  std::string name;            // what its runs are of; empty: the scenario itself
  std::size_t runs_after = 0;  // that are still to come
};

// "other inputs: 15 of 2000 runs, 100 per second, 19s left": of this stint and of those after it.
std::string progress_in_words(const Stint& stint, std::size_t done, std::size_t total,
                              double seconds);

// Tells on standard error how far many runs are, how fast they go and how long it will still take:
// on a terminal in one line that is overwritten, elsewhere in a plain line now and then. Changes no
// result.
class Progress {
 public:
  Progress(Stint stint, std::size_t total, const Surroundings& surroundings);
  // Leaves a terminal's line empty.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void tell(std::size_t done);

 private:
  using Stopwatch = std::chrono::steady_clock;

  Stint stint_;
  std::size_t total_;
  bool is_terminal_;
  Stopwatch::time_point began_, told_;
};

// While it lives, Ctrl-C is noted and does nothing else; a second one ends the program.
class InterruptNote {
 public:
  InterruptNote();
  ~InterruptNote();
  InterruptNote(const InterruptNote&) = delete;
  InterruptNote& operator=(const InterruptNote&) = delete;

  const std::atomic<bool>* noted() const;
};

// While it lives, Ctrl-C ends the program after these words on standard error: of a command that
// has nothing to say before it is done.
class LastWords {
 public:
  explicit LastWords(const char* words);
  ~LastWords();
  LastWords(const LastWords&) = delete;
  LastWords& operator=(const LastWords&) = delete;
};

}  // namespace blackstart::app
