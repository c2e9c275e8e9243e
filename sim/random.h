#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace blackstart::sim {

// Which number of the one immutable table of random numbers is meant. The same key gives the same
// number on every machine, and no draw moves another: there is no state to advance.
struct DrawKey {
  std::uint64_t seed = 0;
  std::uint64_t purpose = 0;
  std::uint64_t entity = 0;
  std::uint32_t attempt = 0;
};

// Uniform on the open interval (0, 1): never 0 and never 1, so every inverse distribution is
// finite. 53 bits.
double uniform(const DrawKey& key);

// Names a purpose or an entity in a DrawKey; stable for ever (FNV-1a, then the finaliser of
// SplitMix64).
std::uint64_t hash_name(std::string_view name);

using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

// Philox4x32-10: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC11; constants from
// Random123.
PhiloxCounter philox(PhiloxCounter counter, PhiloxKey key);

// The same bits on every machine, unlike libm's: + - * /, square root and bit operations only.
// Relative error below 1e-14.
double portable_log(double x);  // x positive and finite, not subnormal
double portable_exp(double x);  // 0 below -708, infinite above 709

// The p-quantile of the standard normal distribution, 0 < p < 1. Wichura (1988), algorithm AS 241,
// PPND16.
double normal_quantile(double p);

}  // namespace blackstart::sim
