#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace blackstart::drill {

// A scenario file of a suite, or why there is none.
struct Found {
  std::filesystem::path file;
  std::string problem;  // empty: none
};

// A file stands for itself; a directory for every scenario below it: JSON files that name a world,
// themselves or by "extends". What cannot be read counts as a scenario, and so does what has faults
// or objectives and is no other file's base: it fails where it could otherwise be overlooked.
// Sorted by name, each once.
std::vector<Found> find_scenarios(std::span<const std::string> paths);

}  // namespace blackstart::drill
