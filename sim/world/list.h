#pragma once

#include "sim/world/ids.h"

namespace blackstart::sim {

// A list that runs through its members: no allocation, and a copy of the world copies it.
struct List {
  std::uint32_t first = kNone, last = kNone;
  bool empty() const { return first == kNone; }
};

template <auto next>
void append(List& list, auto& rows, std::uint32_t row) {
  rows[row].*next = kNone;
  if (list.empty())
    list.first = row;
  else
    rows[list.last].*next = row;
  list.last = row;
}

// Not empty.
template <auto next>
std::uint32_t take_first(List& list, auto& rows) {
  const std::uint32_t row = list.first;
  list.first = rows[row].*next;
  if (list.empty()) list.last = kNone;
  rows[row].*next = kNone;
  return row;
}

// Out of its middle: the first that is wanted, or kNone. The others keep their order.
template <auto next>
std::uint32_t take_first_that(List& list, auto& rows, auto&& is_wanted) {
  std::uint32_t before = kNone;
  for (std::uint32_t row = list.first; row != kNone; before = row, row = rows[row].*next) {
    if (!is_wanted(row)) continue;
    (before == kNone ? list.first : rows[before].*next) = rows[row].*next;
    if (list.last == row) list.last = before;
    rows[row].*next = kNone;
    return row;
  }
  return kNone;
}

}  // namespace blackstart::sim
