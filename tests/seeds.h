#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>

namespace blackstart::tests {

// How many seeds a property is tried with; `./dev test --full` asks for more.
inline std::uint64_t seeds() {
  const char* wanted = std::getenv("BLACKSTART_TEST_SEEDS");
  return wanted == nullptr ? 10 : std::stoull(wanted);
}

}  // namespace blackstart::tests
