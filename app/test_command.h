#pragma once

#include "app/command_line.h"

namespace blackstart::app {

void add_test_options(boost::program_options::options_description& options);
// Rehearses a suite, also after a scenario that is bad; the gravest exit code is told.
int test_suite(const Request& request);

}  // namespace blackstart::app
