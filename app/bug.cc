#include "app/bug.h"

#include <iostream>

#include "app/command_line.h"

namespace blackstart::app {

int report_bug(const std::exception& error, const std::string& reproduce) {
  std::cerr << "internal error: " << error.what()
            << "\nthis is a bug in blackstart; the line that reproduces it:\n  " << reproduce
            << "\n";
  return kInternalError;
}

}  // namespace blackstart::app
