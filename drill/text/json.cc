#include "drill/text/json.h"

#include <nlohmann/json.hpp>

namespace blackstart::drill {

std::string text_of_json(const nlohmann::ordered_json& json) {
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace blackstart::drill
