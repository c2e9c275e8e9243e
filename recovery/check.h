#pragma once

#include <source_location>
#include <stdexcept>
#include <string>

namespace blackstart::recovery {

// The programmer was wrong. Never caught below the entry point, which prints how to reproduce it and exits with 4.
class InternalError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

// Always on, in release builds too: a wrong answer is worse than a stopped run.
inline void check(bool holds, const char* what,
                  std::source_location where = std::source_location::current()) {
  if (!holds) {
    throw InternalError(std::string(where.file_name()) + ":" + std::to_string(where.line()) + ": " +
                        what);
  }
}

}  // namespace blackstart::recovery
