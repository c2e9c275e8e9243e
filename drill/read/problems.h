#pragma once

#include <cstdint>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace blackstart::drill {

// Where something stands in a file: both as a person finds it and as a program does.
struct Place {
  std::string file;
  std::string pointer;                 // JSON pointer
  std::uint32_t line = 0, column = 0;  // 0: the file as a whole
};

struct Problem {
  Place place;
  std::string what;
};

// "file:line:column /json/pointer: what is wrong; what would be right".
std::string text_of(const Problem& problem);

// Everything that is wrong with the input, collected, so that it can be mended in one go.
class Problems {
 public:
  // What was said already is not said again.
  void add(Place place, std::string what);
  bool any() const { return !list_.empty(); }
  const std::vector<Problem>& list() const { return list_; }

 private:
  std::vector<Problem> list_;
  std::set<std::string> said_;
};

// The file is wrong. Its text is one line per problem.
class InputError : public std::runtime_error {
 public:
  explicit InputError(const Problems& problems);
};

// "; did you mean 'region_outage'?", or where none is near the known names, of many the first.
std::string suggestion(std::string_view word, const std::vector<std::string>& known);
// "unknown fault 'regionloss'; did you mean 'region_outage'?"
std::string unknown(std::string_view what, std::string_view word,
                    const std::vector<std::string>& known);

}  // namespace blackstart::drill
