#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "sim/world/data_class.h"

namespace blackstart::sim {

// Rows are counted, never stored.
struct RowCounts {
  std::array<std::int64_t, kRowClasses> rows{};
  std::int64_t xcom_bytes = 0, task_log_bytes = 0;
  std::int64_t xcom_objects = 0;  // of the xcom rows: those that only refer to the object store

  std::int64_t& operator[](DataClass data_class) {
    return rows[static_cast<std::size_t>(data_class)];
  }
  std::int64_t operator[](DataClass data_class) const {
    return rows[static_cast<std::size_t>(data_class)];
  }
  // The bytes of a class that has_bytes() names.
  std::int64_t& bytes_of(DataClass data_class) {
    return data_class == DataClass::xcom ? xcom_bytes : task_log_bytes;
  }
  // The bytes of any class: 0 where their size is not counted.
  std::int64_t bytes_of(DataClass data_class) const {
    if (!has_bytes(data_class)) return 0;
    return data_class == DataClass::xcom ? xcom_bytes : task_log_bytes;
  }
  RowCounts& operator+=(const RowCounts& other) {
    for (std::size_t i = 0; i < kRowClasses; ++i) rows[i] += other.rows[i];
    xcom_bytes += other.xcom_bytes;
    task_log_bytes += other.task_log_bytes;
    xcom_objects += other.xcom_objects;
    return *this;
  }
  friend bool operator==(const RowCounts&, const RowCounts&) = default;
};

}  // namespace blackstart::sim
