#pragma once

#include "app/command_line.h"

// Studies: many runs of several scenarios, or of variants of one, under the same luck. They find
// out and judge nothing: their exit code is 0.
namespace blackstart::app {

void add_compare_options(boost::program_options::options_description& options);
int compare_scenarios(const Request& request);

void add_sensitivity_options(boost::program_options::options_description& options);
int show_sensitivity(const Request& request);

void add_sweep_options(boost::program_options::options_description& options);
int sweep_scenario(const Request& request);

}  // namespace blackstart::app
