#pragma once

#include <cstddef>
#include <string_view>

namespace blackstart::recovery {

// Letters to insert, delete or replace to get from one word to the other (Levenshtein), in time
// proportional to the product of their lengths.
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace blackstart::recovery
