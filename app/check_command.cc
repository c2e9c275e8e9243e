#include "app/check_command.h"

#include <iostream>

#include "app/usage_error.h"
#include "drill/read/problems.h"
#include "drill/scenario.h"

namespace blackstart::app {

int check_scenarios(const Request& request) {
  if (request.words.empty())
    throw UsageError("check needs at least one scenario, e.g. blackstart check drill.json");
  int code = kGood;
  for (const std::string& file : request.words) {
    try {
      const drill::Scenario scenario = drill::load_scenario(file);
      std::cout << file << ": ok\n";
    } catch (const drill::InputError& error) {
      std::cerr << error.what() << "\n";
      code = kBadInput;
    }
  }
  return code;
}

}  // namespace blackstart::app
