#include "app/surroundings.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <thread>

namespace blackstart::app {

Surroundings look_around() {
  Surroundings surroundings;
  using std::chrono::days;
  const auto today = std::chrono::floor<days>(std::chrono::system_clock::now());
  surroundings.end_of_today = recovery::Instant(today + days(1)) - recovery::Duration(1);
  surroundings.errors_are_terminal = isatty(STDERR_FILENO) != 0;
  surroundings.cores = std::max(1U, std::thread::hardware_concurrency());
  const char* actions = std::getenv("GITHUB_ACTIONS");
  surroundings.in_github_actions = actions != nullptr && std::string_view(actions) == "true";
  if (isatty(STDOUT_FILENO) == 0) return surroundings;
  const char* no_colour = std::getenv("NO_COLOR");
  surroundings.is_terminal = no_colour == nullptr || *no_colour == '\0';
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    surroundings.width = std::clamp<int>(size.ws_col, 80, 160);
  }
  return surroundings;
}

}  // namespace blackstart::app
