#pragma once

#include "app/command_line.h"

namespace blackstart::app {

// Checks every scenario, also after one that is bad.
int check_scenarios(const Request& request);

}  // namespace blackstart::app
