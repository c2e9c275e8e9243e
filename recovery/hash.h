#pragma once

#include <cstdint>
#include <string_view>

// Hashes that are the same on every machine and for ever: luck, jitter and idempotency keys hang on
// them.
namespace blackstart::recovery {

// By which SplitMix64 counts: 2^64 divided by the golden ratio.
inline constexpr std::uint64_t kGoldenGamma = 0x9e3779b97f4a7c15ULL;

// The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014; constants: Stafford's variant
// 13). Zero stays zero.
constexpr std::uint64_t finalised(std::uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31);
}

// FNV-1a, 64 bits.
constexpr std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char letter : text)
    hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3ULL;
  return hash;
}

}  // namespace blackstart::recovery
