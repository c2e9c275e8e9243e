#include "drill/read/problems.h"

#include <algorithm>
#include <map>
#include <span>
#include <tuple>
#include <utility>

#include "recovery/spelling.h"

namespace blackstart::drill {
namespace {

constexpr std::size_t kMostShown = 200;  // nobody mends more than that before looking again

// File by file as they were reached, and each from its top to its end.
std::string all_of(const Problems& problems) {
  std::map<std::string, std::size_t> reached;
  for (const Problem& problem : problems.list())
    reached.try_emplace(problem.place.file, reached.size());
  const auto where = [&reached](const Problem& problem) {
    return std::tuple(reached.at(problem.place.file), problem.place.line, problem.place.column);
  };
  std::vector<Problem> sorted = problems.list();
  std::ranges::stable_sort(sorted, {}, where);
  std::string text;
  const std::size_t shown = std::min(sorted.size(), kMostShown);
  for (const Problem& problem : std::span(sorted).first(shown))
    text += (text.empty() ? "" : "\n") + text_of(problem);
  const std::size_t more = sorted.size() - shown;
  return more == 0 ? text : text + "\nand " + std::to_string(more) + " more mistakes";
}

constexpr std::size_t kLongestPointer = 160;

// A pointer into the depths is shown by its ends.
std::string shortened(const std::string& pointer) {
  if (pointer.size() <= kLongestPointer) return pointer;
  const std::size_t head = pointer.rfind('/', kLongestPointer / 2);
  const std::size_t tail = pointer.find('/', pointer.size() - kLongestPointer / 4);
  return pointer.substr(0, head) + "/..." + (tail == std::string::npos ? "" : pointer.substr(tail));
}

// What a file says is shown, not obeyed by the terminal.
std::string printable(const std::string& text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string safe;
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (code >= ' ' && code != 0x7f)
      safe += c;
    else
      safe += std::string("\\x") + kHex[code >> 4U] + kHex[code & 15U];
  }
  return safe;
}

constexpr std::size_t kFewNames = 12;
constexpr std::size_t kExamples = 3;      // of more than a few
constexpr std::size_t kLongestWord = 64;  // nobody misspells a longer one by a letter

}  // namespace

std::string text_of(const Problem& problem) {
  const Place& place = problem.place;
  std::string text = place.file;
  if (place.line > 0) text += ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
  if (!place.pointer.empty()) text += " " + shortened(place.pointer);
  return printable(text + ": " + problem.what);
}

void Problems::add(Place place, std::string what) {
  Problem problem{std::move(place), std::move(what)};
  if (said_.insert(text_of(problem)).second) list_.push_back(std::move(problem));
}

InputError::InputError(const Problems& problems) : std::runtime_error(all_of(problems)) {}

std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
  if (known.empty()) return "";
  const auto far = [word](const std::string& name) { return recovery::edit_distance(word, name); };
  if (word.size() <= kLongestWord) {
    const std::string& nearest = *std::ranges::min_element(known, {}, far);
    const auto shared = std::ranges::mismatch(word, nearest).in1 - word.begin();
    const bool begins_alike = 2 * static_cast<std::size_t>(shared) >= word.size() && shared > 2;
    const std::size_t distance = far(nearest);
    const bool is_near =
        distance <= std::max<std::size_t>(2, word.size() / 3) && distance < word.size();
    if (begins_alike || is_near) {
      return "; did you mean '" + nearest + "'?";
    }
  }
  const std::size_t shown = known.size() > kFewNames ? kExamples : known.size();
  std::string list = shown < known.size() ? "; known are such as " : "; known: ";
  for (std::size_t i = 0; i < shown; ++i) list += (i == 0 ? "" : ", ") + known[i];
  return list;
}

std::string unknown(std::string_view what, std::string_view word,
                    const std::vector<std::string>& known) {
  return "unknown " + std::string(what) + " '" + std::string(word) + "'" + suggestion(word, known);
}

}  // namespace blackstart::drill
