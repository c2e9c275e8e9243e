#include "drill/text/shell.h"

#include <string_view>

namespace blackstart::drill {

std::string shell_word(const std::string& word) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-+=:,@%";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string safe = "'";
  for (const char c : word) safe += c == '\'' ? "'\\''" : std::string(1, c);
  return safe + "'";
}

std::string shell_line(std::span<const std::string> arguments) {
  std::string line = "blackstart";
  for (const std::string& argument : arguments) line += " " + shell_word(argument);
  return line;
}

}  // namespace blackstart::drill
