#pragma once

#include <cstddef>

namespace blackstart::sim {

// Whether the rows of a table stand in the order of the enumerators that they are about, so that an
// enumerator finds its own.
template <class Table, class Row, class Enum>
constexpr bool is_in_order(const Table& rows, Enum Row::*about) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (static_cast<std::size_t>(rows[i].*about) != i) return false;
  }
  return true;
}

}  // namespace blackstart::sim
