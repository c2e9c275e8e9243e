#pragma once

#include "app/command_line.h"

namespace blackstart::app {

void add_plan_options(boost::program_options::options_description& options);
int show_plan(const Request& request);

}  // namespace blackstart::app
