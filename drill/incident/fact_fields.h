#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "drill/incident/incident.h"

namespace blackstart::drill {

// The fields of one object of facts: what is there and cannot be understood is a problem, what is
// missing is not. Keys that nobody knows are somebody's own, unless they are a slip of one that is
// missing.
class FactFields {
 public:
  FactFields(const Node& node, std::span<const std::string_view> keys, Problems& problems);

  // A number is a text too, and a list of texts is one with commas.
  std::string text(std::string_view key, const std::string& fallback = "") const;
  // Each once, in the order in which they come; a single text is a list of one, and an object
  // stands for its "url".
  std::vector<std::string> words(std::string_view key) const;
  // A day is its beginning; a time may say how far from UTC it is.
  std::optional<Instant> instant(std::string_view key) const;
  // nullptr: it is missing, or null.
  const Node* find(std::string_view key) const;

 private:
  void refuse(std::string_view key, const std::string& what, const Node& found) const;

  const Node& node_;
  Problems& problems_;
};

}  // namespace blackstart::drill
