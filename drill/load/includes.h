#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "drill/load/document.h"

namespace blackstart::drill {

// Reads files that name one another, by "extends" in any object or where a thing may also be a
// path. One that is being read may not be reached again. What cannot be read is a problem, and
// null.
class Includes {
 public:
  explicit Includes(Problems& problems) : problems_(problems) {}

  // `by`: where it is named; line 0: on the command line.
  Node read(const std::filesystem::path& file, const Place& by);
  // A path relative to the file that names it, or the thing itself.
  Node resolve(const Node& node);
  // Every object below it that begins with "extends" is merged on top of that file, and says so no
  // more: no loader knows of it.
  Node extended(Node node);

  // Of the bytes of all files that were read, in that order.
  std::uint64_t hash() const { return hash_; }

 private:
  bool is_readable(const std::filesystem::path& path, const Place& by);

  Problems& problems_;
  std::vector<std::filesystem::path> open_;
  std::uint64_t hash_ = 0;
};

}  // namespace blackstart::drill
