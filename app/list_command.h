#pragma once

#include "app/command_line.h"

namespace blackstart::app {

// A line for every list.
std::string_view list_examples();
int show_list(const Request& request);

}  // namespace blackstart::app
