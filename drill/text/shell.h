#pragma once

#include <string>

namespace blackstart::drill {

// As a word of a POSIX shell: in quotes where it needs them.
std::string shell_word(const std::string& word);

}  // namespace blackstart::drill
