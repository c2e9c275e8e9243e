#pragma once

#include <string_view>

namespace blackstart::drill {

// The version of what the simulated world does. It rises with every change after which the same
// scenario and seed have another outcome: figures of two versions cannot be compared.
inline constexpr std::string_view kModelVersion = "1";

}  // namespace blackstart::drill
