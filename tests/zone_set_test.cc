#include "sim/world/zone_set.h"

#include <gtest/gtest.h>

#include <vector>

namespace blackstart::tests {
namespace {

using sim::ZoneSet;

std::vector<std::uint32_t> told(ZoneSet zones) {
  std::vector<std::uint32_t> told;
  for (const std::uint32_t zone : zones) told.push_back(zone);
  return told;
}

TEST(ZoneSet, TellsItsZonesFromTheFirstToTheLast) {
  EXPECT_EQ(told({7, 0, 3}), (std::vector<std::uint32_t>{0, 3, 7}));
  EXPECT_EQ(told(ZoneSet::all()), (std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6, 7}));
  EXPECT_EQ(told({}), std::vector<std::uint32_t>{});
}

TEST(ZoneSet, OfTwoHasWhatEitherHasWhatBothHaveAndWhatOnlyTheFirstHas) {
  constexpr ZoneSet kLeft = {0, 1}, kRight = {1, 2};
  EXPECT_EQ(told(kLeft | kRight), (std::vector<std::uint32_t>{0, 1, 2}));
  EXPECT_EQ(told(kLeft & kRight), (std::vector<std::uint32_t>{1}));
  EXPECT_EQ(told(kLeft - kRight), (std::vector<std::uint32_t>{0}));
}

TEST(ZoneSet, ThatIsEmptyHasNoFirstZone) {
  EXPECT_EQ((ZoneSet{2, 5}.first()), 2u);
  EXPECT_EQ(ZoneSet{}.first(), sim::kZonesMax);
}

TEST(ZoneSet, CountsAZoneThatIsAddedTwiceOnce) {
  ZoneSet zones = {4};
  zones.add(4);
  EXPECT_TRUE(zones.has(4));
  EXPECT_EQ(zones.count(), 1u);
}

}  // namespace
}  // namespace blackstart::tests
