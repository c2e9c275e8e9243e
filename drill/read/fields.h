#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drill/read/document.h"
#include "recovery/time.h"

namespace blackstart::drill {

using recovery::Duration;
using recovery::Instant;

// Reads the members of one object, once each, and in the end reports those that nobody asked for. A
// wrong kind is a problem and reads as the default.
class Fields {
 public:
  Fields(const Node& node, Problems& problems);

  const Node* find(std::string_view key);
  // nullptr and a problem where it is missing.
  const Node* require(std::string_view key);
  const Node* require(std::string_view key, Node::Kind kind);
  // nullptr where it is missing or of another kind, which is a problem.
  const Node* find(std::string_view key, Node::Kind kind);

  std::string text(std::string_view key, const std::string& fallback = {});
  // Which of the known words it is; `fallback` where it is missing, or none of them.
  std::size_t word(std::string_view key, std::size_t fallback,
                   const std::vector<std::string>& known, std::string_view what);
  bool flag(std::string_view key, bool fallback);
  std::int64_t count(std::string_view key, std::int64_t fallback, std::int64_t least = 0,
                     std::int64_t most = 1'000'000'000);
  std::optional<recovery::Duration> duration(std::string_view key);
  std::optional<recovery::Instant> instant(std::string_view key);
  // Names, each of them once.
  std::vector<std::string> texts(std::string_view key);
  // The members of an object of named things; none where it is missing.
  const std::vector<Node::Member>& named(std::string_view key);

  // Unknown keys are problems.
  void finish();
  const Node& node() const { return node_; }

 private:
  bool must_be_a_name(const std::string& text, const Place& place);

  const Node& node_;
  Problems& problems_;
  std::vector<std::string> asked_;
};

bool expect(const Node& node, Node::Kind kind, Problems& problems);
// Which of the known words a string is. Nothing where it is none: a problem that says `what` is
// unknown.
std::optional<std::size_t> word_in(const Node& node, const std::vector<std::string>& known,
                                   std::string_view what, Problems& problems);
// What a node says, or a part of it, must be one of the known words. nullptr: it was not said.
void must_be_known(const Node* node, const std::string& word, std::string_view what,
                   const std::vector<std::string>& known, Problems& problems);
std::optional<recovery::Duration> duration_of(const Node& node, Problems& problems);

}  // namespace blackstart::drill
