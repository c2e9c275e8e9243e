#pragma once

#include <span>
#include <string_view>

#include "drill/incident/thing.h"

namespace blackstart::drill {

struct ThingWord {
  std::string_view word;  // one part, or up to four joined by '_'
  Subject subject;
  bool is_control_plane = false;
};

// Every word for a thing that is known.
std::span<const ThingWord> thing_words();
// nullptr: it is not known.
const ThingWord* thing_word(std::string_view word);

}  // namespace blackstart::drill
