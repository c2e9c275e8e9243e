#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "drill/read/problems.h"

namespace blackstart::drill {

// A JSON value that knows where it stands. Members keep the order of the file.
struct Node {
  enum class Kind : std::uint8_t { null, boolean, integer, number, string, array, object };
  struct Member;

  Kind kind = Kind::null;
  bool boolean = false;
  std::int64_t integer = 0;
  double number = 0;  // also of integers
  std::string string;
  std::vector<Node> elements;
  std::vector<Member> members;
  Place place;

  bool is(Kind wanted) const { return kind == wanted; }
  // Nothing stands here because its file could not be read, which was said then.
  bool is_unread() const { return is(Kind::null) && place.line == 0; }
  // nullptr: not an object, or it has no such member.
  const Node* find(std::string_view key) const;
};

struct Node::Member {
  std::string key;
  Place place;  // of the key
  Node value;
};

// "a string", "an object", ...
std::string_view name_of(Node::Kind kind);

// What is wrong with the text goes to `problems`; after a duplicate key reading goes on, after a
// syntax error it stops and the node is unread. Comments are allowed. Files over 16 MiB and values
// nested deeper than 200 are refused.
Node read_document(const std::filesystem::path& file, Problems& problems);
Node parse_document(std::string_view text, const std::string& file_name, Problems& problems);

}  // namespace blackstart::drill
