#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace blackstart::drill {

// Where the first bytes are that are not UTF-8; nullopt: there are none.
std::optional<std::size_t> invalid_utf8(std::string_view text);

}  // namespace blackstart::drill
