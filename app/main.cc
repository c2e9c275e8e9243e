#include <exception>
#include <iostream>

#include "app/bug.h"
#include "app/command_line.h"
#include "app/usage_error.h"
#include "drill/read/problems.h"
#include "drill/text/shell.h"

namespace {

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
    return blackstart::app::report_bug(error, blackstart::drill::shell_line(arguments));
  }
}
