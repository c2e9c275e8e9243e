#pragma once

#include "app/command_line.h"

namespace blackstart::app {

void add_digests_options(boost::program_options::options_description& options);
// What builds, compilers and thread counts must agree on.
int show_digests(const Request& request);

}  // namespace blackstart::app
