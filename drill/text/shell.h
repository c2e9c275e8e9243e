#pragma once

#include <span>
#include <string>

namespace blackstart::drill {

// The text as one word of a POSIX shell, in quotes where it needs them.
std::string shell_word(const std::string& word);
// "blackstart run 'my drill.json'": the line by which it is called with these arguments.
std::string shell_line(std::span<const std::string> arguments);

}  // namespace blackstart::drill
