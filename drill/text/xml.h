#pragma once

#include <string>
#include <string_view>

namespace blackstart::drill {

// As text or as an attribute's value of XML 1.0. What that cannot hold, not even escaped, comes out
// as '?': control characters, what is no character, and all that is not ASCII where it is not
// UTF-8.
std::string xml_text(std::string_view text);

}  // namespace blackstart::drill
