#pragma once

#include <string>

#include "drill/read/problems.h"

namespace blackstart::tests {

// Why this is bad input, as it is told; empty: it is not.
template <typename Attempt>
std::string refusal_of(const Attempt& attempt) {
  try {
    attempt();
    return "";
  } catch (const drill::InputError& error) {
    return error.what();
  }
}

}  // namespace blackstart::tests
