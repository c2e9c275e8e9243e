#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "drill/read/document.h"

namespace blackstart::drill {

// Reads files that name one another, by "extends" in any object or where a thing may also be a
// path. None may lead to itself, and no more than kMostReads are read. What cannot be read is a
// problem, and null.
class Includes {
 public:
  static constexpr int kMostReads = 100'000;

  explicit Includes(Problems& problems) : problems_(problems) {}

  // The file as it is written; `by`: where it is named, nothing on the command line.
  Node read(const std::filesystem::path& file, const Place& by = {});
  // A path relative to the file that names it, read and extended, or the thing itself.
  Node resolve(const Node& node);
  // Every object below it that begins with "extends" is merged on top of that file, and says so no
  // more: no loader knows of it. Of two files for one place the last word counts.
  Node extended(Node node);
  // JSON merge patch (RFC 7396): members of `patch` replace those of `base`, null removes; each
  // part keeps its place. What would be removed and is not there is a problem.
  Node merged(Node base, Node patch);

  // Every file that was asked for, those that could not be read included.
  std::vector<std::filesystem::path> files() const;
  // A hash over the bytes of all files that were read, each once, in that order.
  std::uint64_t hash() const { return hash_; }

 private:
  // What several files say of one thing, the last word last.
  using Layers = std::vector<Node>;
  struct Stack {
    std::string key;
    Place place;  // of the key
    Layers layers;
  };

  Node read_named(const Node& path);  // relative to the file that names it
  bool is_readable(const std::filesystem::path& path, const Place& by);
  bool leads_to(const std::string& from, const std::string& to) const;
  Node flattened(Layers layers);
  bool add_what_is_extended(Layers& objects);
  std::vector<Stack> by_key(Layers objects);

  Problems& problems_;
  std::map<std::string, std::set<std::string>> names_;  // which file names which others
  std::map<std::string, Node> documents_;
  int reads_ = 0;
  std::uint64_t hash_ = 0;
};

}  // namespace blackstart::drill
