#pragma once

#include "app/command_line.h"

namespace blackstart::app {

int show_list(const Request& request);

}  // namespace blackstart::app
