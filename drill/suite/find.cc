#include "drill/suite/find.h"

#include <map>

#include "drill/load/document.h"

namespace blackstart::drill {
namespace {

namespace fs = std::filesystem;

constexpr int kLongestChain = 32;  // of "extends"; a loop is the loader's to report

bool names_a_world(const fs::path& file, int chain = 0) {
  Problems problems;
  const Node node = read_document(file, problems);
  if (problems.any() || node.find("world") != nullptr || chain == kLongestChain) return true;
  const Node* base = node.find("extends");
  return base != nullptr && base->is(Node::Kind::string) &&
         names_a_world(file.parent_path() / base->string, chain + 1);
}

std::vector<fs::path> scenarios_below(const fs::path& directory) {
  std::vector<fs::path> files;
  const auto options = fs::directory_options::skip_permission_denied;
  for (const auto& entry : fs::recursive_directory_iterator(directory, options)) {
    std::error_code is_no_file;  // a link that leads nowhere
    if (entry.is_regular_file(is_no_file) && entry.path().extension() == ".json" &&
        names_a_world(entry.path())) {
      files.push_back(entry.path());
    }
  }
  return files;
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
