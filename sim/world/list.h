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

// Out of its middle: of those that are wanted the best, the first of equals, or kNone. The others
// keep their order.
template <auto next>
std::uint32_t take_best_that(List& list, auto& rows, auto&& is_wanted, auto&& is_better) {
  std::uint32_t best = kNone, before_best = kNone;
  for (std::uint32_t row = list.first, before = kNone; row != kNone; row = rows[row].*next) {
    if (is_wanted(row) && (best == kNone || is_better(row, best))) {
      best = row;
      before_best = before;
    }
    before = row;
  }
  if (best == kNone) return kNone;
  (before_best == kNone ? list.first : rows[before_best].*next) = rows[best].*next;
  if (list.last == best) list.last = before_best;
  rows[best].*next = kNone;
  return best;
}

}  // namespace blackstart::sim
