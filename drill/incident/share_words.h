#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace blackstart::drill {

// Of a range, "between 10% and 20%", both ends; what went "from 10% to 20%" is the latter now.
struct Share {
  double least = 0, most = 0;  // 0 to 1
  std::size_t parts = 1;       // so many words say it
};

// The share that the parts from the i-th on state: "13pct", "30 percent", "1/3", "one_third",
// "three_quarters", "half", "1_in_3", "2_of_3". Nothing where they state none: "third_party" counts
// parties.
std::optional<Share> share_at(const std::vector<std::string>& parts, std::size_t i);

}  // namespace blackstart::drill
