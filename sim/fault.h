#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace blackstart::sim {

struct Stage;

// A kind of fault: what it is aimed at, which disruption an objective counts it as, and what begins
// and ends with it.
struct FaultKind {
  enum class Target : std::uint8_t { region, service };

  std::string_view name;
  std::string_view does;
  std::string_view disruption;
  Target target;
  void (*begin)(Stage& stage, std::uint32_t fault);
  void (*end)(Stage& stage, std::uint32_t fault);
};

// Every kind of fault there is.
std::span<const FaultKind> faults();

}  // namespace blackstart::sim
