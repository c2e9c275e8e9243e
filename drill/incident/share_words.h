#pragma once

#include <optional>
#include <string>
#include <vector>

namespace blackstart::drill {

// The share that the parts from the i-th on state, 0 to 1: "13pct", "30 percent", "1/3",
// "one_third", "three_quarters", "half", "1_in_3", "2_of_3". Nothing where they state none:
// "third_party" counts parties.
std::optional<double> share_at(const std::vector<std::string>& parts, std::size_t i);

}  // namespace blackstart::drill
