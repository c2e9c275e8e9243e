#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace blackstart::drill {

// Indented, with a line end. Names come from files and may hold anything: what is not UTF-8 is
// replaced, never thrown over.
std::string text_of_json(const nlohmann::ordered_json& json);

}  // namespace blackstart::drill
