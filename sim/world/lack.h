#pragma once

#include <cstdint>
#include <initializer_list>

namespace blackstart::sim {

// What can keep a Deployment's DAGs from succeeding, and be given back by somebody.
enum class Lack : std::uint8_t {
  place,  // it is down, destroyed or fenced
  code,
  unpausing,
  platform,  // its database, its schedulers or room for its workers
  callers,   // whoever requests its runs calls where it was
  allow_list,
  trust,  // in its workload identity
  connection,
  variable,
  pool,
  environment_variable,
  secret,
  peering,
  route,
  security_group_rule,
};

// A set of them.
class Lacks {
 public:
  constexpr Lacks() = default;
  constexpr Lacks(std::initializer_list<Lack> lacks) {
    for (const Lack lack : lacks) bits_ |= bit_of(lack);
  }
  constexpr bool has(Lack lack) const { return (bits_ & bit_of(lack)) != 0; }

 private:
  static constexpr std::uint32_t bit_of(Lack lack) { return 1U << static_cast<unsigned>(lack); }

  std::uint32_t bits_ = 0;
};

}  // namespace blackstart::sim
