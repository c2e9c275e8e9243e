#include "drill/read/document.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "drill/read/text_file.h"
#include "drill/text/utf8.h"

namespace blackstart::drill {
namespace {

constexpr std::uintmax_t kLargestFile = 16 << 20;
constexpr const char* kTooLarge = "is larger than 16 MiB; no scenario is";
constexpr std::size_t kDeepest = 200;

// Counts what the parser has taken, so that an event can be told where it happened.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, std::size_t* taken) : at_(at), taken_(taken) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    ++at_;
    ++*taken_;
    return *this;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
  bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  std::size_t* taken_;
};

// Offsets into lines and columns; a column is a character, not a byte. Going forward costs only the
// way from the last place, so that a file of one long line is read as fast as any.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}

  void locate(std::size_t offset, Place& place) {
    offset = std::min(offset, text_.size());
    if (offset < at_) at_ = 0, line_ = column_ = 1;
    for (; at_ < offset; ++at_) {
      const bool is_inside_character = (static_cast<unsigned char>(text_[at_]) & 0xc0) == 0x80;
      if (text_[at_] == '\n')
        ++line_, column_ = 1;
      else if (!is_inside_character)
        ++column_;
    }
    place.line = line_;
    place.column = column_;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1, column_ = 1;
};

std::string escaped(std::string_view key) {
  std::string pointer;
  for (const char c : key) pointer += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return pointer;
}

class TreeBuilder {
 public:
  using number_integer_t = nlohmann::json::number_integer_t;
  using number_unsigned_t = nlohmann::json::number_unsigned_t;
  using number_float_t = nlohmann::json::number_float_t;
  using string_t = nlohmann::json::string_t;
  using binary_t = nlohmann::json::binary_t;

  TreeBuilder(std::string_view text, const std::string& file, const std::size_t& taken,
              Problems& problems)
      : text_(text), file_(file), taken_(taken), problems_(problems), lines_(text) {}

  Node take() { return std::move(root_); }

  bool null() { return scalar({.kind = Node::Kind::null}, 4); }
  bool boolean(bool value) {
    return scalar({.kind = Node::Kind::boolean, .boolean = value}, value ? 4 : 5);
  }
  bool number_integer(number_integer_t value) { return whole(value); }
  bool number_unsigned(number_unsigned_t value) {
    if (value > static_cast<number_unsigned_t>(INT64_MAX)) {
      problems_.add(place_of_value(next_token()), "the number is too large");
      return false;
    }
    return whole(static_cast<std::int64_t>(value));
  }
  bool number_float(number_float_t value, const string_t&) {
    return scalar({.kind = Node::Kind::number, .number = value}, 0);
  }
  bool string(string_t& value) {
    Node node{.kind = Node::Kind::string, .string = std::move(value)};
    const std::size_t start = next_token();
    add(std::move(node), start);
    at_ = taken_;
    return true;
  }
  bool binary(binary_t&) { return false; }
  bool start_object(std::size_t) { return open(Node::Kind::object); }
  bool start_array(std::size_t) { return open(Node::Kind::array); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(string_t& key) {
    key_ = std::move(key);
    key_place_ = place(next_token());
    key_place_.pointer += "/" + escaped(key_);
    at_ = taken_;
    const auto [first, is_new] = first_lines_.back().try_emplace(key_, key_place_.line);
    if (!is_new) {
      problems_.add(key_place_, "'" + key_ + "' is given twice; the first is on line " +
                                    std::to_string(first->second));
    }
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::json::exception& error) {
    std::string what = error.what();
    const std::size_t detail = what.find(" - ");
    what = detail == std::string::npos ? what.substr(what.find("] ") + 2) : what.substr(detail + 3);
    Place where{.file = file_};
    lines_.locate(position == 0 ? 0 : position - 1, where);
    problems_.add(where, "not JSON: " + what);
    return false;
  }

 private:
  std::size_t next_token() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',' || c == ':' || c == '\xEF' ||
          c == '\xBB' || c == '\xBF') {
        ++at_;
      } else if (c == '/' && at_ + 1 < text_.size()) {
        const bool is_line = text_[at_ + 1] == '/';
        const std::size_t end = text_.find(is_line ? "\n" : "*/", at_ + 2);
        at_ = end == std::string_view::npos ? text_.size() : end + (is_line ? 1 : 2);
      } else {
        break;
      }
    }
    return at_;
  }

  Place place(std::size_t offset) {
    Place where{.file = file_, .pointer = open_.empty() ? "" : open_.back()->place.pointer};
    lines_.locate(offset, where);
    return where;
  }

  bool whole(std::int64_t value) {
    return scalar(
        {.kind = Node::Kind::integer, .integer = value, .number = static_cast<double>(value)}, 0);
  }

  // A length of 0: as far as a number's characters go.
  bool scalar(Node node, std::size_t length) {
    const std::size_t start = next_token();
    add(std::move(node), start);
    const std::size_t end = text_.find_first_not_of("+-.eE0123456789", start);
    at_ = length > 0 ? start + length : end == std::string_view::npos ? text_.size() : end;
    return true;
  }

  Place place_of_value(std::size_t start) {
    Place where = place(start);
    if (open_.empty()) return where;
    if (open_.back()->is(Node::Kind::array))
      where.pointer += "/" + std::to_string(open_.back()->elements.size());
    else
      where.pointer = key_place_.pointer;
    return where;
  }

  Node& add(Node node, std::size_t start) {
    node.place = place_of_value(start);
    if (open_.empty()) return root_ = std::move(node);
    Node& parent = *open_.back();
    if (parent.is(Node::Kind::array)) return parent.elements.emplace_back(std::move(node));
    parent.members.push_back({.key = key_, .place = key_place_, .value = std::move(node)});
    return parent.members.back().value;
  }

  bool open(Node::Kind kind) {
    const std::size_t start = next_token();
    if (open_.size() >= kDeepest) {
      problems_.add(place(start), "nested deeper than " + std::to_string(kDeepest) + " levels");
      return false;
    }
    open_.push_back(&add({.kind = kind}, start));
    first_lines_.emplace_back();
    at_ = start + 1;
    return true;
  }

  bool close() {
    at_ = next_token() + 1;
    open_.pop_back();
    first_lines_.pop_back();
    return true;
  }

  std::string_view text_;
  const std::string& file_;
  const std::size_t& taken_;
  Problems& problems_;
  Lines lines_;
  Node root_;
  std::vector<Node*> open_;  // a parent is not added to while its child is open
  std::vector<std::map<std::string, std::uint32_t>> first_lines_;  // of each open object's keys
  std::size_t at_ = 0;                                             // after the last token
  std::string key_;
  Place key_place_;
};

Node refuse(const std::string& file, std::string what, Problems& problems) {
  problems.add({.file = file}, std::move(what));
  return {};
}

// A pipe or a device does not say beforehand how much it holds.
std::string read_at_most(std::size_t size, std::istream& stream) {
  std::array<char, 1 << 16> part;
  std::string text;
  while (text.size() < size && stream) {
    stream.read(part.data(),
                static_cast<std::streamsize>(std::min(part.size(), size - text.size())));
    text.append(part.data(), static_cast<std::size_t>(stream.gcount()));
  }
  return text;
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  const auto found = std::ranges::find(members, key, &Member::key);
  return found == members.end() ? nullptr : &found->value;
}

std::string_view name_of(Node::Kind kind) {
  constexpr std::string_view kNames[] = {"null",     "true or false", "a whole number", "a number",
                                         "a string", "a list",        "an object"};
  return kNames[static_cast<std::size_t>(kind)];
}

Node read_document(const std::filesystem::path& file, Problems& problems) {
  const std::string name = file.empty() ? "''" : file.generic_string();
  const std::string why_not = why_unreadable(file, "JSON");
  if (!why_not.empty()) return refuse(name, why_not, problems);
  std::error_code error;
  if (std::filesystem::is_regular_file(file, error) &&
      std::filesystem::file_size(file, error) > kLargestFile) {
    return refuse(name, kTooLarge, problems);
  }
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return refuse(name, "cannot be read", problems);
  const std::string text = read_at_most(kLargestFile + 1, stream);
  if (stream.bad()) return refuse(name, "cannot be read", problems);
  if (text.size() > kLargestFile) return refuse(name, kTooLarge, problems);
  return parse_document(text, name, problems);
}

Node parse_document(std::string_view text, const std::string& file_name, Problems& problems) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
    return refuse(file_name, "is empty", problems);
  if (const auto offset = invalid_utf8(text)) {
    Place where{.file = file_name};
    Lines(text).locate(*offset, where);
    problems.add(where, "not UTF-8");
    return {};
  }
  std::size_t taken = 0;
  TreeBuilder builder(text, file_name, taken, problems);
  const bool is_whole = nlohmann::json::sax_parse(
      CountingIterator(text.data(), &taken), CountingIterator(text.data() + text.size(), &taken),
      &builder, nlohmann::json::input_format_t::json, true, true);
  return is_whole ? builder.take() : Node{};
}

}  // namespace blackstart::drill
