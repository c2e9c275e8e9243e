#pragma once

#include <algorithm>

#include "sim/airflow/state.h"

// Lists that run through their members: no allocation, and a copy of the world copies them.
namespace blackstart::sim {

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

}  // namespace blackstart::sim
