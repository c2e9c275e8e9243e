#include "drill/incident/words.h"

#include "recovery/spelling.h"

namespace blackstart::drill {
namespace {

// One letter in so many may be wrong. What is taken for another word is more like it than what is
// only told with it, where the first letter has to be right.
constexpr std::size_t kLettersPerSlip = 5;
constexpr std::size_t kLettersPerLikeness = 3;
constexpr std::size_t kShortest = 2, kLongest = 40;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Or the stroke of a fraction.
bool is_within_number(std::string_view words, std::size_t i) {
  return (words[i] == '.' || words[i] == '/') && i > 0 && i + 1 < words.size() &&
         is_digit(words[i - 1]) && is_digit(words[i + 1]);
}

struct Likeness {
  std::string_view word;
  std::size_t distance = kLongest;
  std::size_t letters = 1;
};

// Compared without dividing.
bool is_nearer(const Likeness& a, const Likeness& b) {
  return a.distance * b.letters < b.distance * a.letters;
}

Likeness nearest_in(std::span<const std::string_view> known, std::string_view word) {
  Likeness nearest;
  if (word.size() > kLongest) return nearest;
  for (const std::string_view each : known) {
    const Likeness found{each, recovery::edit_distance(word, each), word.size()};
    if (is_nearer(found, nearest)) nearest = found;
  }
  return nearest;
}

// Two letters are like no three.
bool is_like(const Likeness& found, std::string_view word) {
  if (word.size() == kShortest && found.word.size() != kShortest) return false;
  if (found.distance <= word.size() / kLettersPerSlip) return true;
  const std::size_t slips = std::max<std::size_t>(1, word.size() / kLettersPerLikeness);
  return found.distance <= slips && !found.word.empty() && found.word.front() == word.front();
}

}  // namespace

std::vector<std::string> parts_of(std::string_view words) {
  std::vector<std::string> parts(1);
  const auto part_ends = [&parts] {
    if (!parts.back().empty()) parts.emplace_back();
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    const char c = lower(words[i]);
    if ((c >= 'a' && c <= 'z') || is_digit(c) || is_within_number(words, i)) {
      parts.back() += c;
    } else {
      part_ends();
      if (c == '%') parts.back() = "pct";
      if (c == '%') part_ends();
    }
  }
  if (parts.back().empty()) parts.pop_back();
  return parts;
}

std::string in_lower_case(std::string_view words) {
  std::string text(words);
  std::ranges::transform(text, text.begin(), lower);
  return text;
}

std::string phrase_at(std::span<const std::string> parts, std::size_t i, std::size_t length) {
  if (i + length > parts.size()) return "";
  std::string phrase;
  for (const std::string& part : parts.subspan(i, length))
    phrase += (phrase.empty() ? "" : "_") + part;
  return phrase;
}

std::string nearest_of(std::span<const std::string_view> known, std::string_view words) {
  std::vector<std::string> candidates = parts_of(words);
  if (candidates.size() > 1) candidates.emplace_back(words);
  Likeness nearest;
  for (const std::string& each : candidates) {
    if (each.size() < kShortest) continue;
    const Likeness found = nearest_in(known, each);
    if (is_like(found, each) && is_nearer(found, nearest)) nearest = found;
  }
  return std::string(nearest.word);
}

std::string meant_by(std::span<const std::string_view> known, std::string_view word) {
  const Likeness meant = nearest_in(known, word);
  return meant.distance <= word.size() / kLettersPerSlip ? std::string(meant.word) : "";
}

}  // namespace blackstart::drill
