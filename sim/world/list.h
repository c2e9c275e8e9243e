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

// The member after `before`, or the first one after kNone: there is one.
template <auto next>
std::uint32_t take_after(List& list, auto& rows, std::uint32_t before) {
  std::uint32_t& link = before == kNone ? list.first : rows[before].*next;
  const std::uint32_t row = link;
  link = rows[row].*next;
  if (list.last == row) list.last = before;
  rows[row].*next = kNone;
  return row;
}

// Not empty.
template <auto next>
std::uint32_t take_first(List& list, auto& rows) {
  return take_after<next>(list, rows, kNone);
}

// Whether any member is wanted: the first that is, or kNone.
template <auto next>
std::uint32_t first_that(const List& list, const auto& rows, auto&& is_wanted) {
  std::uint32_t row = list.first;
  while (row != kNone && !is_wanted(row)) row = rows[row].*next;
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
  take_after<next>(list, rows, before_best);
  return best;
}

// A member, wherever it stands.
template <auto next>
void take_out(List& list, auto& rows, std::uint32_t row) {
  std::uint32_t before = kNone;
  for (std::uint32_t each = list.first; each != row; each = rows[each].*next) before = each;
  take_after<next>(list, rows, before);
}

}  // namespace blackstart::sim
