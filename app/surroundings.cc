#include "app/surroundings.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <thread>

namespace blackstart::app {

namespace {

// An empty one counts as not set, https://no-color.org.
std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

Surroundings look_around() {
  Surroundings surroundings;
  using std::chrono::days;
  const auto today = std::chrono::floor<days>(std::chrono::system_clock::now());
  surroundings.end_of_today = recovery::Instant(today + days(1)) - recovery::Duration(1);
  const bool understands_codes = variable("TERM") != "dumb";
  surroundings.errors_are_terminal = understands_codes && isatty(STDERR_FILENO) != 0;
  surroundings.cores = std::max(1U, std::thread::hardware_concurrency());
  surroundings.in_github_actions = variable("GITHUB_ACTIONS") == "true";
  surroundings.is_terminal = isatty(STDOUT_FILENO) != 0;
  if (!surroundings.is_terminal) return surroundings;
  surroundings.takes_colour = understands_codes && variable("NO_COLOR").empty();
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    surroundings.width = std::clamp<int>(size.ws_col, 80, 160);
  }
  return surroundings;
}

}  // namespace blackstart::app
