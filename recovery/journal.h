#pragma once

#include <string>
#include <string_view>

#include "recovery/engine.h"

namespace blackstart::recovery {

// One line per input, in the order the engine was told. Text in, text out: writing it to a disk is the driver's business.
std::string journal_line(Instant now, const Input& input);

// The engine that was told the same: equal state, and the same commands from here on. Throws JournalError naming the line.
// `shorn` is true where the last line was cut off in mid-write and left out.
struct Replay {
  Engine engine;
  Instant as_of{};
  bool shorn = false;
};
Replay replay(std::string_view journal, Limits limits);

}  // namespace blackstart::recovery
