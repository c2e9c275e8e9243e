#pragma once

#include <span>
#include <string_view>

namespace blackstart::drill {

// A class of the loss ledger, as scenario files name it.
struct DataClassRow {
  std::string_view name, does;
};

std::span<const DataClassRow> data_classes();

}  // namespace blackstart::drill
