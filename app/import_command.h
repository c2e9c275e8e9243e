#pragma once

#include "app/command_line.h"

namespace blackstart::app {

void add_import_options(boost::program_options::options_description& options);
// `import incident FACTS [ID]`: published outages become scenarios in somebody's own world.
int import_something(const Request& request);

}  // namespace blackstart::app
