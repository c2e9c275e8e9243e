#pragma once

#include <string>
#include <string_view>

#include "drill/read/document.h"

namespace blackstart::drill {

// Puts `value` (JSON, or else a plain word) at a JSON pointer (RFC 6901). What leads through the
// name of an included file is merged on top of that file. A place that cannot be is a problem.
void change(Node& root, const std::string& pointer, const std::string& value, Problems& problems);

}  // namespace blackstart::drill
