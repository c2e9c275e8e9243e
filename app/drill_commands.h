#pragma once

#include "app/command_line.h"

namespace blackstart::app {

void add_compare_drill_options(boost::program_options::options_description& options);
// A real drill beside what was predicted of it.
int compare_with_drill(const Request& request);

void add_calibrate_options(boost::program_options::options_description& options);
// Writes the timings that real drills measured.
int calibrate_from_drills(const Request& request);

}  // namespace blackstart::app
