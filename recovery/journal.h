#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "recovery/engine.h"

namespace blackstart::recovery {

// The journal cannot be what an engine was told. The message names the line.
class JournalError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// One line per input, in the order the engine was told, its end included. Text in, text out:
// writing it to a disk, before the engine is told, is the driver's business.
std::string journal_line(Instant now, const Input& input);

struct Replay {
  Engine engine;
  Instant as_of = Instant::min();  // of the last input
  bool was_shorn = false;          // the last line was cut off in mid-write and left out
};

// The engine that was told the same: the same commands come from here on. Tell it Resumed before
// anything else. Throws JournalError.
Replay replay(std::string_view journal, const Limits& limits);

}  // namespace blackstart::recovery
