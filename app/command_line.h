#pragma once

#include <boost/program_options.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/surroundings.h"

namespace blackstart::app {

// Exit codes of every command, the gravest last in precedence: see graver().
enum ExitCode : int {
  kGood = 0,
  kMissed = 1,
  kBadInput = 2,
  kUnknown = 3,
  kInternalError = 4,
  kInterrupted = 130,  // as a shell tells it: 128 and SIGINT; told as it is
};
// The graver of two exit codes, which is the one told: 4, 2, 1, 3, 0.
int graver(int a, int b);

// What was typed after the name of a command.
struct Request {
  std::vector<std::string> words;  // those that are not options: scenarios, or the name of a list
  boost::program_options::variables_map options;
  Surroundings surroundings;
};

// A thing that blackstart does.
struct Command {
  std::string_view name;
  std::string_view does;
  std::string_view usage;
  std::string_view examples;  // a line each
  void (*add_options)(boost::program_options::options_description& options);
  int (*act)(const Request& request);  // gives the exit code
};

// Every command there is.
std::span<const Command> commands();

// `arguments` without the program's name. Throws UsageError.
int obey(const std::vector<std::string>& arguments, const Surroundings& surroundings);

}  // namespace blackstart::app
