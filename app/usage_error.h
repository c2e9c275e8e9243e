#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace blackstart::app {

// What was typed cannot be meant. The message says what would be right.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// "unknown format 'jsn'; did you mean 'json'? known: text, json"
UsageError unknown(std::string_view kind, std::string_view given,
                   const std::vector<std::string_view>& known);

// The names in a table that one can see.
template <typename Rows>
std::vector<std::string_view> names_of(const Rows& rows) {
  std::vector<std::string_view> names;
  for (const auto& row : rows) names.push_back(row.name);
  return names;
}

}  // namespace blackstart::app
