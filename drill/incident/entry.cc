#include "drill/incident/entry.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "drill/incident/severity.h"
#include "drill/incident/thing.h"
#include "drill/incident/words.h"

namespace blackstart::drill {
namespace {

// What joins a thing and its place.
constexpr std::array<std::string_view, 18> kJoining = {
    "in",   "at",     "of",     "the",    "a",    "an",  "on",   "and", "or",
    "with", "within", "inside", "across", "from", "for", "only", "to",  "its"};
constexpr std::array<std::string_view, 5> kListing = {"and", "or", "plus", "the", "also"};
constexpr std::array<std::string_view, 4> kSparing = {"except", "excluding", "besides", "outside"};
constexpr std::array<std::string_view, 5> kAll = {"all", "every", "each", "everything",
                                                  "everywhere"};
// What leads to another region is not in it.
constexpr std::array<std::string_view, 4> kLeading = {"to", "into", "from", "towards"};
// "all of the three": between a number and what it counts.
constexpr std::array<std::string_view, 3> kCounting = {"of", "the", "all"};

bool is_article(std::string_view word) { return word == "a" || word == "an"; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct Token {
  std::size_t begin = 0, end = 0;
  bool is_place = false;
};

// Letters, digits and what may be within a name.
bool is_of_a_token(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '-';
}

class EntryReader {
 public:
  EntryReader(const std::string& words, const PlaceNames& names) : names_(names) {
    entry_.words = words;
  }

  Entry read() {
    split();
    is_whole_ = std::ranges::all_of(tokens_, [this](const Token& each) {
      return tokens_.size() == 1 || each.end - each.begin == 1;
    });
    for (std::size_t i = 0; i < tokens_.size();) i += take_at(i);
    const std::string left = what_is_left();
    if (is_nowhere_in_particular(left))
      return Entry{.words = entry_.words, .thing = entry_.words, .besides = entry_.words};
    if (!entry_.zones.empty()) entry_.count = 0;
    entry_.thing = says_how_bad(left) ? "" : left;
    entry_.besides = left;
    return std::move(entry_);
  }

 private:
  void split() {
    for (std::size_t i = 0; i < entry_.words.size(); ++i) {
      std::size_t end = i;
      while (end < entry_.words.size() && is_of_a_token(entry_.words[end])) ++end;
      add(i, end);
      i = end;
    }
  }

  // "ec2-eu-west-1a" is two, at the longest name in it.
  void add(std::size_t begin, std::size_t end) {
    while (begin < end && entry_.words[begin] == '-') ++begin;
    while (begin < end && entry_.words[end - 1] == '-') --end;
    if (begin == end) return;
    const Token name = longest_name_in(begin, end);
    add_token(begin, name.begin);
    add_token(name.begin, name.end);
    if (name.end < end) add(name.end, end);
  }

  void add_token(std::size_t begin, std::size_t end) {
    while (begin < end && entry_.words[end - 1] == '-') --end;
    if (begin < end) tokens_.push_back({.begin = begin, .end = end});
  }

  // All of it where there is none.
  Token longest_name_in(std::size_t begin, std::size_t end) const {
    Token longest{.begin = end, .end = end};
    for (std::size_t from = begin; from < end; ++from) {
      if (from > begin && entry_.words[from - 1] != '-') continue;
      for (std::size_t to = end; to > from + (longest.end - longest.begin); --to) {
        if (to < end && entry_.words[to] != '-') continue;
        if (is_name(text(from, to))) longest = {.begin = from, .end = to};
      }
    }
    return longest.begin < longest.end ? longest : Token{.begin = begin, .end = end};
  }

  // A letter by itself is more often an article than a zone.
  bool is_name(const std::string& word) const {
    const std::string name = names_.name_of(word);
    return word.size() > 1 &&
           (names_.is_zone(name) || names_.is_region(name) || names_.is_elsewhere(name));
  }

  // "all zones" is all there is, and several regions are those of the incident.
  bool is_nowhere_in_particular(const std::string& left) const {
    const bool is_in_zones = !entry_.zones.empty() || !entry_.spared.empty() || entry_.count > 0;
    if (is_in_zones) return false;
    return !entry_.says_where() || (entry_.is_of_all_zones && left.empty()) || regions_ > 1;
  }

  // How many tokens it took.
  std::size_t take_at(std::size_t i) {
    for (const auto take :
         {&EntryReader::take_name, &EntryReader::take_numbered, &EntryReader::take_spared,
          &EntryReader::take_all, &EntryReader::take_count, &EntryReader::take_unnamed}) {
      const std::size_t taken = (this->*take)(i);
      for (std::size_t k = i; k < i + taken; ++k) tokens_[k].is_place = true;
      if (taken > 0) return taken;
    }
    is_sparing_ = is_sparing_ || spares(i);
    is_between_ = is_between_ || word(i) == "between";
    return 1;
  }

  std::size_t take_name(std::size_t i) {
    const std::string name = names_.name_of(text(i));
    if (text(i).size() == 1 && !is_whole_) return 0;
    if (names_.is_zone(name)) {
      add_zone(name);
      const std::size_t siblings = take_siblings(i, name);
      return siblings > 0 ? siblings : with_kind(i, is_zone_word);
    }
    if (is_sparing_ || is_between_ || (i > 0 && contains(kLeading, word(i - 1)))) return 0;
    const bool is_region = names_.is_region(name) && (tokens_.size() == 1 || !is_worldwide(name));
    if (!is_region && !names_.is_elsewhere(name)) return 0;
    ++regions_;
    if (is_region)
      entry_.region = name;
    else
      entry_.elsewhere.push_back(name);
    return with_kind(i, [](std::string_view kind) { return kind == "region"; });
  }

  // "us-central1-a/b" is two, and so is "us-central1-a, b". How many tokens it took; 0: none.
  std::size_t take_siblings(std::size_t i, const std::string& name) {
    std::size_t next = i + 1;
    for (; next < tokens_.size() && is_sibling(next, name) && is_listed_behind(next); ++next)
      add_zone(name.substr(0, name.size() - 1) + word(next));
    return next > i + 1 ? next - i : 0;
  }

  bool is_sibling(std::size_t i, const std::string& name) const {
    return text(i).size() == 1 && is_digit(text(i).front()) == is_digit(name.back());
  }

  bool is_listed_behind(std::size_t i) const {
    const std::string between = text(tokens_[i - 1].end, tokens_[i].begin);
    return between.find_first_of("/,+&") != std::string::npos;
  }

  // "zone eu-west-1a", "the eu-west-1 region": the kind of place is no thing. "multi AZ" is one.
  template <class IsKind>
  std::size_t with_kind(std::size_t i, const IsKind& is_kind) {
    const bool is_multi = i > 1 && word(i - 2) == "multi";
    if (i > 0 && is_kind(word(i - 1)) && !is_multi) {
      tokens_[i - 1].is_place = true;
      if (i > 1 && word(i - 2) == "availability") tokens_[i - 2].is_place = true;
    }
    return i + 1 < tokens_.size() && is_kind(word(i + 1)) ? 2 : 1;
  }

  // "zone 2", "AZs a and b".
  std::size_t take_numbered(std::size_t i) {
    const std::size_t first = after_zone_word(i);
    if (first == i || counts_something_else(first)) return 0;
    std::size_t next = first, last = i;
    while (next < tokens_.size() && text(next).size() == 1) {
      add_zone(names_.name_of(text(tokens_[first - 1].begin, tokens_[first - 1].end) + " " +
                              text(next)));
      last = ++next;
      while (next < tokens_.size() && contains(kListing, word(next))) ++next;
    }
    return last - i;
  }

  // "one AZ, 5 % of its volumes".
  bool counts_something_else(std::size_t i) const {
    if (i >= tokens_.size()) return false;
    return is_listed_behind(i) || text(tokens_[i].end, entry_.words.size()).find('%') < 2;
  }

  // "all zones but c".
  std::size_t take_spared(std::size_t i) {
    if (!is_sparing_ || text(i).size() > 1) return 0;
    add_zone(names_.name_of("zone " + text(i)));
    return 1;
  }

  // "all of the three AZs": what is in them and is not said to be spared.
  std::size_t take_all(std::size_t i) {
    if (!contains(kAll, word(i))) return 0;
    std::size_t next = i + 1;
    while (next < tokens_.size() && (contains(kCounting, word(next)) || number_of(word(next)) > 0))
      ++next;
    const std::size_t end = after_zone_word(next);
    if (end == next) return 0;
    entry_.is_of_all_zones = true;
    return end - i;
  }

  // "one AZ", "two of the three zones".
  std::size_t take_count(std::size_t i) {
    const std::size_t number = is_article(word(i)) ? 1 : number_of(word(i));
    if (number == 0) return 0;
    std::size_t next = i + 1;
    if (next < tokens_.size() && word(next) == "of") {
      while (next < tokens_.size() && contains(kCounting, word(next))) ++next;
      if (next < tokens_.size() && number_of(word(next)) > 0) ++next;
    }
    const std::size_t end = after_zone_word(next);
    if (end == next) return 0;
    entry_.count = std::max(entry_.count, number);
    return end - i;
  }

  // "the zone", "ec2 in the AZ": one, and "zone redundancy" is none.
  std::size_t take_unnamed(std::size_t i) {
    const std::size_t end = after_zone_word(i);
    const bool is_one = end > i && is_one_zone_word(word(end - 1));
    if (!is_one || end < tokens_.size() || (i > 0 && !contains(kJoining, word(i - 1)))) return 0;
    entry_.count = std::max<std::size_t>(entry_.count, 1);
    return end - i;
  }

  // The same where there is none.
  std::size_t after_zone_word(std::size_t i) const {
    const std::size_t zone = i < tokens_.size() && word(i) == "availability" ? i + 1 : i;
    return zone < tokens_.size() && is_zone_word(word(zone)) ? zone + 1 : i;
  }

  void add_zone(const std::string& name) {
    std::vector<std::string>& zones = is_sparing_ ? entry_.spared : entry_.zones;
    if (!contains(zones, name)) zones.push_back(name);
  }

  // What stands together stays as it was written.
  std::string what_is_left() const {
    std::string left;
    for (std::size_t i = 0; i < tokens_.size();) {
      std::size_t end = i;
      while (end < tokens_.size() && !tokens_[end].is_place) ++end;
      std::size_t begin = i, last = end;
      while (begin < last && joins(begin)) ++begin;
      while (begin < last && joins(last - 1)) --last;
      if (begin < last)
        left += (left.empty() ? "" : " ") + text(tokens_[begin].begin, tokens_[last - 1].end);
      i = end + 1;
    }
    return left;
  }

  bool joins(std::size_t i) const {
    return contains(kJoining, word(i)) || contains(kListing, word(i)) || spares(i);
  }

  // "all but", "other than"; but not "ec2 but not rds".
  bool spares(std::size_t i) const {
    const std::string before = i > 0 ? word(i - 1) : "";
    const bool is_all = contains(kAll, before) || is_zone_word(before);
    return contains(kSparing, word(i)) || (is_all && word(i) == "but") ||
           (before == "other" && word(i) == "than");
  }

  // "one AZ (part)": part of the zone.
  static bool says_how_bad(const std::string& left) {
    return !left.empty() && !thing_of(left).is_known && severity_of(left).is_known;
  }

  std::string text(std::size_t begin, std::size_t end) const {
    return entry_.words.substr(begin, end - begin);
  }
  std::string text(std::size_t i) const { return text(tokens_[i].begin, tokens_[i].end); }
  // In lower case; empty: it is more than one.
  std::string word(std::size_t i) const {
    const std::vector<std::string> parts = parts_of(text(i));
    return parts.size() == 1 ? parts.front() : "";
  }

  const PlaceNames& names_;
  Entry entry_;
  std::vector<Token> tokens_;
  std::size_t regions_ = 0;
  bool is_whole_ = false;  // nothing but one name, or letters: "a/b"
  bool is_sparing_ = false, is_between_ = false;
};

}  // namespace

// A name may be several words: the whole is looked at first.
Entry entry_of(const std::string& words, const PlaceNames& names) {
  const std::string name = names.name_of(words);
  if (names.is_zone(name)) return {.words = words, .zones = {name}};
  if (names.is_region(name)) return {.words = words, .region = name};
  return EntryReader(words, names).read();
}

}  // namespace blackstart::drill
