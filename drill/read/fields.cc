#include "drill/read/fields.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "drill/text/durations.h"

namespace blackstart::drill {
namespace {

std::string shown(const Node& node) {
  if (node.is(Node::Kind::string)) return "\"" + node.string + "\"";
  if (node.is(Node::Kind::integer)) return std::to_string(node.integer);
  if (node.is(Node::Kind::number)) return nlohmann::json(node.number).dump();
  return std::string(name_of(node.kind));
}

}  // namespace

bool expect(const Node& node, Node::Kind kind, Problems& problems) {
  if (node.is(kind)) return true;
  if (node.is_unread()) return false;
  problems.add(node.place, "expected " + std::string(name_of(kind)) + ", found " + shown(node));
  return false;
}

std::optional<std::size_t> word_in(const Node& node, const std::vector<std::string>& known,
                                   std::string_view what, Problems& problems) {
  const auto found = std::ranges::find(known, node.string);
  if (found != known.end()) return static_cast<std::size_t>(found - known.begin());
  problems.add(node.place, unknown(what, node.string, known));
  return std::nullopt;
}

void must_be_known(const Node* node, const std::string& word, std::string_view what,
                   const std::vector<std::string>& known, Problems& problems) {
  if (node == nullptr || std::ranges::find(known, word) != known.end()) return;
  problems.add(node->place, unknown(what, word, known));
}

std::optional<recovery::Duration> duration_of(const Node& node, Problems& problems) {
  if (!node.is(Node::Kind::string)) {
    if (node.is_unread()) return std::nullopt;
    problems.add(node.place, "expected a duration such as \"90s\" or \"4h\", found " + shown(node));
    return std::nullopt;
  }
  const auto read = read_duration(node.string);
  if (const auto* misread = std::get_if<Misread>(&read)) {
    problems.add(node.place, misread->what);
    return std::nullopt;
  }
  return std::get<recovery::Duration>(read);
}

Fields::Fields(const Node& node, Problems& problems) : node_(node), problems_(problems) {
  expect(node, Node::Kind::object, problems);
}

const Node* Fields::find(std::string_view key) {
  if (std::ranges::find(asked_, key) == asked_.end()) asked_.emplace_back(key);
  return node_.find(key);
}

const Node* Fields::require(std::string_view key) {
  const Node* found = find(key);
  if (found == nullptr && node_.is(Node::Kind::object)) {
    problems_.add(node_.place, "'" + std::string(key) + "' is missing");
  }
  return found;
}

const Node* Fields::require(std::string_view key, Node::Kind kind) {
  const Node* found = require(key);
  return found != nullptr && expect(*found, kind, problems_) ? found : nullptr;
}

const Node* Fields::find(std::string_view key, Node::Kind kind) {
  const Node* found = find(key);
  return found != nullptr && expect(*found, kind, problems_) ? found : nullptr;
}

std::string Fields::text(std::string_view key, const std::string& fallback) {
  const Node* found = find(key, Node::Kind::string);
  return found == nullptr ? fallback : found->string;
}

std::size_t Fields::word(std::string_view key, std::size_t fallback,
                         const std::vector<std::string>& known, std::string_view what) {
  const Node* node = find(key, Node::Kind::string);
  return node == nullptr ? fallback : word_in(*node, known, what, problems_).value_or(fallback);
}

bool Fields::flag(std::string_view key, bool fallback) {
  const Node* found = find(key, Node::Kind::boolean);
  return found == nullptr ? fallback : found->boolean;
}

std::int64_t Fields::count(std::string_view key, std::int64_t fallback, std::int64_t least,
                           std::int64_t most) {
  const Node* found = find(key, Node::Kind::integer);
  if (found == nullptr) return fallback;
  if (found->integer >= least && found->integer <= most) return found->integer;
  problems_.add(found->place, std::to_string(found->integer) + " is not between " +
                                  std::to_string(least) + " and " + std::to_string(most));
  return fallback;
}

std::optional<recovery::Duration> Fields::duration(std::string_view key) {
  const Node* found = find(key);
  return found == nullptr ? std::nullopt : duration_of(*found, problems_);
}

std::optional<recovery::Instant> Fields::instant(std::string_view key) {
  const Node* found = find(key, Node::Kind::string);
  if (found == nullptr) return std::nullopt;
  const auto read = read_instant(found->string);
  if (const auto* misread = std::get_if<Misread>(&read)) {
    problems_.add(found->place, misread->what);
    return std::nullopt;
  }
  return std::get<recovery::Instant>(read);
}

std::vector<std::string> Fields::texts(std::string_view key) {
  std::vector<std::string> list;
  const Node* found = find(key, Node::Kind::array);
  if (found == nullptr) return list;
  for (const Node& element : found->elements) {
    if (!expect(element, Node::Kind::string, problems_)) continue;
    if (must_be_a_name(element.string, element.place) &&
        std::ranges::find(list, element.string) != list.end())
      problems_.add(element.place, "'" + element.string + "' is listed twice");
    list.push_back(element.string);
  }
  return list;
}

bool Fields::must_be_a_name(const std::string& text, const Place& place) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; };
  const bool is_printed = std::ranges::none_of(text, is_control);
  if (!is_printed) problems_.add(place, "a name has no line breaks or control characters");
  if (text.empty()) problems_.add(place, "a name is not empty");
  return is_printed && !text.empty();
}

const std::vector<Node::Member>& Fields::named(std::string_view key) {
  static const std::vector<Node::Member> kNone;
  const Node* found = find(key, Node::Kind::object);
  if (found == nullptr) return kNone;
  for (const Node::Member& member : found->members) must_be_a_name(member.key, member.place);
  return found->members;
}

void Fields::finish() {
  for (const Node::Member& member : node_.members) {
    const bool is_for_editors = member.key == "$schema";
    if (is_for_editors || std::ranges::find(asked_, member.key) != asked_.end()) continue;
    problems_.add(member.place, unknown("key", member.key, asked_));
  }
}

}  // namespace blackstart::drill
