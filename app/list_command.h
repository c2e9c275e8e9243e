#pragma once

#include "app/command_line.h"

namespace blackstart::app {

// With the name of every list.
std::string_view list_usage();
int show_list(const Request& request);

}  // namespace blackstart::app
