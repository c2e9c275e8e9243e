#pragma once

#include <gtest/gtest.h>

#include <string>

namespace blackstart::tests {

// Whether this is said in a text; where that is not as expected, all of the text is shown.
inline testing::AssertionResult says(const std::string& text, const std::string& what) {
  const bool is_said = text.find(what) != std::string::npos;
  return testing::AssertionResult(is_said)
         << "'" << what << (is_said ? "' is said in:\n" : "' is not said in:\n") << text;
}

}  // namespace blackstart::tests
