#pragma once

#include "app/command_line.h"

namespace blackstart::app {

void add_sample_options(boost::program_options::options_description& options);
int sample_scenario(const Request& request);

// The report that one sample would have given of what its shards' files hold.
int merge_files(const Request& request);

}  // namespace blackstart::app
