#pragma once

#include <bit>
#include <cstdint>
#include <initializer_list>
#include <type_traits>

namespace blackstart::sim {

inline constexpr std::uint32_t kZonesMax = 8;  // of one region; the largest has six

// Some of the zones of one region, each by its index there. Iterates over the indices, the first
// zone first.
class ZoneSet {
 public:
  class Iterator {
   public:
    constexpr explicit Iterator(std::uint8_t left) : left_(left) {}
    constexpr std::uint32_t operator*() const { return first_in(left_); }
    constexpr Iterator& operator++() {
      left_ = static_cast<std::uint8_t>(left_ & (left_ - 1));
      return *this;
    }
    friend constexpr bool operator==(Iterator, Iterator) = default;

   private:
    std::uint8_t left_;
  };

  constexpr ZoneSet() = default;
  constexpr ZoneSet(std::initializer_list<std::uint32_t> zones) {
    for (const std::uint32_t zone : zones) add(zone);
  }
  static constexpr ZoneSet all() { return of_bits((1U << kZonesMax) - 1); }

  constexpr bool has(std::uint32_t zone) const { return (bits_ >> zone & 1) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr std::uint32_t count() const { return static_cast<std::uint32_t>(std::popcount(bits_)); }
  constexpr std::uint32_t first() const { return first_in(bits_); }  // kZonesMax: it is empty
  constexpr Iterator begin() const { return Iterator(bits_); }
  constexpr Iterator end() const { return Iterator(0); }

  constexpr void add(std::uint32_t zone) { *this = of_bits(bits_ | 1U << zone); }

  friend constexpr ZoneSet operator|(ZoneSet a, ZoneSet b) { return of_bits(a.bits_ | b.bits_); }
  friend constexpr ZoneSet operator&(ZoneSet a, ZoneSet b) { return of_bits(a.bits_ & b.bits_); }
  friend constexpr ZoneSet operator-(ZoneSet a, ZoneSet b) { return of_bits(a.bits_ & ~b.bits_); }
  friend constexpr bool operator==(ZoneSet, ZoneSet) = default;

 private:
  static constexpr ZoneSet of_bits(std::uint32_t bits) {
    ZoneSet zones;
    zones.bits_ = static_cast<std::uint8_t>(bits);
    return zones;
  }
  static constexpr std::uint32_t first_in(std::uint8_t bits) {
    return static_cast<std::uint32_t>(std::countr_zero(bits));
  }

  std::uint8_t bits_ = 0;  // one for each zone
};
static_assert(std::is_trivially_copyable_v<ZoneSet> && sizeof(ZoneSet) == 1);

}  // namespace blackstart::sim
