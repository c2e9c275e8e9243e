#include "drill/load/problems.h"

#include <algorithm>

#include "recovery/spelling.h"

namespace blackstart::drill {
namespace {

std::string all_of(const Problems& problems) {
  std::string text;
  for (const Problem& problem : problems.list())
    text += (text.empty() ? "" : "\n") + text_of(problem);
  return text;
}

constexpr std::size_t kFewNames = 12;
constexpr std::size_t kLongestWord = 64;  // nobody misspells a longer one by a letter

}  // namespace

std::string text_of(const Problem& problem) {
  const Place& place = problem.place;
  std::string text = place.file;
  if (place.line > 0) text += ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
  if (!place.pointer.empty()) text += " " + place.pointer;
  return text + ": " + problem.what;
}

InputError::InputError(const Problems& problems) : std::runtime_error(all_of(problems)) {}

std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
  if (known.empty()) return "";
  const auto far = [word](const std::string& name) { return recovery::edit_distance(word, name); };
  if (word.size() <= kLongestWord) {
    const std::string& nearest = *std::ranges::min_element(known, {}, far);
    const auto shared = std::ranges::mismatch(word, nearest).in1 - word.begin();
    const bool begins_alike = 2 * static_cast<std::size_t>(shared) >= word.size() && shared > 2;
    if (begins_alike || far(nearest) <= std::max<std::size_t>(2, word.size() / 3)) {
      return "; did you mean '" + nearest + "'?";
    }
  }
  if (known.size() > kFewNames) return "";
  std::string list = "; known: ";
  for (const std::string& name : known) list += (&name == &known.front() ? "" : ", ") + name;
  return list;
}

}  // namespace blackstart::drill
