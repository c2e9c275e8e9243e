#include "drill/load/includes.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "drill/load/fields.h"
#include "sim/random.h"

namespace blackstart::drill {
namespace {

namespace fs = std::filesystem;

std::uint64_t hash_with_file(std::uint64_t hash, const fs::path& file) {
  std::ostringstream bytes;
  bytes << hash << ' ' << std::ifstream(file, std::ios::binary).rdbuf();
  return sim::hash_name(bytes.str());
}

}  // namespace

Node Includes::read(const fs::path& file, const Place& by) {
  const fs::path path = file.lexically_normal();
  if (!is_readable(path, by)) return {};
  open_.push_back(path);
  Node node = read_document(path, problems_);
  if (!problems_.any()) hash_ = hash_with_file(hash_, path);
  node = extended(std::move(node));
  open_.pop_back();
  return node;
}

// Where it is named is where it can be mended.
bool Includes::is_readable(const fs::path& path, const Place& by) {
  if (std::ranges::find(open_, path) != open_.end()) {
    problems_.add(by, "a loop: " + path.generic_string() + " includes itself");
    return false;
  }
  std::error_code error;
  const bool is_there = fs::exists(path, error);
  if (by.line == 0 || (is_there && !fs::is_directory(path, error))) return true;
  problems_.add(by, path.generic_string() + (is_there ? " is a folder; a JSON file is wanted"
                                                      : ": there is no such file"));
  return false;
}

Node Includes::resolve(const Node& node) {
  if (!node.is(Node::Kind::string)) return node;
  return read(fs::path(node.place.file).parent_path() / node.string, node.place);
}

Node Includes::extended(Node node) {
  for (Node& element : node.elements) element = extended(std::move(element));
  for (Node::Member& member : node.members) member.value = extended(std::move(member.value));
  const auto found = std::ranges::find(node.members, "extends", &Node::Member::key);
  if (found == node.members.end()) return node;
  const Node file = std::move(found->value);
  node.members.erase(found);
  if (!expect(file, Node::Kind::string, problems_)) return {};
  const Node base = resolve(file);
  if (!expect(base, Node::Kind::object, problems_)) return {};
  return merged(base, node, problems_);
}

}  // namespace blackstart::drill
