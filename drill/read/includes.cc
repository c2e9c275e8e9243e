#include "drill/read/includes.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "drill/read/fields.h"
#include "sim/random.h"

namespace blackstart::drill {
namespace {

namespace fs = std::filesystem;

constexpr const char* kExtends = "extends";

std::uint64_t hash_with_file(std::uint64_t hash, const fs::path& file) {
  std::ostringstream bytes;
  bytes << hash << ' ' << std::ifstream(file, std::ios::binary).rdbuf();
  return sim::hash_name(bytes.str());
}

bool is_object(const Node& node) { return node.is(Node::Kind::object); }

// nullptr: none of them has one, or the last word on it takes it away.
const Node* file_below(const std::vector<Node>& objects) {
  const Node* below = nullptr;
  for (const Node& object : objects) {
    const Node* file = object.find(kExtends);
    if (file == nullptr) continue;
    const bool takes_it_away = file->is(Node::Kind::null) && below != nullptr;
    below = takes_it_away ? nullptr : file;
  }
  return below;
}

}  // namespace

Node Includes::read(const fs::path& file, const Place& by) {
  const fs::path path = file.lexically_normal();
  if (!is_readable(path, by)) return {};
  names_[by.file].insert(path.generic_string());
  const auto [known, is_new] = documents_.try_emplace(path.generic_string());
  if (!is_new) return known->second;
  known->second = read_document(path, problems_);
  if (!problems_.any()) hash_ = hash_with_file(hash_, path);
  return known->second;
}

// Where it is named is where it can be mended.
bool Includes::is_readable(const fs::path& path, const Place& by) {
  if (++reads_ == kMostReads)
    problems_.add(by, "a scenario reads at most " + std::to_string(kMostReads) +
                          " files: what extends files that extend others grows at every level");
  if (reads_ >= kMostReads) return false;
  if (!by.file.empty() && leads_to(path.generic_string(), by.file)) {
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

bool Includes::leads_to(const std::string& from, const std::string& to) const {
  if (from == to) return true;
  const auto named = names_.find(from);
  return named != names_.end() &&
         std::ranges::any_of(named->second, [&](const auto& file) { return leads_to(file, to); });
}

std::vector<fs::path> Includes::files() const {
  std::vector<fs::path> files;
  for (const auto& [file, document] : documents_) files.emplace_back(file);
  return files;
}

Node Includes::read_named(const Node& path) {
  return read(fs::path(path.place.file).parent_path() / path.string, path.place);
}

Node Includes::resolve(const Node& node) {
  if (!node.is(Node::Kind::string)) return node;
  return extended(read_named(node));
}

Node Includes::extended(Node node) {
  Layers layers;
  layers.push_back(std::move(node));
  return flattened(std::move(layers));
}

Node Includes::merged(Node base, Node patch) {
  if (base.is_unread()) return base;
  Layers layers;
  layers.push_back(std::move(base));
  layers.push_back(std::move(patch));
  return flattened(std::move(layers));
}

Node Includes::flattened(Layers layers) {
  if (!is_object(layers.back())) {
    for (Node& element : layers.back().elements) element = extended(std::move(element));
    return std::move(layers.back());
  }
  const auto covered = std::find_if_not(layers.rbegin(), layers.rend(), is_object).base();
  layers.erase(layers.begin(), covered);
  if (!add_what_is_extended(layers)) return {};
  Node whole{.kind = Node::Kind::object, .place = layers.front().place};
  for (Stack& stack : by_key(std::move(layers))) {
    if (stack.layers.empty()) continue;
    whole.members.push_back(
        {std::move(stack.key), std::move(stack.place), flattened(std::move(stack.layers))});
  }
  return whole;
}

// It lies below all others, and may extend another one.
bool Includes::add_what_is_extended(Layers& objects) {
  const Node* file = file_below(objects);
  while (file != nullptr) {
    if (!expect(*file, Node::Kind::string, problems_)) return false;
    Node base = read_named(*file);
    if (!expect(base, Node::Kind::object, problems_)) return false;
    objects.insert(objects.begin(), std::move(base));
    file = objects.front().find(kExtends);
  }
  return true;
}

std::vector<Includes::Stack> Includes::by_key(Layers objects) {
  std::vector<Stack> stacks;
  std::map<std::string, std::size_t> where;
  const auto keys_so_far = [&] {
    std::vector<std::string> keys;
    for (const Stack& stack : stacks)
      if (!stack.layers.empty()) keys.push_back(stack.key);
    return keys;
  };
  for (Node& object : objects) {
    const bool is_lowest = &object == &objects.front();
    for (Node::Member& member : object.members) {
      if (member.key == kExtends) continue;
      const auto [found, is_new] = where.try_emplace(member.key, stacks.size());
      if (is_new) stacks.push_back({member.key, member.place, {}});
      Layers& layers = stacks[found->second].layers;
      const bool removes = member.value.is(Node::Kind::null) && !is_lowest;
      if (removes && layers.empty())
        problems_.add(member.place, "removes '" + member.key + "', which is not there" +
                                        suggestion(member.key, keys_so_far()));
      if (removes)
        layers.clear();
      else
        layers.push_back(std::move(member.value));
    }
  }
  return stacks;
}

}  // namespace blackstart::drill
