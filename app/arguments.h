#pragma once

#include <string>

#include "app/command_line.h"
#include "drill/report/report.h"

// Options that mean the same in every command that has them. What reads them throws UsageError.
namespace blackstart::app {

void add_seed_option(boost::program_options::options_description& options);
void add_day_option(boost::program_options::options_description& options);
void add_look_options(boost::program_options::options_description& options);  // --width, --color
void add_threads_option(boost::program_options::options_description& options);

// Of --as-of; empty: it was not given.
std::string day_as_typed(const Request& request);
drill::Style look_of(const Request& request);
unsigned threads_of(const Request& request);

// FORMAT=FILE.
struct FileArgument {
  std::string format, path;
};
// Of one --report; `example` is shown where it is neither.
FileArgument file_argument(const std::string& text, const std::string& example);

}  // namespace blackstart::app
