#pragma once

#include <exception>
#include <string>

namespace blackstart::app {

// Tells of an internal error, and how to see it again by this command line. Gives kInternalError.
int report_bug(const std::exception& error, const std::string& reproduce);

}  // namespace blackstart::app
