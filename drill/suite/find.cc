#include "drill/suite/find.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "drill/read/document.h"

namespace blackstart::drill {
namespace {

namespace fs = std::filesystem;

constexpr int kLongestChain = 32;  // of "extends"; a loop is the loader's to report

// Says of itself that it is one, but for a world.
bool is_like_a_scenario(const Node& node) {
  constexpr std::array kKeys = {"faults", "strategy", "objectives", "expectations", "accepted"};
  return std::ranges::any_of(kKeys, [&](const char* key) { return node.find(key) != nullptr; });
}

std::optional<fs::path> file_below(const fs::path& file, const Node& node) {
  const Node* base = node.find("extends");
  if (base == nullptr || !base->is(Node::Kind::string)) return std::nullopt;
  return (file.parent_path() / base->string).lexically_normal();
}

struct Document {
  Node node;
  bool is_broken = false;
};

Document read(const fs::path& file) {
  Problems problems;
  Node node = read_document(file, problems);
  return {std::move(node), problems.any()};
}

bool names_a_world(const fs::path& file, const Document& document, int chain = 0) {
  const Node& node = document.node;
  if (document.is_broken || node.find("world") != nullptr || chain == kLongestChain) return true;
  const auto below = file_below(file, node);
  return below && names_a_world(*below, read(*below), chain + 1);
}

bool is_json(const fs::path& file) {
  std::string extension = file.extension().string();
  std::ranges::transform(extension, extension.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension == ".json";
}

std::vector<fs::path> json_files_below(const fs::path& directory) {
  std::vector<fs::path> files;
  const auto options = fs::directory_options::skip_permission_denied;
  for (const auto& entry : fs::recursive_directory_iterator(directory, options)) {
    std::error_code is_no_file;  // a link that leads nowhere
    if (entry.is_regular_file(is_no_file) && is_json(entry.path())) files.push_back(entry.path());
  }
  return files;
}

// Whatever names a world, and what is like a scenario and serves no other one as its base: that a
// word is misspelt in it must be seen.
std::vector<fs::path> scenarios_below(const fs::path& directory) {
  std::vector<fs::path> scenarios, suspects;
  std::set<fs::path> bases;
  for (const fs::path& file : json_files_below(directory)) {
    const Document document = read(file);
    if (const auto below = file_below(file, document.node)) bases.insert(*below);
    if (names_a_world(file, document))
      scenarios.push_back(file);
    else if (is_like_a_scenario(document.node))
      suspects.push_back(file);
  }
  std::ranges::copy_if(suspects, std::back_inserter(scenarios), [&](const fs::path& file) {
    return !bases.contains(file.lexically_normal());
  });
  return scenarios;
}

}  // namespace

std::vector<Found> find_scenarios(std::span<const std::string> paths) {
  std::map<std::string, std::string> problems;  // by file
  for (const std::string& path : paths) {
    const fs::path normal = fs::path(path).lexically_normal();
    std::error_code cannot_be_seen;  // the loader says why
    if (!fs::is_directory(normal, cannot_be_seen)) {
      problems[normal.generic_string()];
      continue;
    }
    const std::vector<fs::path> below = scenarios_below(normal);
    for (const fs::path& file : below) problems[file.generic_string()];
    if (below.empty()) {
      problems[normal.generic_string()] =
          normal.generic_string() + ": no scenario below it: no JSON file with a \"world\"";
    }
  }
  std::vector<Found> found;
  for (const auto& [file, problem] : problems) found.push_back({file, problem});
  return found;
}

}  // namespace blackstart::drill
