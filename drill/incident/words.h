#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The words that publishers use, read by their parts: "near_total_AZ" is near, total and AZ.
namespace blackstart::drill {

// In lower case: "single AZ, partial" is single, az, partial; "7.5%_AZ" is 7.5, pct, az;
// "1/3 of AZ" is 1/3, of, az.
std::vector<std::string> parts_of(std::string_view words);
std::string in_lower_case(std::string_view words);
// So many of them from the i-th on, joined by '_'; empty: there are fewer.
std::string phrase_at(std::span<const std::string> parts, std::size_t i, std::size_t length);

// The one of `known` that these words or a part of them are a slip of: the fewest wrong letters
// count, in relation to how many there are. Empty: nothing is like them.
std::string nearest_of(std::span<const std::string_view> known, std::string_view words);
// The one that a few wrong letters make of the whole word; empty: none, and they are not taken for
// it.
std::string meant_by(std::span<const std::string_view> known, std::string_view word);

template <class List>
bool contains(const List& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

}  // namespace blackstart::drill
