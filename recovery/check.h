#pragma once

#include <stdexcept>
#include <string>

namespace blackstart::recovery {

// The programmer was wrong. Never caught below the entry point, which prints how to reproduce it
// and exits with 4.
class InternalError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

// Always on, in release builds too: a wrong answer is worse than a stopped run.
// The built-ins stand for std::source_location, which clang 14 does not have.
inline void check(bool holds, const char* what, const char* file = __builtin_FILE(),
                  int line = __builtin_LINE()) {
  if (!holds) throw InternalError(std::string(file) + ":" + std::to_string(line) + ": " + what);
}

}  // namespace blackstart::recovery
