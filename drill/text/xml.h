#pragma once

#include <string>
#include <string_view>

namespace blackstart::drill {

// The text as XML 1.0, also inside an attribute. What XML cannot hold, not even escaped, comes out
// as '?': control characters, what is no character, and all that is not ASCII where it is not
// UTF-8.
std::string xml_text(std::string_view text);

}  // namespace blackstart::drill
