#include "drill/load/change.h"

#include <algorithm>
#include <charconv>
#include <vector>

namespace blackstart::drill {
namespace {

std::vector<std::string> tokens_of(const std::string& pointer) {
  std::vector<std::string> tokens;
  for (std::size_t i = 0; i < pointer.size(); ++i) {
    if (pointer[i] == '/') {
      tokens.emplace_back();
    } else if (pointer[i] == '~' && i + 1 < pointer.size()) {
      tokens.back() += pointer[++i] == '1' ? '/' : '~';
    } else {
      tokens.back() += pointer[i];
    }
  }
  return tokens;
}

Node value_of(const std::string& text, const Place& place) {
  Problems not_json;
  Node node = parse_document(text, place.file, not_json);
  if (not_json.any()) node = {.kind = Node::Kind::string, .string = text};
  node.place = place;
  return node;
}

Node& member_of(Node& object, const std::string& key, const Place& place) {
  const auto found = std::ranges::find(object.members, key, &Node::Member::key);
  if (found != object.members.end()) return found->value;
  object.members.push_back({key, place, {.kind = Node::Kind::object, .place = place}});
  return object.members.back().value;
}

// The name of a file becomes an object that extends it.
void open_include(Node& node) {
  Node file = node;
  node = {.kind = Node::Kind::object, .place = file.place};
  node.members.push_back({"extends", file.place, file});
}

// nullptr: there is no such place.
Node* descend(Node& node, const std::string& token, const Place& place) {
  if (node.is(Node::Kind::string)) open_include(node);
  if (node.is(Node::Kind::object)) return &member_of(node, token, place);
  std::size_t index = 0;
  const char* const end = token.data() + token.size();
  const bool is_index = std::from_chars(token.data(), end, index).ptr == end && !token.empty();
  if (!node.is(Node::Kind::array) || !is_index || index >= node.elements.size()) return nullptr;
  return &node.elements[index];
}

}  // namespace

void change(Node& root, const std::string& pointer, const std::string& value, Problems& problems) {
  const Place place{.file = root.place.file, .pointer = pointer, .line = 0, .column = 0};
  if (!pointer.starts_with('/'))
    return problems.add(place, "not a JSON pointer, which begins with '/'");
  if (pointer.ends_with("/extends"))
    return problems.add(place, "what it extends was merged before; change the whole object");
  Node* at = &root;
  for (const std::string& token : tokens_of(pointer)) {
    at = descend(*at, token, place);
    if (at == nullptr) return problems.add(place, "there is no '" + token + "' to be changed");
  }
  *at = value_of(value, place);
}

}  // namespace blackstart::drill
