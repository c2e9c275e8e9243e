#include <exception>
#include <iostream>

#include "app/command_line.h"
#include "app/usage_error.h"
#include "drill/load/problems.h"

namespace {

int report_bug(const std::exception& error, const std::vector<std::string>& arguments) {
  std::cerr << "internal error: " << error.what()
            << "\nthis is a bug in blackstart; the line that reproduces it:\n  blackstart";
  for (const std::string& argument : arguments) std::cerr << " " << argument;
  std::cerr << "\n";
  return blackstart::app::kInternalError;
}

// What nobody could read was not answered, whichever command was asked.
int when_told(int code) {
  if (std::cout << std::flush) return code;
  std::cerr << "blackstart: cannot write to standard output\n";
  return blackstart::app::graver(code, blackstart::app::kBadInput);
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  try {
    return when_told(blackstart::app::obey(arguments, blackstart::app::look_around()));
  } catch (const blackstart::app::UsageError& error) {
    std::cerr << "blackstart: " << error.what() << "\n";
    return blackstart::app::kBadInput;
  } catch (const blackstart::drill::InputError& error) {
    std::cerr << error.what() << "\n";
    return blackstart::app::kBadInput;
  } catch (const std::exception& error) {
    return report_bug(error, arguments);
  }
}
