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

// The seeds of a property: 1 to `count`, or the one that is to be looked at again.
struct Seeds {
  std::uint64_t first = 1, last = 1;
};
inline Seeds seeds_of_property(std::uint64_t count) {
  const char* wanted = std::getenv("BLACKSTART_TEST_SEED");
  if (wanted == nullptr) return {.first = 1, .last = count};
  return {.first = std::stoull(wanted), .last = std::stoull(wanted)};
}

// The line that tries this seed alone.
inline std::string reproduced_by(const std::string& binary, const std::string& test,
                                 std::uint64_t seed) {
  return "BLACKSTART_TEST_SEED=" + std::to_string(seed) + " build/*/tests/" + binary +
         " --gtest_filter=" + test;
}

}  // namespace blackstart::tests
