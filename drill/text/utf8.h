#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace blackstart::drill {

// Where the first bytes are that are no UTF-8.
std::optional<std::size_t> invalid_utf8(std::string_view text);

}  // namespace blackstart::drill
