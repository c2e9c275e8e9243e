#pragma once

#include <string_view>

namespace blackstart::drill {

// Of what the simulated world does. It rises with every change after which the same scenario and
// seed have another outcome: figures of two versions cannot be told from progress or decline.
inline constexpr std::string_view kModelVersion = "1";

}  // namespace blackstart::drill
