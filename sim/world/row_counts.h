#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "sim/world/data_class.h"

namespace blackstart::sim {

// Rows are counted, never stored.
struct RowCounts {
  std::array<std::int64_t, kRowClasses> rows{};
  std::array<std::int64_t, kRowClasses> bytes{};  // of XComs and task logs: what they hold
  std::int64_t xcom_objects = 0;  // of the xcom rows: those that only refer to the object store

  std::int64_t& operator[](DataClass data_class) {
    return rows[static_cast<std::size_t>(data_class)];
  }
  std::int64_t operator[](DataClass data_class) const {
    return rows[static_cast<std::size_t>(data_class)];
  }
  std::int64_t& bytes_of(DataClass data_class) {
    return bytes[static_cast<std::size_t>(data_class)];
  }
  std::int64_t bytes_of(DataClass data_class) const {
    return bytes[static_cast<std::size_t>(data_class)];
  }
  RowCounts& operator+=(const RowCounts& other) {
    for (std::size_t i = 0; i < kRowClasses; ++i) {
      rows[i] += other.rows[i];
      bytes[i] += other.bytes[i];
    }
    xcom_objects += other.xcom_objects;
    return *this;
  }
  friend bool operator==(const RowCounts&, const RowCounts&) = default;
};

}  // namespace blackstart::sim
