#pragma once

#include "app/command_line.h"

namespace blackstart::app {

void add_run_options(boost::program_options::options_description& options);
// Runs every scenario, also after one that is bad; the gravest exit code is told.
int run_scenarios(const Request& request);

}  // namespace blackstart::app
