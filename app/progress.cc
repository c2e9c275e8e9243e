#include "app/progress.h"

#include <unistd.h>

#include <csignal>
#include <cstring>
#include <iostream>
#include <utility>

#include "app/command_line.h"
#include "drill/text/durations.h"

namespace blackstart::app {
namespace {

std::atomic<bool> interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler sets it");

extern "C" void note_interrupt(int) {
  interrupted = true;
  std::signal(SIGINT, SIG_DFL);
}

const char* last_words = "";
std::atomic_flag last_words_begun = ATOMIC_FLAG_INIT;

// A signal handler may call little more than this, signal-safety(7). A second signal can reach
// another thread meanwhile.
extern "C" void say_last_words(int) {
  if (last_words_begun.test_and_set()) return;
  [[maybe_unused]] const auto said = write(STDERR_FILENO, last_words, std::strlen(last_words));
  _exit(kInterrupted);
}

constexpr std::string_view kStartOfLine = "\r\x1b[K";

}  // namespace

std::string progress_in_words(const Stint& stint, std::size_t done, std::size_t total,
                              double seconds) {
  const double rate = static_cast<double>(done) / seconds;
  const double left = static_cast<double>(total - done + stint.runs_after) / rate;
  return (stint.name.empty() ? "" : stint.name + ": ") + std::to_string(done) + " of " +
         std::to_string(total) + " runs, " + std::to_string(static_cast<std::int64_t>(rate)) +
         " per second, " +
         drill::text_of(drill::Duration(std::chrono::seconds(static_cast<std::int64_t>(left)))) +
         " left";
}

Progress::Progress(Stint stint, std::size_t total, const Surroundings& surroundings)
    : stint_(std::move(stint)),
      total_(total),
      is_terminal_(surroundings.errors_are_terminal),
      began_(Stopwatch::now()),
      told_(began_) {}

Progress::~Progress() {
  if (is_terminal_) std::cerr << kStartOfLine << std::flush;
}

void Progress::tell(std::size_t done) {
  const auto now = Stopwatch::now();
  const auto pause = is_terminal_ ? std::chrono::milliseconds(200) : std::chrono::seconds(10);
  if (now - told_ < pause || done == 0 || done > total_) return;
  told_ = now;
  const double seconds = std::chrono::duration<double>(now - began_).count();
  std::cerr << (is_terminal_ ? kStartOfLine : "")
            << progress_in_words(stint_, done, total_, seconds) << (is_terminal_ ? "" : "\n")
            << std::flush;
}

InterruptNote::InterruptNote() {
  interrupted = false;
  std::signal(SIGINT, note_interrupt);
}

InterruptNote::~InterruptNote() { std::signal(SIGINT, SIG_DFL); }

const std::atomic<bool>* InterruptNote::noted() const { return &interrupted; }

LastWords::LastWords(const char* words) {
  last_words = words;
  std::signal(SIGINT, say_last_words);
}

LastWords::~LastWords() { std::signal(SIGINT, SIG_DFL); }

}  // namespace blackstart::app
